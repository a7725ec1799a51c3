package io.hillock.gpu.cuda;

/** The types of registers. */
enum PtxType {
  /** A truth value. */
  PRED("pred", "p", 0),
  /** 16 bits, of a float16. */
  B16("b16", "h", 2),
  /** An integer of 32 bits. */
  B32("b32", "r", 4),
  /** A float32. */
  F32("f32", "f", 4),
  /** An integer of 64 bits, or an address. */
  B64("b64", "rd", 8),
  /** A float64. */
  F64("f64", "fd", 8);

  private final String suffix;
  private final String prefix;
  private final int bytes;

  PtxType(String suffix, String prefix, int bytes) {
    this.suffix = suffix;
    this.prefix = prefix;
    this.bytes = bytes;
  }

  /** Returns the name of the type, as instructions end with it. */
  String suffix() {
    return suffix;
  }

  /** Returns what the names of registers of this type begin with. */
  String prefix() {
    return "%" + prefix;
  }

  /** Returns the bytes of such a number in memory. */
  int bytes() {
    return bytes;
  }
}
