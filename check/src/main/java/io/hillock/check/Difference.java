package io.hillock.check;

import io.hillock.kernels.DataType;
import java.util.List;

/**
 * One element whose bits are not the reference's.
 *
 * @param kernel the name of the kernel that was run
 * @param dataType how its elements are stored
 * @param inputs the element of each input
 * @param rowLength the length of its row; 1 for a map kernel
 * @param element its index in the row
 * @param expected the reference's value
 * @param found the backend's value
 */
public record Difference(
    String kernel,
    DataType dataType,
    List<Double> inputs,
    int rowLength,
    int element,
    double expected,
    double found) {
  @Override
  public String toString() {
    return kernel
        + (dataType == DataType.FLOAT32 ? "" : " in " + dataType.label())
        + " of "
        + String.join(", ", inputs.stream().map(this::describe).toList())
        + (rowLength > 1 ? ", element " + element + " of a row of " + rowLength + "," : "")
        + " is "
        + describe(expected)
        + ", but was computed as "
        + describe(found);
  }

  private String describe(double value) {
    String number = dataType.isWide() ? "" + value : "" + (float) value;
    return number + " (0x" + Long.toHexString(dataType.bitsOf(value)) + ")";
  }
}
