package io.hillock.check;

import io.hillock.kernels.DataType;

/**
 * What map kernels are checked with in 16 bits: all 65,536 values of the first input, again and
 * again where there are further inputs, which vary.
 */
final class HalfInputs implements Spread {
  private static final int ALL = 1 << 16;

  private final DataType type;
  private final int inputs;
  private final long count;

  HalfInputs(DataType type, int inputs, long count) {
    this.type = type;
    this.inputs = inputs;
    this.count = inputs == 1 ? ALL : Math.max(ALL, count);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void fill(long start, int number, Object[] columns) {
    for (int i = 0; i < number; i++) {
      long index = start + i;
      ((short[]) columns[0])[i] = (short) index;
      for (int input = 1; input < inputs; input++) {
        float value = Inputs.coreOrVaried(index * inputs + input);
        ((short[]) columns[input])[i] = (short) type.bitsOf(value);
      }
    }
  }
}
