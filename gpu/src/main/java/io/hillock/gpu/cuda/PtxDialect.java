package io.hillock.gpu.cuda;

import io.hillock.kernels.Primitive;

/**
 * How the primitive operations are written in PTX: each by an instruction that is exact. Rounding
 * is to nearest even, subnormals are kept, nothing is approximate; {@code min} and {@code max} are
 * not used, as they drop NaN.
 */
final class PtxDialect {
  private PtxDialect() {}

  /**
   * Writes an operation.
   *
   * @param out where to
   * @param in what the program computes with
   * @param primitive the operation
   * @param to the register of the result
   * @param a the first operand, a register or a literal
   * @param b the second one, or null
   * @param c the third one, or null
   */
  static void operation(
      PtxText out, Precision in, Primitive primitive, String to, String a, String b, String c) {
    String real = in.real().suffix();
    String bits = in.integer().suffix();
    String width = bits.substring(1);
    switch (primitive) {
      case ADD -> out.op("add.rn." + real, to, a, b);
      case SUB -> out.op("sub.rn." + real, to, a, b);
      case MUL -> out.op("mul.rn." + real, to, a, b);
      case DIV -> out.op("div.rn." + real, to, a, b);
      case FMA -> out.op("fma.rn." + real, to, a, b, c);
      case SQRT -> out.op("sqrt.rn." + real, to, a);
      case NEG -> out.op("neg." + real, to, a);
      case ABS -> out.op("abs." + real, to, a);
      case LESS -> out.op("setp.lt." + real, to, a, b);
      case LESS_EQUAL -> out.op("setp.le." + real, to, a, b);
      case EQUAL -> out.op("setp.eq." + real, to, a, b);
      case INT_LESS -> out.op("setp.lt.s" + width, to, a, b);
      case INT_EQUAL -> out.op("setp.eq.s" + width, to, a, b);
      case TO_REAL -> out.op("cvt.rn." + real + ".s" + width, to, a);
      case SELECT -> out.op("selp." + real, to, b, c, a);
      case BITS, FROM_BITS -> out.op("mov." + bits, to, a);
      case FROM_HALF -> {
        String half = out.register(PtxType.B16);
        out.op("cvt.u16.u32", half, a);
        out.op("cvt.f32.f16", to, half);
      }
      case TO_HALF -> {
        String half = out.register(PtxType.B16);
        out.op("cvt.rn.f16.f32", half, a);
        out.op("cvt.u32.u16", to, half);
      }
      case INT_ADD -> out.op("add.s" + width, to, a, b);
      case INT_SUB -> out.op("sub.s" + width, to, a, b);
      case INT_MIN -> out.op("min.s" + width, to, a, b);
      case INT_AND -> out.op("and." + bits, to, a, b);
      case INT_OR -> out.op("or." + bits, to, a, b);
      case INT_XOR -> out.op("xor." + bits, to, a, b);
      case SHIFT_LEFT -> out.op("shl." + bits, to, a, b);
      case SHIFT_RIGHT -> out.op("shr.s" + width, to, a, b);
      case SHIFT_RIGHT_UNSIGNED -> out.op("shr.u" + width, to, a, b);
    }
  }
}
