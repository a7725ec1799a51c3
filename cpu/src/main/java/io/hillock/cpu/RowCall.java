package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.List;

/**
 * A call of a row program: its parts are groups of rows. Rows whose elements follow one another are
 * worked on one by one, where they lie as far as operands allow; others are first gathered, several
 * neighbouring rows at once.
 */
final class RowCall extends Call {
  /** About how many elements a part has. */
  private static final int PART = 1 << 15;

  /** Rows that are gathered together: they share cache lines. */
  private static final int TILE = 16;

  private final int operands;
  private final int arrays;
  private final long step;
  private final int length;
  private final int tile;
  private final long tilesAcross;
  private final long unitsInPart;
  private final long units;

  RowCall(
      RenderedKernel kernel,
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    super(kernel, program, parameters, inputs, outputs, extent);
    if (extent.length() > Integer.MAX_VALUE / 2) {
      throw new HillockException(
          program.name()
              + " along an axis of "
              + extent.length()
              + " elements is more than the CPU backend can do: at most "
              + Integer.MAX_VALUE / 2);
    }
    this.operands = inputs.size() + outputs.size();
    this.arrays = operands + program.kept().size();
    this.step = extent.inner();
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
      if (extent.inner() == 1 && length > 0) {
        direct(scratch, start, outer);
      } else {
        gathered(scratch, start, rows, outer * extent.inner() + first);
      }
    }
    scratch.release();
  }

  /** Works on a row where it lies; operands that lie in another way are copied. */
  private void direct(Scratch scratch, long start, long row) {
    for (int i = 0; i < operands; i++) {
      Operand operand = operand(i);
      boolean result = i >= inputs.size();
      long at = result && program.reducesRow() ? row : start;
      if (liesTogether(i, at)) {
        long index = operand.index(at);
        scratch.arrays[i] = Operands.memory(operand).array(index);
        scratch.offsets[i] = Operands.memory(operand).offset(index);
      } else {
        scratch.arrays[i] = scratch.buffer(i, length);
        scratch.offsets[i] = 0;
        if (!result) {
          Operands.read(operand, at, scratch.arrays[i], 0, length);
        }
      }
    }
    row(scratch, start);
    for (int i = inputs.size(); i < operands; i++) {
      if (!program.reducesRow() && !liesTogether(i, start)) {
        Operands.write(operand(i), start, scratch.arrays[i], 0, length);
      }
    }
  }

  /** Returns whether what an operand has of a row can be worked on where it lies. */
  private boolean liesTogether(int operand, long at) {
    boolean one = operand >= inputs.size() && program.reducesRow();
    return Operands.together(operand(operand), at, one ? 1 : length);
  }

  /** Copies a few neighbouring rows together, works on each, and spreads the results again. */
  private void gathered(Scratch scratch, long start, int rows, long firstRow) {
    int firstOutput = inputs.size();
    for (int i = 0; i < operands; i++) {
      scratch.arrays[i] = scratch.buffer(i, Math.max(1, length) * tile);
    }
    for (int i = 0; i < firstOutput; i++) {
      Object line = scratch.line(i, rows);
      Elements elements = Elements.input(program, i);
      for (int j = 0; j < length; j++) {
        Operands.read(inputs.get(i), start + j * extent.inner(), line, 0, rows);
        elements.copy(line, 0, 1, scratch.arrays[i], j, length, rows);
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < operands; i++) {
        scratch.offsets[i] = i >= firstOutput && program.reducesRow() ? r : r * length;
      }
      row(scratch, start + r);
    }
    Elements elements = Elements.stored(program.type());
    for (int i = firstOutput; i < operands; i++) {
      if (program.reducesRow()) {
        Operands.write(operand(i), firstRow, scratch.arrays[i], 0, rows);
        continue;
      }
      Object line = scratch.line(i, rows);
      for (int j = 0; j < length; j++) {
        elements.copy(scratch.arrays[i], j, length, line, 0, 1, rows);
        Operands.write(operand(i), start + j * extent.inner(), line, 0, rows);
      }
    }
  }

  /**
   * Runs all phases over one row, whose inputs and outputs the scratch points at.
   *
   * @param first the index of the row's first element
   */
  private void row(Scratch scratch, long first) {
    for (int i = operands; i < arrays; i++) {
      scratch.arrays[i] = scratch.buffer(i, length);
      scratch.offsets[i] = 0;
    }
    int last = program.phases() - 1;
    for (int phase = 0; phase < last; phase++) {
      reduce(scratch, phase, first);
    }
    if (program.reducesRow()) {
      kernel.run(
          last, scratch.arrays, scratch.offsets, parameters, scratch.row, null, first, step, 0, 0);
    } else {
      chunk(scratch, last, first, 0, length);
    }
  }

  private void reduce(Scratch scratch, int phase, long first) {
    List<Value> reduced = program.reductions(phase);
    int chunks = (length + Reduction.CHUNK - 1) / Reduction.CHUNK;
    scratch.partials.begin(reduced, chunks);
    for (int chunk = 0; chunk < chunks; chunk++) {
      int start = chunk * Reduction.CHUNK;
      chunk(scratch, phase, first, start, Math.min(Reduction.CHUNK, length - start));
      scratch.partials.endChunk(kernel, chunk);
    }
    for (int r = 0; r < reduced.size(); r++) {
      int index = program.reductions().indexOf(reduced.get(r));
      scratch.row[index] = scratch.partials.result(r, lanes);
    }
  }

  /** Runs one phase over part of the row; its end that does not fill a vector is padded. */
  private void chunk(Scratch scratch, int phase, long first, int start, int count) {
    int whole = count - count % lanes;
    boolean last = phase == program.phases() - 1;
    Partials partials = scratch.partials;
    shift(scratch.offsets, start);
    kernel.run(
        phase,
        scratch.arrays,
        scratch.offsets,
        parameters,
        scratch.row,
        last ? null : partials.ofChunk(),
        first + start * step,
        step,
        start,
        whole);
    int rest = count - whole;
    if (rest > 0) {
      for (int i = 0; i < arrays; i++) {
        if (i < inputs.size() || i >= operands) {
          System.arraycopy(
              scratch.arrays[i], scratch.offsets[i] + whole, scratch.tails[i], 0, rest);
        }
      }
      kernel.run(
          phase,
          scratch.tails,
          scratch.zeros,
          parameters,
          scratch.row,
          last ? null : partials.ofTail(),
          first + (start + whole) * step,
          step,
          start + whole,
          lanes);
      if (!last) {
        partials.addTail(whole, rest);
      }
      for (int i = inputs.size(); i < arrays; i++) {
        if (last || i >= operands) {
          System.arraycopy(
              scratch.tails[i], 0, scratch.arrays[i], scratch.offsets[i] + whole, rest);
        }
      }
    }
    shift(scratch.offsets, -start);
  }

  private void shift(int[] offsets, int by) {
    for (int i = 0; i < arrays; i++) {
      offsets[i] += by;
    }
  }
}
