package io.hillock.check;

import java.math.BigDecimal;
import java.math.MathContext;

/** Mathematical constants to as many digits as anyone here needs, from their series. */
final class Constants {
  /** For the largest doubles 309 digits before the point count, twice as many for products. */
  static final MathContext CONTEXT = new MathContext(720);

  static final BigDecimal PI =
      arctangent(5)
          .multiply(BigDecimal.valueOf(16))
          .subtract(arctangent(239).multiply(BigDecimal.valueOf(4)));

  static final BigDecimal LN_2 = logarithmOfTwo();

  private Constants() {}

  /** The angle whose tangent is 1/n: its power series. */
  private static BigDecimal arctangent(int n) {
    BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), CONTEXT);
    BigDecimal square = BigDecimal.valueOf((long) -n * n);
    BigDecimal sum = power;
    for (int i = 3; power.precision() - power.scale() > -CONTEXT.getPrecision(); i += 2) {
      power = power.divide(square, CONTEXT);
      sum = sum.add(power.divide(BigDecimal.valueOf(i), CONTEXT), CONTEXT);
    }
    return sum;
  }

  /** {@code 2 artanh(1/3)}. */
  private static BigDecimal logarithmOfTwo() {
    MathContext context = new MathContext(60);
    BigDecimal power = BigDecimal.valueOf(2).divide(BigDecimal.valueOf(3), context);
    BigDecimal sum = power;
    for (int i = 3; i < 160; i += 2) {
      power = power.divide(BigDecimal.valueOf(9), context);
      sum = sum.add(power.divide(BigDecimal.valueOf(i), context), context);
    }
    return sum;
  }
}
