package io.hillock.gpu.opencl;

/**
 * The conversions of binary16, whose bits are the lower half of an integer. OpenCL C has them for
 * memory alone where a device does not compute in binary16.
 */
final class HalfConversion {
  /** By the device's own instructions; the self-test shows whether they are exact. */
  static final String NATIVE =
      """
      static float from_half(const uint bits) {
        const ushort stored = (ushort) bits;
        return vload_half(0, (const half *) &stored);
      }

      static uint to_half(const float x) {
        ushort stored;
        vstore_half_rte(x, 0, (half *) &stored);
        return stored;
      }

      """;

  /** By operations that every device has, of which none takes or gives a subnormal float. */
  static final String SOFTWARE =
      """
      static float from_half(const uint bits) {
        const uint sign = (bits & 0x8000u) << 16;
        const uint magnitude = bits & 0x7fffu;
        const uint normal = (magnitude << 13) + 0x38000000u;
        const uint special = (magnitude << 13) | 0x7f800000u;
        // Below 2^-14 a multiple of 2^-24.
        const uint small = as_uint((float) magnitude * 0x1.0p-24f);
        return as_float(sign | (magnitude >= 0x7c00u ? special : magnitude < 0x0400u ? small : normal));
      }

      static uint to_half(const float x) {
        const uint sign = (as_uint(x) >> 16) & 0x8000u;
        const uint magnitude = as_uint(x) & 0x7fffffffu;
        // From 65520 on to infinity; a NaN stays one.
        const uint special = magnitude > 0x7f800000u ? 0x7e00u : 0x7c00u;
        // Below 2^-14 a multiple of 2^-24, which is the last place of 0.5.
        const uint small = as_uint(as_float(magnitude) + 0.5f) - 0x3f000000u;
        const uint normal = (magnitude - 0x38000000u + 0xfffu + ((magnitude >> 13) & 1u)) >> 13;
        return sign | (magnitude >= 0x477ff000u ? special : magnitude < 0x38800000u ? small : normal);
      }

      """;

  private HalfConversion() {}
}
