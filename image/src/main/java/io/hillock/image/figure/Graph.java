package io.hillock.image.figure;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The curves of a function and of its derivative, computed by an engine, over the range of the
 * samples and at least from -4 to 4; what is drawn of a function that works along a row is what
 * {@link Section} says.
 */
final class Graph {
  private static final float LEAST_RANGE = 4;

  private final Kernel kernel;
  private final Section section;
  private final Histogram samples;
  private final List<Curve> function;
  private final List<Curve> derivative;

  Graph(Engine engine, Kernel kernel, int rowLength, Histogram samples) {
    this.kernel = kernel;
    this.samples = samples;
    section = new Section(engine, DataType.FLOAT32, kernel, rowLength, Map.of());
    function = section.parts().stream().map(part -> curve(part.value())).toList();
    derivative = section.parts().stream().map(part -> curve(part.derivative())).toList();
  }

  Kernel kernel() {
    return kernel;
  }

  List<Curve> function() {
    return function;
  }

  List<Curve> derivative() {
    return derivative;
  }

  /** The smallest sample, where shading begins. */
  float from() {
    return samples.smallest();
  }

  /** The greatest sample. */
  float to() {
    return samples.greatest();
  }

  String functionNote() {
    return kernel.isRow() ? rowNote("y") : "y = " + formula(kernel);
  }

  String derivativeNote() {
    return kernel.isRow() ? rowNote("dy/dx") : derivativeNote(kernel);
  }

  /** Returns a kernel's formula as people write it. */
  static String formula(Kernel kernel) {
    String formula = kernel.documentation().formula();
    return formula == null || formula.isEmpty() ? kernel.name() + "(x)" : formula;
  }

  /** Says what the derivative is by convention where there is none. */
  private static String derivativeNote(Kernel kernel) {
    String conventions = kernel.documentation().atKinks();
    StringJoiner note = new StringJoiner(", ").add("dy/dx");
    for (String part : conventions == null ? new String[0] : conventions.split("[,;] (?=f)")) {
      if (part.startsWith("f'")) {
        note.add(part);
      }
    }
    return note.toString();
  }

  private String rowNote(String what) {
    return "works along a row of a pixel's channels: " + what + " of " + section.row();
  }

  private Curve curve(Curve.Values values) {
    float from = -LEAST_RANGE;
    float to = LEAST_RANGE;
    if (samples.bins() > 0) {
      from = Math.min(from, samples.smallest());
      to = Math.max(to, samples.greatest());
    }
    return Curve.of(DataType.FLOAT32, values, from, to, section.marks());
  }
}
