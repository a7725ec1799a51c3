package io.hillock.check;

/**
 * Gated units of two inputs and their derivatives by the gate: a factor times a function of the
 * gate, which an infinite factor makes infinite however small it is. At infinite gates the function
 * takes its limit, so that infinity times a limit of 0 is NaN.
 */
final class TrueGatedUnit {
  /** A finite gate beyond counts as this: no product that is a double tells them apart. */
  private static final Real FAR = Real.of(0x1p14);

  private TrueGatedUnit() {}

  static Real glu(Real x, Real gate) {
    return x.multiply(TrueActivations.sigmoid(bounded(gate)));
  }

  static Real gluDerivative(Real x, Real gate) {
    return x.multiply(TrueActivations.logisticPdf(bounded(gate)));
  }

  static Real swiglu(Real gate, Real up) {
    return isFar(gate) ? up.multiply(gate) : up.multiply(TrueActivations.silu(bounded(gate)));
  }

  static Real swigluDerivative(Real gate, Real up) {
    return up.multiply(TrueActivations.siluDerivative(bounded(gate)));
  }

  static Real geglu(Real gate, Real up) {
    return isFar(gate) ? up.multiply(gate) : up.multiply(TrueErrorFunction.gelu(bounded(gate)));
  }

  static Real gegluDerivative(Real gate, Real up) {
    return up.multiply(TrueErrorFunction.geluDerivative(bounded(gate)));
  }

  /** Returns whether the gate opens so far that nothing is held back. */
  private static boolean isFar(Real gate) {
    return FAR.isLess(gate);
  }

  private static Real bounded(Real gate) {
    if (!gate.isFinite() || !FAR.isLess(gate.abs())) {
      return gate;
    }
    return gate.isNegative() ? FAR.negate() : FAR;
  }
}
