package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.Arrays;
import java.util.List;

/**
 * The partial results of a phase's reductions over one row, in the order of {@link Reduction}. For
 * each reduction there is a segment of {@link #SIZE}: partial results and, for a sum, what they
 * have lost.
 */
abstract class Partials {
  static final int SIZE = 2 * Reduction.LANES;

  /** The partial results of a chunk. */
  private Object ofChunk;

  /** Those of the elements at its end that do not fill a vector. */
  private Object ofTail;

  /** The sums of the chunks of the row. */
  private Object sums;

  private int reductions;
  private int sumsLength;
  private int chunks;
  private List<Value> reduced;

  static Partials of(DataType type) {
    return type.isWide() ? new OfDoubles() : new OfFloats();
  }

  /** Begins the reductions of a phase over a row of so many chunks. */
  void begin(List<Value> ofPhase, int chunksOfRow) {
    reduced = ofPhase;
    chunks = chunksOfRow;
    if (reductions < reduced.size()) {
      reductions = reduced.size();
      ofChunk = create(reductions * SIZE);
      ofTail = create(reductions * SIZE);
    }
    if (sumsLength < 2 * chunks * reduced.size()) {
      sumsLength = 2 * chunks * reduced.size();
      sums = create(sumsLength);
    }
    clear(ofChunk);
  }

  private void clear(Object partials) {
    for (int r = 0; r < reduced.size(); r++) {
      fill(partials, r * SIZE, isMax(r) ? Double.NEGATIVE_INFINITY : 0);
    }
  }

  private boolean isMax(int reduction) {
    return reduced.get(reduction).reduction() == Reduction.MAX;
  }

  /** Returns what a kernel adds the elements of a chunk to. */
  Object ofChunk() {
    return ofChunk;
  }

  /** Returns what a kernel adds the elements of a chunk's end to, cleared. */
  Object ofTail() {
    clear(ofTail);
    return ofTail;
  }

  /** Adds a chunk's end of {@code rest} elements, before which there are {@code whole}. */
  void addTail(int whole, int rest) {
    for (int r = 0; r < reduced.size(); r++) {
      int from = r * SIZE;
      if (isMax(r)) {
        double max = Reduction.larger(get(ofChunk, from), largest(ofTail, from, rest));
        set(ofChunk, from, max);
      } else {
        add(ofTail, from, ofChunk, from + whole % Reduction.LANES, rest);
      }
    }
  }

  /** Ends a chunk: its sums are folded and put aside. */
  void endChunk(RenderedKernel kernel, int chunk) {
    for (int r = 0; r < reduced.size(); r++) {
      if (!isMax(r)) {
        int at = r * SIZE;
        kernel.fold(ofChunk, at);
        set(sums, 2 * r * chunks + chunk, get(ofChunk, at));
        set(sums, (2 * r + 1) * chunks + chunk, get(ofChunk, at + Reduction.LANES));
        fill(ofChunk, at, 0);
      }
    }
  }

  /** Returns the result of a reduction over the row. */
  double result(int reduction, int lanes) {
    return isMax(reduction)
        ? largest(ofChunk, reduction * SIZE, lanes) + 0.0
        : pairwise(sums, 2 * reduction * chunks, chunks);
  }

  private double largest(Object partials, int from, int count) {
    double result = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      result = Reduction.larger(result, get(partials, i));
    }
    return result;
  }

  abstract Object create(int count);

  abstract double get(Object array, int index);

  abstract void set(Object array, int index, double value);

  /** Gives all of a segment one value. */
  abstract void fill(Object partials, int from, double value);

  /** Adds elements to partial sums. */
  abstract void add(Object elements, int from, Object partials, int to, int count);

  abstract double pairwise(Object sums, int from, int count);

  private static final class OfFloats extends Partials {
    @Override
    Object create(int count) {
      return new float[count];
    }

    @Override
    double get(Object array, int index) {
      return ((float[]) array)[index];
    }

    @Override
    void set(Object array, int index, double value) {
      ((float[]) array)[index] = (float) value;
    }

    @Override
    void fill(Object partials, int from, double value) {
      Arrays.fill((float[]) partials, from, from + SIZE, (float) value);
    }

    @Override
    void add(Object elements, int from, Object partials, int to, int count) {
      float[] in = (float[]) elements;
      float[] sum = (float[]) partials;
      for (int i = 0; i < count; i++) {
        float element = in[from + i];
        sum[to + i + Reduction.LANES] += Reduction.lost(sum[to + i], element);
        sum[to + i] += element;
      }
    }

    @Override
    double pairwise(Object sums, int from, int count) {
      return Reduction.pairwise((float[]) sums, from, count);
    }
  }

  private static final class OfDoubles extends Partials {
    @Override
    Object create(int count) {
      return new double[count];
    }

    @Override
    double get(Object array, int index) {
      return ((double[]) array)[index];
    }

    @Override
    void set(Object array, int index, double value) {
      ((double[]) array)[index] = value;
    }

    @Override
    void fill(Object partials, int from, double value) {
      Arrays.fill((double[]) partials, from, from + SIZE, value);
    }

    @Override
    void add(Object elements, int from, Object partials, int to, int count) {
      double[] in = (double[]) elements;
      double[] sum = (double[]) partials;
      for (int i = 0; i < count; i++) {
        double element = in[from + i];
        sum[to + i + Reduction.LANES] += Reduction.lost(sum[to + i], element);
        sum[to + i] += element;
      }
    }

    @Override
    double pairwise(Object sums, int from, int count) {
      return Reduction.pairwise((double[]) sums, from, count);
    }
  }
}
