package io.hillock.cpu;

import io.hillock.cpu.generated.Block;
import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.kernels.Reduction;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import io.hillock.tensor.spi.Operand.Layout;
import java.util.List;

/**
 * A call of a row program. Short rows are worked on several at a time, and all at a time is as much
 * as stays in the first cache. Rows whose elements follow one another are worked on where they lie;
 * others are first gathered, several neighbouring rows at once.
 */
final class RowCall extends Call {
  /** About how many elements a part has. */
  private static final int PART = 1 << 15;

  /** Rows that are gathered together at least, and at most: they share cache lines. */
  private static final int LEAST_TILE = 16;

  private static final int TILE = 256;

  /** So many tiles at least are left to threads where rows are enough. */
  private static final int UNITS = 16;

  /** About how many elements stay near to a processor until all of a tile are done. */
  private static final int TILE_ELEMENTS = 1 << 18;

  private final int operands;
  private final int length;

  /** How far apart rows in buffers begin: whole vectors. */
  private final int pitch;

  /** Neighbouring rows that are worked on at once. */
  private final int together;

  private final long unitsAcross;
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
    this.operands = layout.operands();
    this.length = (int) extent.length();
    this.pitch = Math.max(1, (length + lanes - 1) / lanes) * lanes;
    if (extent.inner() == 1) {
      this.together = Math.max(1, Block.LARGEST / pitch);
      this.unitsAcross = 1;
      this.units = (extent.outer() + together - 1) / together;
    } else {
      int fits = Math.max(1, (1 << 22) / pitch);
      long shared = Math.min(TILE, extent.outer() * extent.inner() / UNITS);
      long near = Math.max(LEAST_TILE, Math.min(shared, TILE_ELEMENTS / pitch));
      this.together = (int) Math.min(Math.min(near, fits), extent.inner());
      this.unitsAcross = (extent.inner() + together - 1) / together;
      this.units = extent.outer() * unitsAcross;
    }
    this.unitsInPart = Math.max(1, PART / ((long) pitch * together));
  }

  @Override
  long parts() {
    return (units + unitsInPart - 1) / unitsInPart;
  }

  @Override
  public void run(long part) {
    Scratch scratch = scratch();
    scratch.reductions(together * layout.rowNumbers());
    scratch.block.parameters = parameters;
    scratch.block.step = extent.inner();
    scratch.block.rowStep = extent.inner() == 1 ? length : 1;
    long end = Math.min(units, (part + 1) * unitsInPart);
    for (long unit = part * unitsInPart; unit < end; unit++) {
      if (extent.inner() == 1) {
        long row = unit * together;
        inOrder(scratch, row, (int) Math.min(together, extent.outer() - row));
      } else {
        long first = unit % unitsAcross * together;
        int rows = (int) Math.min(together, extent.inner() - first);
        gathered(scratch, unit / unitsAcross, first, rows);
      }
    }
    scratch.release();
  }

  /** Returns whether an operand is a result that has one element for each row. */
  private boolean isOfRows(int operand) {
    return operand >= inputs.size() && program.reducesRow();
  }

  /** Works on rows whose elements follow one another. */
  private void inOrder(Scratch scratch, long row, int rows) {
    Block block = scratch.block;
    for (int i = 0; i < operands; i++) {
      int count = isOfRows(i) ? 1 : length;
      scratch.inPlace[i] = count > 0 && lies(block, i, row * count, count, rows);
      if (!scratch.inPlace[i]) {
        scratch.place(i, rows, isOfRows(i) ? 1 : pitch);
        for (int r = 0; r < rows && i < inputs.size() && count > 0; r++) {
          int at = block.offsets[i] + r * pitch;
          Operands.read(operand(i), (row + r) * length, block.arrays[i], at, length);
        }
      }
    }
    work(scratch, rows, row * length);
    for (int i = inputs.size(); i < operands; i++) {
      int count = isOfRows(i) ? 1 : length;
      for (int r = 0; r < rows && !scratch.inPlace[i] && count > 0; r++) {
        int at = block.offsets[i] + r * block.pitches[i];
        Operands.write(operand(i), (row + r) * count, block.arrays[i], at, count);
      }
    }
  }

  /**
   * Lets the block work on rows of an operand where they lie, if that can be.
   *
   * @param start the first element of the rows
   * @param count how many elements a row has
   */
  private boolean lies(Block block, int i, long start, int count, int rows) {
    Operand operand = operand(i);
    CpuMemory memory = Operands.memory(operand);
    boolean overwrites = rows > 1 && i >= inputs.size() && count % lanes != 0 && !isOfRows(i);
    int apart = count;
    boolean lies;
    if (operand.layout() == Layout.STRETCHED) {
      apart = 0;
      lies = memory.isReal() && operand.inner() == 1 && operand.period() == count;
    } else {
      // The end of a row is stored over the beginning of the next, which must not be read any more.
      boolean goes = !overwrites || operand.dense() && isFresh(memory);
      lies = goes && Operands.together(operand, start, rows * count);
    }
    if (!lies) {
      return false;
    }
    long index = operand.index(start);
    if (memory.contiguous(index, count) < count) {
      return false;
    }
    block.arrays[i] = memory.array(index);
    block.offsets[i] = memory.offset(index);
    block.pitches[i] = apart;
    return true;
  }

  /** Returns whether a memory is none of the inputs'. */
  private boolean isFresh(CpuMemory memory) {
    for (Operand input : inputs) {
      if (input.memory() == memory) {
        return false;
      }
    }
    return true;
  }

  /** Copies a few neighbouring rows together, works on each, and spreads the results again. */
  private void gathered(Scratch scratch, long outer, long firstInner, int rows) {
    Block block = scratch.block;
    long start = outer * length * extent.inner() + firstInner;
    for (int i = 0; i < operands; i++) {
      scratch.inPlace[i] = false;
      // Not a power of two apart, which would be the same place in a cache for all.
      int apart = isOfRows(i) ? 1 : pitch + lanes;
      scratch.place(i, together, apart);
      if (i < inputs.size()) {
        gather(scratch, i, start, rows);
      }
    }
    int atOnce = Math.max(1, Block.LARGEST / pitch);
    for (int r = 0; r < rows; r += atOnce) {
      work(scratch, Math.min(atOnce, rows - r), start + r);
      nextRows(block, atOnce);
    }
    nextRows(block, -(rows + atOnce - 1) / atOnce * atOnce);
    for (int i = inputs.size(); i < operands; i++) {
      if (isOfRows(i)) {
        long first = outer * extent.inner() + firstInner;
        Operands.write(operand(i), first, block.arrays[i], block.offsets[i], rows);
        continue;
      }
      spread(scratch, i, start, rows);
    }
  }

  /** Copies the elements of rows that an input has side by side. */
  private void gather(Scratch scratch, int input, long start, int rows) {
    Block block = scratch.block;
    Operand operand = inputs.get(input);
    Elements elements = Elements.input(program, input);
    Object rowsOf = block.arrays[input];
    int to = block.offsets[input];
    int apart = block.pitches[input];
    if (liesSideBySide(operand, start, rows)) {
      CpuMemory memory = Operands.memory(operand);
      long at = operand.index(start);
      int inner = (int) extent.inner();
      elements.copyLines(
          memory.array(at), memory.offset(at), 1, inner, rowsOf, to, apart, 1, rows, length);
      return;
    }
    Object line = scratch.line(input, rows);
    for (int j = 0; j < length; j++) {
      Operands.read(operand, start + j * extent.inner(), line, 0, rows);
      elements.copy(line, 0, 1, rowsOf, to + j, apart, rows);
    }
  }

  /** Copies the elements of rows to where an output has them side by side. */
  private void spread(Scratch scratch, int output, long start, int rows) {
    Block block = scratch.block;
    Operand operand = operand(output);
    Elements elements = Elements.stored(program.type());
    Object rowsOf = block.arrays[output];
    int from = block.offsets[output];
    int apart = block.pitches[output];
    if (liesSideBySide(operand, start, rows)) {
      CpuMemory memory = Operands.memory(operand);
      long at = operand.index(start);
      int inner = (int) extent.inner();
      elements.copyLines(
          rowsOf, from, apart, 1, memory.array(at), memory.offset(at), 1, inner, rows, length);
      return;
    }
    Object line = scratch.line(output, rows);
    for (int j = 0; j < length; j++) {
      elements.copy(rowsOf, from + j, apart, line, 0, 1, rows);
      Operands.write(operand, start + j * extent.inner(), line, 0, rows);
    }
  }

  /** Returns whether an operand has all elements of some rows in one array, as the call does. */
  private boolean liesSideBySide(Operand operand, long start, int rows) {
    long all = (length - 1) * extent.inner() + rows;
    CpuMemory memory = Operands.memory(operand);
    return operand.dense()
        && memory.isReal()
        && all <= Integer.MAX_VALUE
        && length > 0
        && memory.contiguous(operand.index(start), all) == all;
  }

  /** Lets the block begin some rows later. */
  private void nextRows(Block block, int rows) {
    for (int i = 0; i < layout.firstSummands(); i++) {
      block.offsets[i] += rows * block.pitches[i];
    }
    block.first += rows * block.rowStep;
  }

  /**
   * Runs all phases over rows, whose inputs and outputs the block has.
   *
   * @param first the index of the first element
   */
  private void work(Scratch scratch, int rows, long first) {
    Block block = scratch.block;
    block.first = first;
    block.position = 0;
    block.rows = rows;
    for (int i = operands; i < layout.firstSummands(); i++) {
      // They may be summed, too.
      scratch.place(i, rows, Partials.pitch(length, lanes));
    }
    int last = program.phases() - 1;
    for (int phase = 0; phase < last; phase++) {
      reduce(scratch, phase);
    }
    block.count = length;
    if (program.reducesRow() || length % lanes == 0 || !storesInPlace(scratch)) {
      kernel.run(last, block);
      return;
    }
    // The last vector of a row is stored over the rows behind it: within the block they are written
    // later, but what lies behind the block may be another thread's.
    int before = rows;
    while (before > 0 && (before - 1) * length + pitch > rows * length) {
      before--;
    }
    if (before > 0) {
      block.rows = before;
      kernel.run(last, block);
    }
    nextRows(block, before);
    int numbers = layout.rowNumbers();
    for (int r = before; r < rows; r++) {
      System.arraycopy(block.reductions, r * numbers, block.reductions, 0, numbers);
      runToTheEnd(scratch, last, length);
      nextRows(block, 1);
    }
    nextRows(block, -rows);
  }

  private boolean storesInPlace(Scratch scratch) {
    for (int i = inputs.size(); i < operands; i++) {
      if (scratch.inPlace[i]) {
        return true;
      }
    }
    return false;
  }

  private void reduce(Scratch scratch, int phase) {
    Block block = scratch.block;
    int apart = layout.rowNumbers();
    int rows = block.rows;
    for (int index : layout.maxima(phase)) {
      fill(block, index, apart, Double.NEGATIVE_INFINITY);
    }
    BlockArrays.Sum[] sums = layout.sums(phase);
    int chunks = (length + Reduction.CHUNK - 1) / Reduction.CHUNK;
    int largest = Math.min(length, Reduction.CHUNK);
    for (int s = 0; s < sums.length; s++) {
      if (sums[s].array() >= layout.firstSummands()) {
        scratch.place(sums[s].array(), rows, Partials.pitch(largest, lanes));
      }
      scratch.partials.begin(s, chunks);
    }
    for (int chunk = 0; chunk < chunks; chunk++) {
      int start = chunk * Reduction.CHUNK;
      block.count = Math.min(Reduction.CHUNK, length - start);
      shift(block, start);
      kernel.run(phase, block);
      for (int s = 0; s < sums.length; s++) {
        if (chunks == 1) {
          scratch.partials.sumRows(kernel, block, sums[s], apart);
        } else {
          scratch.partials.sumChunk(kernel, block, sums[s].array(), s, chunk, chunks);
        }
      }
      shift(block, -start);
    }
    for (int s = 0; s < sums.length && chunks != 1; s++) {
      for (int r = 0; r < rows; r++) {
        scratch.partials.total(block, sums[s], r * apart, s, chunks);
      }
    }
    for (int index : layout.maxima(phase)) {
      for (int r = 0; r < rows; r++) {
        block.reductions[r * apart + index] += 0.0;
      }
    }
  }

  private static void fill(Block block, int index, int apart, double value) {
    for (int r = 0; r < block.rows; r++) {
      block.reductions[r * apart + index] = value;
    }
  }
}
