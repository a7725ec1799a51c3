package io.hillock.check;

import java.util.List;

/**
 * One element whose bits are not the reference's.
 *
 * @param kernel the name of the kernel that was run
 * @param inputs the element of each input
 * @param rowLength the length of its row; 1 for a map kernel
 * @param element its index in the row
 * @param expected the reference's value
 * @param found the backend's value
 */
public record Difference(
    String kernel, List<Float> inputs, int rowLength, int element, float expected, float found) {
  @Override
  public String toString() {
    return kernel
        + " of "
        + String.join(", ", inputs.stream().map(Difference::describe).toList())
        + (rowLength > 1 ? ", element " + element + " of a row of " + rowLength + "," : "")
        + " is "
        + describe(expected)
        + ", but was computed as "
        + describe(found);
  }

  private static String describe(float value) {
    return value + " (0x" + Integer.toHexString(Float.floatToRawIntBits(value)) + ")";
  }
}
