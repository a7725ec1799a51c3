package io.hillock.kernels;

/**
 * What the catalogue says of a kernel.
 *
 * @param formula the formula as people write it
 * @param range the range of the values
 * @param atKinks the derivative's value at kinks, and other conventions
 * @param maxUlpForward the greatest error of the function in units in the last place, at the
 *     default parameters; NaN where none is stated
 * @param maxUlpDerivative the same of the derivative
 * @param ofRow whether terms cancel, so that the errors are in units in the last place of the row's
 *     largest result or input, leaving out the first input where the row has more than one result
 */
public record Documentation(
    String formula,
    String range,
    String atKinks,
    double maxUlpForward,
    double maxUlpDerivative,
    boolean ofRow) {}
