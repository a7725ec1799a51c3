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

  /** Says that errors are measured, even if none is found. */
  void measures() {
    measured = true;
  }

  /** Takes the error of one element into account and returns it, 0 where one is NaN. */
  double measure(float computed, double truth, double scale, float input) {
    measured = true;
    if (Float.isNaN(computed) != Double.isNaN(truth)) {
      nanMismatches++;
      return 0;
    }
    double error = Ulp.error(computed, truth, scale);
    if (error > maxUlp) {
      maxUlp = error;
      worstInput = input;
    }
    return error;
  }

  /** Returns all in one word, for {@link #parse}. */
  synchronized String format() {
    return inputs
        + ","
        + bitDifferences
        + ","
        + nanMismatches
        + ","
        + measured
        + ","
        + Double.toHexString(maxUlp)
        + ","
        + Float.floatToRawIntBits(worstInput);
  }

  /** Returns what {@link #format} was given. */
  static Tally parse(String text) {
    String[] fields = text.split(",");
    Tally tally = new Tally();
    tally.inputs = Long.parseLong(fields[0]);
    tally.bitDifferences = Long.parseLong(fields[1]);
    tally.nanMismatches = Long.parseLong(fields[2]);
    tally.measured = Boolean.parseBoolean(fields[3]);
    tally.maxUlp = Double.parseDouble(fields[4]);
    tally.worstInput = Float.intBitsToFloat(Integer.parseInt(fields[5]));
    return tally;
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
