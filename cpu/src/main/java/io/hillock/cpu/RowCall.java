package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import io.hillock.tensor.spi.Operand.Layout;
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

  private final Elements elements;
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
    this.elements = Elements.stored(program.type());
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
      if (extent.inner() == 1 && liesTogether(start)) {
        direct(scratch, start, outer);
      } else {
        gathered(scratch, start, rows, outer * extent.inner() + first);
      }
    }
    scratch.release();
  }

  /** Returns whether a row can be worked on where it lies; inputs of other layouts are copied. */
  private boolean liesTogether(long start) {
    if (length == 0) {
      return false;
    }
    boolean together = true;
    for (int i = 0; i < operands; i++) {
      Operand operand = operand(i);
      boolean row = i < inputs.size() || !program.reducesRow();
      if (row && operand.layout() != Layout.STRETCHED) {
        together &= Operands.contiguous(operand, start, length) == length;
      }
    }
    return together;
  }

  private void direct(Scratch scratch, long start, long row) {
    for (int i = 0; i < operands; i++) {
      Operand operand = operand(i);
      if (operand.layout() == Layout.STRETCHED) {
        scratch.arrays[i] = scratch.buffer(i, length);
        scratch.offsets[i] = 0;
        Operands.read(operand, start, scratch.arrays[i], 0, length);
      } else {
        long at = i >= inputs.size() && program.reducesRow() ? row : start;
        long index = Operands.index(operand, at);
        scratch.arrays[i] = Operands.memory(operand).array(index);
        scratch.offsets[i] = Operands.memory(operand).offset(index);
      }
    }
    row(scratch, start);
  }

  /** Copies a few neighbouring rows together, works on each, and spreads the results again. */
  private void gathered(Scratch scratch, long start, int rows, long firstRow) {
    int firstOutput = inputs.size();
    for (int i = 0; i < operands; i++) {
      scratch.arrays[i] = scratch.buffer(i, Math.max(1, length) * tile);
    }
    Object line = scratch.line(rows);
    for (int i = 0; i < firstOutput; i++) {
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
    for (int i = firstOutput; i < operands; i++) {
      if (program.reducesRow()) {
        Operands.write(operand(i), firstRow, scratch.arrays[i], 0, rows);
        continue;
      }
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
          last, scratch.arrays, scratch.offsets, parameters, scratch.row, null, first, step, 0);
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
