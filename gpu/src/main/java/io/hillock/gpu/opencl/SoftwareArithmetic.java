package io.hillock.gpu.opencl;

/**
 * Division and square root in integer arithmetic, for devices whose own are not correctly rounded.
 * The quotient or root is found to 27 bits, the lowest telling whether there is more, and rounded
 * to nearest even.
 */
final class SoftwareArithmetic {
  static final String SOURCE =
      """
      // The float of a sign, a biased exponent and 27 bits of significand, the lowest 3 to be rounded.
      static float rounded(uint sign, int exponent, uint bits) {
        if (exponent >= 255) {
          return as_float(sign | 0x7f800000u);
        }
        if (exponent < 1) {
          const int shift = 1 - exponent;
          bits = shift > 27 ? 1u : (bits >> shift) | ((bits & ((1u << shift) - 1u)) != 0u);
          exponent = 1;
        }
        const uint rest = bits & 7u;
        uint result = bits >> 3;
        result += rest > 4u || (rest == 4u && (result & 1u)) ? 1u : 0u;
        return as_float(sign | (((uint) (exponent - 1) << 23) + result));
      }

      // The significand of a finite float that is not zero, with its leading bit, and its exponent.
      static uint significand(uint bits, int *exponent) {
        const int biased = (int) (bits >> 23);
        if (biased != 0) {
          *exponent = biased;
          return (bits & 0x7fffffu) | 0x800000u;
        }
        const int shift = (int) clz(bits) - 8;
        *exponent = 1 - shift;
        return bits << shift;
      }

      static float divide(float dividend, float divisor) {
        const uint sign = (as_uint(dividend) ^ as_uint(divisor)) & 0x80000000u;
        const uint a = as_uint(dividend) & 0x7fffffffu;
        const uint b = as_uint(divisor) & 0x7fffffffu;
        if (a > 0x7f800000u || b > 0x7f800000u || (a == b && (a == 0u || a == 0x7f800000u))) {
          return as_float(0x7fc00000u);
        }
        if (a == 0x7f800000u || b == 0u) {
          return as_float(sign | 0x7f800000u);
        }
        if (a == 0u || b == 0x7f800000u) {
          return as_float(sign);
        }
        int dividend_exponent;
        int divisor_exponent;
        ulong numerator = significand(a, &dividend_exponent);
        const ulong denominator = significand(b, &divisor_exponent);
        if (numerator < denominator) {
          numerator <<= 1;
          dividend_exponent -= 1;
        }
        numerator <<= 26;
        const ulong quotient = numerator / denominator;
        const uint more = quotient * denominator != numerator;
        return rounded(sign, dividend_exponent - divisor_exponent + 127, (uint) quotient | more);
      }

      static float square_root(float x) {
        const uint a = as_uint(x);
        if ((a & 0x7fffffffu) == 0u || a == 0x7f800000u) {
          return x;
        }
        if (a > 0x7f800000u) {
          return as_float(0x7fc00000u);
        }
        int exponent;
        ulong square = significand(a, &exponent);
        exponent -= 127;
        if (exponent & 1) {
          square <<= 1;
          exponent -= 1;
        }
        square <<= 29;
        ulong root = 0;
        for (ulong bit = 1ul << 26; bit != 0ul; bit >>= 1) {
          if ((root | bit) * (root | bit) <= square) {
            root |= bit;
          }
        }
        const uint more = root * root != square;
        return rounded(0u, exponent / 2 + 127, (uint) root | more);
      }

      """;

  private SoftwareArithmetic() {}
}
