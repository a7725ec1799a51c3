package io.hillock.measure;

import io.hillock.kernels.DataType;
import io.hillock.tensor.Shape;

/**
 * How fast something is.
 *
 * @param function the function's name, or {@code copy}
 * @param kind {@code forward}, {@code derivative} or {@code backward}
 * @param implementation {@code hillock}, {@code copy}, or the name of a {@link Peer}
 * @param backend the backend, or the implementation where that is another library
 * @param device what it runs on
 * @param dataType how elements are stored
 * @param shape the shape of the inputs
 * @param nanosPerElement the median time of a run by the number of elements in an input
 * @param gigabytesPerSecond the bytes that must be read and written, by the median time
 * @param shareOfCopy the median of its speed in bytes by that of a plain copy in the same round
 */
public record Speed(
    String function,
    String kind,
    String implementation,
    String backend,
    String device,
    DataType dataType,
    Shape shape,
    double nanosPerElement,
    double gigabytesPerSecond,
    double shareOfCopy) {
  /** The function's name of a plain copy. */
  public static final String COPY = "copy";

  /** The implementation's name of this engine. */
  public static final String HILLOCK = "hillock";

  /** Returns whether this is the plain copy that others are compared with. */
  public boolean isCopy() {
    return implementation.equals(COPY);
  }
}
