package io.hillock.gpu.cuda;

import io.hillock.gpu.RowSchedule;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Chooses how the work of a call is laid out over the threads of a device. */
final class Schedule {
  /** The longest row that a warp takes. */
  static final int WARP_LENGTH = 1024;

  /** A text may declare no more shared memory than every device has. */
  private static final int MOST_DECLARED = 48 << 10;

  /**
   * Blocks that a multiprocessor should have room for, so that one computes while another loads.
   */
  private static final int BLOCKS = 2;

  private final int multiprocessors;
  private final int sharedOfBlock;
  private final int sharedOfMultiprocessor;
  private final Map<Program, int[]> slots = new ConcurrentHashMap<>();

  /**
   * Creates the schedule of a device.
   *
   * @param multiprocessors how many it has
   * @param sharedOfBlock the most bytes of shared memory a block may have
   * @param sharedOfMultiprocessor the bytes of shared memory of a multiprocessor
   */
  Schedule(int multiprocessors, int sharedOfBlock, int sharedOfMultiprocessor) {
    this.multiprocessors = multiprocessors;
    this.sharedOfBlock = sharedOfBlock;
    this.sharedOfMultiprocessor = sharedOfMultiprocessor;
  }

  /** Returns the variant for many elements, rows of 1,024, on a device as large as an H100. */
  static Variant typical(Program program) {
    Schedule schedule = new Schedule(132, 227 << 10, 228 << 10);
    List<Operand> inputs = Collections.nCopies(program.inputs(), Operand.dense(null));
    return schedule.of(program, inputs, new Extent(1 << 20, WARP_LENGTH, 1));
  }

  /** Returns the variant for a call. */
  Variant of(Program program, List<Operand> inputs, Extent extent) {
    return program.isRow() ? row(program, extent) : map(program, inputs, extent);
  }

  private Variant map(Program program, List<Operand> inputs, Extent extent) {
    int together = MapRenderer.together(program);
    long streams =
        inputs.stream().filter(input -> input.layout() != Operand.Layout.STRETCHED).count();
    // Two loads of a thread are to be under way; but few elements are better spread over more.
    long tile = 2L * MapRenderer.THREADS * together;
    boolean many = extent.count() >= tile * multiprocessors * BLOCKS;
    return new MapRenderer.Variant(many && streams < 2 ? 2 : 1, together);
  }

  private Variant row(Program program, Extent extent) {
    long length = extent.length();
    long chunks = RowSchedule.chunks(length);
    boolean contiguous = extent.inner() == 1;
    boolean warp = contiguous && length <= WARP_LENGTH;
    int teams = (int) Math.min(4, Math.max(1, Long.highestOneBit(chunks)));
    int declared =
        contiguous
            ? BlockRowRenderer.declaredBytes(program, teams * BlockRowRenderer.TEAM)
            : ColumnRenderer.declaredBytes(program, chunks > 1);
    if (RowSchedule.isSplit(extent, multiprocessors)
        || !warp && declared > MOST_DECLARED
        || (contiguous ? chunks > BlockRowRenderer.MOST_CHUNKS : length > ColumnRenderer.MOST)) {
      return new ChunkRenderer.Variant(contiguous, length % ChunkRenderer.STEP == 0);
    }
    if (!contiguous) {
      return new ColumnRenderer.Variant(chunks > 1);
    }
    if (warp) {
      int group = length <= 4 ? 1 : length <= 32 ? 8 : 32;
      long passes = WarpRowRenderer.Variant.passes(group, length);
      boolean single = passes <= 1;
      Kept.What what = single ? Kept.What.NOTHING : what(program, passes, WarpRowRenderer.THREADS);
      return new WarpRowRenderer.Variant(group, single, length % RowWriter.ELEMENTS == 0, what);
    }
    long passes = BlockRowRenderer.Variant.passes(teams, length);
    Kept.What what = what(program, passes, teams * BlockRowRenderer.TEAM);
    return new BlockRowRenderer.Variant(teams, length % BlockRowRenderer.STEP == 0, what);
  }

  /** Returns how much of a row there is room for. */
  private Kept.What what(Program program, long passes, int threads) {
    long slot = passes * threads * RowWriter.keptBytes(program);
    long declared = BlockRowRenderer.declaredBytes(program, threads);
    for (int blocks = BLOCKS; blocks > 0; blocks--) {
      for (Kept.What what : List.of(Kept.What.ALL, Kept.What.INPUTS)) {
        long bytes = slots(program, what) * slot + declared;
        if (bytes <= sharedOfBlock && bytes * blocks <= sharedOfMultiprocessor) {
          return what;
        }
      }
    }
    return Kept.What.NOTHING;
  }

  /** Returns the slots that a program takes; finding them takes longer than a launch. */
  int slots(Program program, Kept.What what) {
    if (what == Kept.What.NOTHING) {
      return 0;
    }
    int[] counts =
        slots.computeIfAbsent(
            program,
            key -> {
              int[] each = new int[Kept.What.values().length];
              for (Kept.What of : Kept.What.values()) {
                each[of.ordinal()] = Kept.of(key, of).count();
              }
              return each;
            });
    return counts[what.ordinal()];
  }
}
