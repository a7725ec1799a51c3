package io.hillock.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of a chart: from numbers to places.
 *
 * @param least the number at its beginning
 * @param greatest the number at its end
 * @param logarithmic whether equal ratios, and not equal differences, are equally far apart
 * @param from the place of its beginning
 * @param to the place of its end
 */
record Scale(double least, double greatest, boolean logarithmic, double from, double to) {
  private static final int MOST_TICKS = 7;

  /** Returns an axis from 0 to a round number that is not less than the greatest. */
  static Scale linear(double greatest, double from, double to) {
    double step = step(greatest);
    return new Scale(0, Math.ceil(greatest / step - 1e-9) * step, false, from, to);
  }

  /** Returns a logarithmic axis over numbers that are greater than 0. */
  static Scale logarithmic(double least, double greatest, double from, double to) {
    return new Scale(least / 1.15, greatest * 1.15, true, from, to);
  }

  private static double step(double range) {
    double power = Math.pow(10, Math.floor(Math.log10(range / MOST_TICKS)));
    for (double factor : new double[] {1, 2, 5}) {
      if (range / (factor * power) <= MOST_TICKS) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Returns the place of a number; one beyond an end is at that end. */
  double place(double number) {
    double share =
        logarithmic
            ? Math.log(number / least) / Math.log(greatest / least)
            : (number - least) / (greatest - least);
    return from + (to - from) * Math.max(0, Math.min(1, share));
  }

  /** Returns the round numbers on the axis. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (!logarithmic) {
      double step = step(greatest - least);
      for (int i = 0; least + i * step <= greatest * (1 + 1e-9); i++) {
        ticks.add(least + i * step);
      }
      return ticks;
    }
    double[] factors = greatest / least > 300 ? new double[] {1} : new double[] {1, 2, 5};
    for (int power = (int) Math.floor(Math.log10(least)); power <= 18; power++) {
      for (double factor : factors) {
        double tick = factor * Math.pow(10, power);
        if (tick >= least && tick <= greatest) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** Returns a tick's label. */
  static String label(double tick) {
    if (tick != 0 && (Math.abs(tick) < 1e-3 || Math.abs(tick) >= 1e6)) {
      return String.format(Locale.ROOT, "%.0e", tick)
          .replaceAll("e([+-])0*", "e$1")
          .replace("+", "");
    }
    return String.format(Locale.ROOT, "%.3f", tick).replaceAll("\\.?0+$", "");
  }
}
