package io.hillock.image.figure;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A kernel as functions of one variable, which can be drawn, computed by an engine.
 *
 * <ul>
 *   <li>Of several inputs, as those of a gated unit, the gate or else the first goes over the range
 *       while the others stay where they are held.
 *   <li>Along a row, the first element goes over the range while the others are 0; drawn are the
 *       first value and, for all the others, the second, and their derivatives by that first
 *       element.
 *   <li>Of several outputs each is drawn.
 * </ul>
 */
final class Section {
  private static final String GATE = "gate";

  /** Where inputs are held of which nothing is said; a slope of 1 would be no rectifier. */
  private static final double HELD = 1;

  private static final Map<String, Double> HELD_OTHERWISE = Map.of("slope", 0.25);

  /**
   * One function.
   *
   * @param name what it is of the kernel; empty where it is all
   */
  record Part(String name, Curve.Values value, Curve.Values derivative) {}

  private final Engine engine;
  private final DataType type;
  private final Kernel kernel;
  private final int rowLength;
  private final int variable;
  private final double[] held;
  private final List<Part> parts = new ArrayList<>();

  /**
   * Makes functions of a kernel.
   *
   * @param rowLength the length of the row, for a kernel that works along one
   * @param inputs where inputs are held, by their names; others are not looked at
   * @throws IllegalArgumentException if no input is left to go over a range, or the kernel makes
   *     one number of a row
   */
  Section(Engine engine, DataType type, Kernel kernel, int rowLength, Map<String, Double> inputs) {
    this.engine = engine;
    this.type = type;
    this.kernel = kernel;
    this.rowLength = rowLength;
    if (kernel.program().reducesRow() || (kernel.isRow() && kernel.inputs().size() > 1)) {
      throw new IllegalArgumentException(
          kernel.name() + " works along a row in a way that has no curve");
    }
    variable = variable(inputs);
    held = new double[kernel.inputs().size()];
    for (int i = 0; i < held.length; i++) {
      String name = kernel.inputs().get(i);
      held[i] = inputs.getOrDefault(name, HELD_OTHERWISE.getOrDefault(name, HELD));
    }
    if (kernel.isRow()) {
      addRow("1st", 0);
      if (rowLength > 1) {
        addRow("2nd", 1);
      }
    } else {
      boolean only = kernel.outputs().size() == 1;
      for (int i = 0; i < kernel.outputs().size(); i++) {
        Kernel output = kernel.output(i);
        Kernel slope = output.derivative(variable);
        String name = only ? "" : kernel.outputs().get(i);
        parts.add(new Part(name, x -> map(output, x), x -> defined(map(slope, x), map(output, x))));
      }
    }
  }

  private int variable(Map<String, Double> inputs) {
    List<String> names = new ArrayList<>(kernel.inputs());
    names.removeAll(inputs.keySet());
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "all inputs of "
              + kernel.name()
              + " ("
              + String.join(", ", kernel.inputs())
              + ") are held; leave one to go over the range");
    }
    return kernel.inputs().indexOf(names.contains(GATE) ? GATE : names.get(0));
  }

  private void addRow(String name, int element) {
    parts.add(new Part(name, x -> row(x, element), x -> rowDerivative(x, element)));
  }

  /** Returns the functions, the most important one first. */
  List<Part> parts() {
    return parts;
  }

  /** Returns the name of what goes over the range. */
  String variable() {
    return kernel.inputs().get(variable);
  }

  /** Says where the inputs are that do not go over the range; empty where there are none. */
  String note() {
    StringJoiner note = new StringJoiner(", ");
    for (int i = 0; i < held.length; i++) {
      if (i != variable) {
        note.add(kernel.inputs().get(i) + " = " + Numbers.format(held[i], 6));
      }
    }
    return note.toString();
  }

  /** Returns the row as people write it. */
  String row() {
    return "(x" + ", 0".repeat(rowLength - 1) + ")";
  }

  /** Returns where kinks and jumps may be: at zero, and at the parameters and their negatives. */
  float[] marks() {
    double[] parameters = kernel.parameterValues();
    float[] marks = new float[2 * parameters.length + 1];
    for (int i = 0; i < parameters.length; i++) {
      marks[2 * i] = (float) parameters[i];
      marks[2 * i + 1] = (float) -parameters[i];
    }
    return marks;
  }

  private float[] map(Kernel of, float[] x) {
    Tensor[] inputs = new Tensor[held.length];
    try {
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] =
            i == variable
                ? engine.tensor(type, x, x.length)
                : engine.tensor(type, new double[] {held[i]}, 1);
      }
      try (Tensor out = engine.run(of, inputs)) {
        return out.toFloatArray();
      }
    } finally {
      for (Tensor input : inputs) {
        if (input != null) {
          input.close();
        }
      }
    }
  }

  /** Leaves out a derivative where there is no value, such as the 1/x of a logarithm below 0. */
  private static float[] defined(float[] derivative, float[] value) {
    for (int i = 0; i < value.length; i++) {
      derivative[i] = Float.isNaN(value[i]) ? Float.NaN : derivative[i];
    }
    return derivative;
  }

  private float[] row(float[] x, int element) {
    try (Tensor in = engine.tensor(type, rows(x), x.length, rowLength);
        Tensor out = engine.run(kernel, in)) {
      return column(out.toFloatArray(), element);
    }
  }

  /** The derivative of one value by the first element: the gradient from upstream (0, 1, 0). */
  private float[] rowDerivative(float[] x, int element) {
    float[] upstream = new float[x.length * rowLength];
    for (int i = element; i < upstream.length; i += rowLength) {
      upstream[i] = 1;
    }
    try (Tensor in = engine.tensor(type, rows(x), x.length, rowLength);
        Tensor up = engine.tensor(type, upstream, x.length, rowLength);
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
