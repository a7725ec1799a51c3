package io.hillock.check;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;

/** What a map kernel is checked with. The same index always gives the same input. */
public interface Spread {
  /**
   * Returns a spread of inputs for a map kernel in a data type.
   *
   * @param kernel the kernel
   * @param type how elements are stored
   * @param count how many; more where there are more special values
   */
  static Spread of(Kernel kernel, DataType type, long count) {
    return switch (type) {
      case FLOAT32 -> Inputs.spread(kernel, count);
      case FLOAT64 -> DoubleInputs.spread(kernel, count);
      case FLOAT16, BFLOAT16 -> new HalfInputs(type, kernel.inputs().size(), count);
      case INT32, BOOL -> throw new IllegalArgumentException("no kernel is computed in " + type);
    };
  }

  /** Returns the number of elements. */
  long count();

  /**
   * Writes inputs.
   *
   * @param start the index of the first element
   * @param count how many
   * @param columns for each input of the kernel where they go, from 0 on, in arrays of {@link
   *     Elements}
   */
  void fill(long start, int count, Object[] columns);
}
