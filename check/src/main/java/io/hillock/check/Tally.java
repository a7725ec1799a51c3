package io.hillock.check;

import io.hillock.kernels.DataType;

/** What was found so far, by one worker or by all. */
final class Tally {
  private long inputs;
  private long bitDifferences;
  private long nanMismatches;
  private boolean measured;
  private double maxUlp;
  private double worstInput;

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
    return measure(
        computed,
        Double.isNaN(truth),
        Float.isNaN(computed) == Double.isNaN(truth) ? Ulp.error(computed, truth, scale) : 0,
        input);
  }

  /**
   * Takes an error in a format into account; see {@link #measure(float, double, double, float)}.
   */
  double measure(FloatFormat format, double computed, Real truth, double scale, double input) {
    boolean same = Double.isNaN(computed) == truth.isNaN();
    return measure(computed, truth.isNaN(), same ? format.error(computed, truth, scale) : 0, input);
  }

  private double measure(double computed, boolean isNaN, double error, double input) {
    measured = true;
    if (Double.isNaN(computed) != isNaN) {
      nanMismatches++;
      return 0;
    }
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
        + Double.toHexString(worstInput);
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
    tally.worstInput = Double.parseDouble(fields[5]);
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
      String function, String kind, DataType dataType, String backend, String device) {
    Number worst = worstInput;
    return new CheckResult(
        function,
        kind,
        dataType.label(),
        backend,
        device,
        inputs,
        bitDifferences,
        measured ? maxUlp : null,
        measured && maxUlp > 0 ? (dataType.isWide() ? worst : (Number) worst.floatValue()) : null,
        nanMismatches);
  }
}
