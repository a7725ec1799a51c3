package io.hillock.check;

/**
 * What a check has found, in the fields of {@code hillock check --json}.
 *
 * @param function the kernel's name
 * @param kind {@code forward}, {@code derivative} or {@code backward}
 * @param dataType how elements are stored, in lower case
 * @param backend the backend's name
 * @param device the device's name
 * @param inputs how many elements were computed and compared
 * @param bitDifferences how many of them differ from the reference in their bits; a NaN equals a
 *     NaN
 * @param maxUlp the greatest error in units in the last place of the true value, where both are
 *     numbers; null where there is no true value to compare with
 * @param worstInput the (first) input with that error; null where there is no error
 * @param nanMismatches how often one of value and true value is NaN and the other is not
 */
public record CheckResult(
    String function,
    String kind,
    String dataType,
    String backend,
    String device,
    long inputs,
    long bitDifferences,
    Double maxUlp,
    Number worstInput,
    long nanMismatches) {

  /** Returns whether every bit equals the reference's and no NaN is where none should be. */
  public boolean agrees() {
    return bitDifferences == 0 && nanMismatches == 0;
  }

  /** Returns whether no error is greater than a limit; true where there is no limit (NaN). */
  public boolean within(double limit) {
    return maxUlp == null || !(maxUlp > limit);
  }
}
