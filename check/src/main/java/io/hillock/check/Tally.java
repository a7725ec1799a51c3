package io.hillock.check;

/** What was found so far, by one worker or by all. */
final class Tally {
  private long inputs;
  private long bitDifferences;
  private long nanMismatches;
  private boolean measured;
  private double maxUlp;
  private float worstInput;

  /** Returns whether two values have the same bits, any NaN being equal to any NaN. */
  static boolean same(float a, float b) {
    return Float.floatToIntBits(a) == Float.floatToIntBits(b);
  }

  void compared(long count) {
    inputs += count;
  }

  void differs() {
    bitDifferences++;
  }

  /** Takes the error of one element into account. */
  void measure(float computed, double truth, double scale, float input) {
    measured = true;
    if (Float.isNaN(computed) != Double.isNaN(truth)) {
      nanMismatches++;
      return;
    }
    double error = Ulp.error(computed, truth, scale);
    if (error > maxUlp) {
      maxUlp = error;
      worstInput = input;
    }
  }

  synchronized void add(Tally other) {
    inputs += other.inputs;
    bitDifferences += other.bitDifferences;
    nanMismatches += other.nanMismatches;
    measured |= other.measured;
    boolean first = other.maxUlp == maxUlp && other.worstInput < worstInput;
    if (other.maxUlp > maxUlp || first) {
      maxUlp = other.maxUlp;
      worstInput = other.worstInput;
    }
  }

  synchronized long inputs() {
    return inputs;
  }

  synchronized CheckResult result(
      String function, String kind, String dataType, String backend, String device) {
    return new CheckResult(
        function,
        kind,
        dataType,
        backend,
        device,
        inputs,
        bitDifferences,
        measured ? maxUlp : null,
        measured && maxUlp > 0 ? worstInput : null,
        nanMismatches);
  }
}
