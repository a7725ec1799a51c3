package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.Arrays;
import java.util.List;

/**
 * A call of a row program: its parts are groups of rows. A row whose elements follow one another is
 * worked on where it lies; others are first gathered, several neighbouring rows at once.
 */
final class RowCall extends Call {
  /** About how many elements a part has. */
  private static final int PART = 1 << 15;

  /** Rows that are gathered together: they share cache lines. */
  private static final int TILE = 16;

  private static final int PARTIALS = JavaRenderer.PARTIALS;

  private final int length;
  private final int tile;
  private final long tilesAcross;
  private final long unitsInPart;
  private final long units;

  RowCall(
      RenderedKernel kernel,
      Program program,
      float[] parameters,
      List<Operand> inputs,
      CpuMemory output,
      Extent extent) {
    super(kernel, program, parameters, inputs, output, extent);
    if (extent.length() > Integer.MAX_VALUE / 2) {
      throw new HillockException(
          program.name()
              + " along an axis of "
              + extent.length()
              + " elements is more than the CPU backend can do: at most "
              + Integer.MAX_VALUE / 2);
    }
    this.length = (int) extent.length();
    int fits = Math.max(1, (1 << 22) / Math.max(1, length));
    this.tile = (int) Math.min(Math.min(TILE, fits), extent.inner());
    this.tilesAcross = (extent.inner() + tile - 1) / tile;
    this.units = extent.outer() * tilesAcross;
    this.unitsInPart = Math.max(1, PART / Math.max(1, (long) length * tile));
  }

  @Override
  long parts() {
    return (units + unitsInPart - 1) / unitsInPart;
  }

  @Override
  public void run(long part) {
    Scratch scratch = Scratch.of(program, lanes);
    long end = Math.min(units, (part + 1) * unitsInPart);
    for (long unit = part * unitsInPart; unit < end; unit++) {
      long outer = unit / tilesAcross;
      long first = unit % tilesAcross * tile;
      int rows = (int) Math.min(tile, extent.inner() - first);
      long start = outer * length * extent.inner() + first;
      if (extent.inner() == 1 && liesTogether(start)) {
        direct(scratch, start, outer);
      } else {
        gathered(scratch, start, rows, outer * extent.inner() + first);
      }
    }
    scratch.release();
  }

  private boolean liesTogether(long start) {
    boolean together = program.reducesRow() || output.contiguous(start, length) == length;
    for (Operand input : inputs) {
      together &= !input.dense() || memory(input).contiguous(start, length) == length;
    }
    return together && length > 0;
  }

  private void direct(Scratch scratch, long start, long row) {
    int out = inputs.size();
    for (int i = 0; i < out; i++) {
      Operand input = inputs.get(i);
      if (input.dense()) {
        scratch.arrays[i] = memory(input).array(start);
        scratch.offsets[i] = memory(input).offset(start);
      } else {
        scratch.arrays[i] = scratch.buffer(i, length);
        scratch.offsets[i] = 0;
        read(input, start, scratch.arrays[i], 0, length);
      }
    }
    long at = program.reducesRow() ? row : start;
    scratch.arrays[out] = output.array(at);
    scratch.offsets[out] = output.offset(at);
    row(scratch);
  }

  /** Copies a few neighbouring rows together, works on each, and spreads the results again. */
  private void gathered(Scratch scratch, long start, int rows, long firstRow) {
    int out = inputs.size();
    for (int i = 0; i <= out; i++) {
      scratch.arrays[i] = scratch.buffer(i, Math.max(1, length * tile));
    }
    float[] line = new float[rows];
    for (int i = 0; i < out; i++) {
      for (int j = 0; j < length; j++) {
        read(inputs.get(i), start + j * extent.inner(), line, 0, rows);
        for (int r = 0; r < rows; r++) {
          scratch.arrays[i][r * length + j] = line[r];
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i <= out; i++) {
        scratch.offsets[i] = r * length;
      }
      if (program.reducesRow()) {
        scratch.offsets[out] = 0;
      }
      row(scratch);
      if (program.reducesRow()) {
        output.set(firstRow + r, scratch.arrays[out][0]);
      }
    }
    if (!program.reducesRow()) {
      for (int j = 0; j < length; j++) {
        for (int r = 0; r < rows; r++) {
          line[r] = scratch.arrays[out][r * length + j];
        }
        output.set(start + j * extent.inner(), line, 0, rows);
      }
    }
  }

  /** Runs all phases over one row, whose inputs and output the scratch points at. */
  private void row(Scratch scratch) {
    for (int k = 0; k < program.kept().size(); k++) {
      int array = inputs.size() + 1 + k;
      scratch.arrays[array] = scratch.buffer(array, length);
      scratch.offsets[array] = 0;
    }
    int last = program.phases() - 1;
    for (int phase = 0; phase < last; phase++) {
      reduce(scratch, phase);
    }
    if (program.reducesRow()) {
      kernel.run(last, scratch.arrays, scratch.offsets, parameters, scratch.row, null, 0);
    } else {
      chunk(scratch, last, 0, length, 0);
    }
  }

  private void reduce(Scratch scratch, int phase) {
    List<Value> reduced = program.reductions(phase);
    int chunks = (length + Reduction.CHUNK - 1) / Reduction.CHUNK;
    float[] sums = scratch.chunkSums(2 * chunks * reduced.size());
    float[] partials = scratch.partials;
    clear(partials, reduced);
    for (int chunk = 0; chunk < chunks; chunk++) {
      int start = chunk * Reduction.CHUNK;
      chunk(scratch, phase, start, Math.min(Reduction.CHUNK, length - start), reduced.size());
      for (int r = 0; r < reduced.size(); r++) {
        if (reduced.get(r).reduction() == Reduction.SUM) {
          int at = r * PARTIALS;
          kernel.fold(partials, at);
          sums[2 * r * chunks + chunk] = partials[at];
          sums[(2 * r + 1) * chunks + chunk] = partials[at + Reduction.LANES];
          Arrays.fill(partials, at, at + PARTIALS, 0f);
        }
      }
    }
    for (int r = 0; r < reduced.size(); r++) {
      float result =
          switch (reduced.get(r).reduction()) {
            case MAX -> largest(partials, r * PARTIALS, lanes) + 0f;
            case SUM -> Reduction.pairwise(sums, 2 * r * chunks, chunks);
          };
      scratch.row[program.reductions().indexOf(reduced.get(r))] = result;
    }
  }

  private static void clear(float[] partials, List<Value> reduced) {
    for (int r = 0; r < reduced.size(); r++) {
      float start = reduced.get(r).reduction() == Reduction.MAX ? Float.NEGATIVE_INFINITY : 0f;
      Arrays.fill(partials, r * PARTIALS, (r + 1) * PARTIALS, start);
    }
  }

  private static float largest(float[] partials, int from, int count) {
    float result = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      result = Reduction.larger(result, partials[i]);
    }
    return result;
  }

  /** Runs one phase over part of the row; its end that does not fill a vector is padded. */
  private void chunk(Scratch scratch, int phase, int start, int count, int reduced) {
    int arrays = inputs.size() + 1 + program.kept().size();
    int whole = count - count % lanes;
    shift(scratch.offsets, arrays, start);
    float[] partials = scratch.partials;
    kernel.run(phase, scratch.arrays, scratch.offsets, parameters, scratch.row, partials, whole);
    int rest = count - whole;
    if (rest > 0) {
      for (int i = 0; i < arrays; i++) {
        if (i != inputs.size()) {
          System.arraycopy(
              scratch.arrays[i], scratch.offsets[i] + whole, scratch.tails[i], 0, rest);
        }
      }
      List<Value> values = program.reductions(phase);
      clear(scratch.tailPartials, values);
      kernel.run(
          phase,
          scratch.tails,
          scratch.zeros,
          parameters,
          scratch.row,
          scratch.tailPartials,
          lanes);
      for (int r = 0; r < reduced; r++) {
        int tail = r * PARTIALS;
        if (values.get(r).reduction() == Reduction.MAX) {
          partials[tail] =
              Reduction.larger(partials[tail], largest(scratch.tailPartials, tail, rest));
        } else {
          int to = tail + whole % Reduction.LANES;
          for (int i = 0; i < rest; i++) {
            float element = scratch.tailPartials[tail + i];
            partials[to + i + Reduction.LANES] += Reduction.lost(partials[to + i], element);
            partials[to + i] += element;
          }
        }
      }
      for (int i = inputs.size(); i < arrays; i++) {
        boolean written = i > inputs.size() || phase == program.phases() - 1;
        if (written) {
          System.arraycopy(
              scratch.tails[i], 0, scratch.arrays[i], scratch.offsets[i] + whole, rest);
        }
      }
    }
    shift(scratch.offsets, arrays, -start);
  }

  private void shift(int[] offsets, int arrays, int by) {
    for (int i = 0; i < arrays; i++) {
      offsets[i] += by;
    }
  }
}
