package io.hillock.image.figure;

import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.util.List;
import java.util.StringJoiner;

/**
 * The curves of a function and of its derivative, computed by an engine, over the range of the
 * samples and at least from -4 to 4.
 *
 * <p>A function that works along a row has no curve of its own. Its first value is drawn as the
 * first element of a row goes over the range while the others are 0, and the second value beside
 * it; the derivatives of both are by that first element.
 */
final class Graph {
  private static final float LEAST_RANGE = 4;

  private final Engine engine;
  private final Kernel kernel;
  private final int rowLength;
  private final Histogram samples;
  private final List<Curve> function;
  private final List<Curve> derivative;

  Graph(Engine engine, Kernel kernel, int rowLength, Histogram samples) {
    this.engine = engine;
    this.kernel = kernel;
    this.rowLength = rowLength;
    this.samples = samples;
    if (!kernel.isRow()) {
      Kernel slope = kernel.derivative();
      function = List.of(curve(x -> map(kernel, x)));
      derivative = List.of(curve(x -> map(slope, x)));
    } else if (rowLength == 1) {
      function = List.of(curve(x -> row(x, 0)));
      derivative = List.of(curve(x -> rowDerivative(x, 0)));
    } else {
      function = List.of(curve(x -> row(x, 0)), curve(x -> row(x, 1)));
      derivative = List.of(curve(x -> rowDerivative(x, 0)), curve(x -> rowDerivative(x, 1)));
    }
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
    return kernel.isRow() ? rowNote("y") : "y = " + formula();
  }

  String derivativeNote() {
    if (kernel.isRow()) {
      return rowNote("dy/dx");
    }
    String conventions = kernel.documentation().atKinks();
    StringJoiner note = new StringJoiner(", ").add("dy/dx");
    for (String part : conventions == null ? new String[0] : conventions.split("[,;] (?=f)")) {
      if (part.startsWith("f'")) {
        note.add(part);
      }
    }
    return note.toString();
  }

  private String formula() {
    String formula = kernel.documentation().formula();
    return formula == null || formula.isEmpty() ? kernel.name() + "(x)" : formula;
  }

  private String rowNote(String what) {
    String row = "(x" + ", 0".repeat(rowLength - 1) + ")";
    return "works along a row of a pixel's channels: " + what + " of " + row;
  }

  private Curve curve(Curve.Values values) {
    float from = -LEAST_RANGE;
    float to = LEAST_RANGE;
    if (samples.bins() > 0) {
      from = Math.min(from, samples.smallest());
      to = Math.max(to, samples.greatest());
    }
    double[] parameters = kernel.parameterValues();
    float[] marks = new float[parameters.length + 1];
    for (int i = 0; i < parameters.length; i++) {
      marks[i] = (float) parameters[i];
    }
    return Curve.of(values, from, to, marks);
  }

  private float[] map(Kernel of, float[] x) {
    try (Tensor in = engine.tensor(x, x.length);
        Tensor out = engine.run(of, in)) {
      return out.toFloatArray();
    }
  }

  private float[] row(float[] x, int element) {
    try (Tensor in = engine.tensor(rows(x), x.length, rowLength);
        Tensor out = engine.run(kernel, in)) {
      return column(out.toFloatArray(), element);
    }
  }

  /** The derivative of one value by the first element: the gradient from upstream (0, 1, 0). */
  private float[] rowDerivative(float[] x, int element) {
    float[] one = new float[rowLength];
    one[element] = 1;
    float[] upstream = new float[x.length * rowLength];
    for (int i = 0; i < upstream.length; i++) {
      upstream[i] = one[i % rowLength];
    }
    try (Tensor in = engine.tensor(rows(x), x.length, rowLength);
        Tensor up = engine.tensor(upstream, x.length, rowLength);
        Tensor out = engine.backward(kernel, in, up)) {
      return column(out.toFloatArray(), 0);
    }
  }

  private float[] rows(float[] first) {
    float[] rows = new float[first.length * rowLength];
    for (int i = 0; i < first.length; i++) {
      rows[i * rowLength] = first[i];
    }
    return rows;
  }

  private float[] column(float[] rows, int element) {
    float[] column = new float[rows.length / rowLength];
    for (int i = 0; i < column.length; i++) {
      column[i] = rows[i * rowLength + element];
    }
    return column;
  }
}
