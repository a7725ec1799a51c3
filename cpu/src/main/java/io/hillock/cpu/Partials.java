package io.hillock.cpu;

import io.hillock.cpu.generated.Block;
import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Reduction;
import java.util.Arrays;

/**
 * Adds up the operands of a sum over the rows of a block, in the order of {@link Reduction}: chunk
 * by chunk if there is one row.
 */
abstract class Partials {
  static final int HALF = SumRenderer.HALF;

  /** For each row {@link #HALF} partial sums, and behind them what they have lost. */
  private Object partials;

  private int rows;

  /** For each sum of a phase the sums of the chunks of a row. */
  private Object[] chunks = {};

  private int[] lengths = {};

  static Partials of(DataType type) {
    return type.isWide() ? new OfDoubles() : new OfFloats();
  }

  /** Returns how far apart the operands of rows begin, so that there is room to fill them up. */
  static int pitch(int count, int lanes) {
    return count > HALF ? roundedUp(count, Reduction.LANES) : roundedUp(count, lanes);
  }

  private static int roundedUp(int count, int unit) {
    return (count + unit - 1) / unit * unit;
  }

  /**
   * Adds up each row of a block.
   *
   * @param sum where the sum is; what is behind the operands of a row is overwritten
   * @param apart how many numbers a row has
   */
  final void sumRows(RenderedKernel kernel, Block block, BlockArrays.Sum sum, int apart) {
    add(kernel, block, sum.array());
    int lanes = kernel.lanes();
    for (int r = 0; r < block.rows; r++) {
      int at = 2 * HALF * (r / lanes) + r % lanes;
      block.reductions[sum.place() + r * apart] = value(partials, at, at + HALF);
      if (sum.rest() >= 0) {
        block.reductions[sum.rest() + r * apart] = rest(partials, at, at + HALF);
      }
    }
  }

  /** Begins one of the sums of a phase over a row of so many chunks. */
  final void begin(int sum, int count) {
    if (chunks.length <= sum) {
      chunks = Arrays.copyOf(chunks, sum + 1);
      lengths = Arrays.copyOf(lengths, sum + 1);
    }
    if (lengths[sum] < 2 * count) {
      lengths[sum] = 2 * count;
      chunks[sum] = create(2 * count);
    }
  }

  /** Adds up a chunk. */
  final void sumChunk(
      RenderedKernel kernel, Block block, int array, int sum, int chunk, int count) {
    add(kernel, block, array);
    move(partials, 0, chunks[sum], chunk);
    move(partials, HALF, chunks[sum], count + chunk);
  }

  /**
   * Adds up all chunks of a sum of a phase; +0 if there is none.
   *
   * @param row where the numbers of the row begin
   */
  final void total(Block block, BlockArrays.Sum to, int row, int sum, int count) {
    pairwise(chunks[sum], count);
    block.reductions[row + to.place()] = count == 0 ? 0 : value(chunks[sum], 0, count);
    if (to.rest() >= 0) {
      block.reductions[row + to.rest()] = count == 0 ? 0 : rest(chunks[sum], 0, count);
    }
  }

  /** Adds up each row: see {@link RenderedKernel#fold}. */
  private void add(RenderedKernel kernel, Block block, int array) {
    Object numbers = block.arrays[array];
    int first = block.offsets[array];
    int pitch = block.pitches[array];
    int count = block.count;
    if (rows < block.rows) {
      rows = block.rows;
      partials = create(2 * HALF * rows);
    }
    if (count <= HALF) {
      // No partial sum has more than one number.
      int width = Math.max(kernel.lanes(), Integer.highestOneBit(2 * count - 1));
      for (int r = 0; r < block.rows; r++) {
        begin(numbers, first + r * pitch, count, partials, 2 * HALF * r, width);
      }
      kernel.fold(partials, block.rows, width);
      return;
    }
    int filled = roundedUp(count, Reduction.LANES);
    for (int r = 0; r < block.rows && filled > count; r++) {
      // Nothing changes where a zero is added.
      clear(numbers, first + r * pitch + count, first + r * pitch + filled);
    }
    kernel.sum(numbers, first, pitch, filled, block.rows, partials);
    kernel.fold(partials, block.rows, HALF);
  }

  abstract Object create(int count);

  abstract void clear(Object array, int from, int to);

  abstract void move(Object from, int at, Object to, int index);

  /** Adds one number to each partial sum, as far as there are some, and zeros up to a width. */
  abstract void begin(Object numbers, int from, int count, Object to, int at, int width);

  abstract double value(Object array, int sum, int lost);

  abstract double rest(Object array, int sum, int lost);

  abstract void pairwise(Object sums, int count);

  private static final class OfFloats extends Partials {
    @Override
    Object create(int count) {
      return new float[count];
    }

    @Override
    void clear(Object array, int from, int to) {
      Arrays.fill((float[]) array, from, to, 0);
    }

    @Override
    void move(Object from, int at, Object to, int index) {
      ((float[]) to)[index] = ((float[]) from)[at];
    }

    @Override
    void begin(Object numbers, int from, int count, Object to, int at, int width) {
      float[] in = (float[]) numbers;
      float[] out = (float[]) to;
      for (int i = 0; i < width; i++) {
        float number = i < count ? in[from + i] : 0;
        out[at + i] = 0 + number;
        out[at + HALF + i] = Reduction.lost(0, number);
      }
    }

    @Override
    double value(Object array, int sum, int lost) {
      float[] pair = (float[]) array;
      return Reduction.value(pair[sum], pair[lost]);
    }

    @Override
    double rest(Object array, int sum, int lost) {
      float[] pair = (float[]) array;
      return Reduction.rest(pair[sum], pair[lost]);
    }

    @Override
    void pairwise(Object sums, int count) {
      Reduction.pairwise((float[]) sums, 0, count);
    }
  }

  private static final class OfDoubles extends Partials {
    @Override
    Object create(int count) {
      return new double[count];
    }

    @Override
    void clear(Object array, int from, int to) {
      Arrays.fill((double[]) array, from, to, 0);
    }

    @Override
    void move(Object from, int at, Object to, int index) {
      ((double[]) to)[index] = ((double[]) from)[at];
    }

    @Override
    void begin(Object numbers, int from, int count, Object to, int at, int width) {
      double[] in = (double[]) numbers;
      double[] out = (double[]) to;
      for (int i = 0; i < width; i++) {
        double number = i < count ? in[from + i] : 0;
        out[at + i] = 0 + number;
        out[at + HALF + i] = Reduction.lost(0, number);
      }
    }

    @Override
    double value(Object array, int sum, int lost) {
      double[] pair = (double[]) array;
      return Reduction.value(pair[sum], pair[lost]);
    }

    @Override
    double rest(Object array, int sum, int lost) {
      double[] pair = (double[]) array;
      return Reduction.rest(pair[sum], pair[lost]);
    }

    @Override
    void pairwise(Object sums, int count) {
      Reduction.pairwise((double[]) sums, 0, count);
    }
  }
}
