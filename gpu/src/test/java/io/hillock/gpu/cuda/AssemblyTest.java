package io.hillock.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel is assembled by NVIDIA's own assembler for six architectures, and uses no more of a
 * multiprocessor than it may. Row kernels take turns in the ways to lay out a row; {@code
 * -Dhillock.test.rows=all} assembles each of them in all. Where few inputs are asked for, it is
 * FLOAT32 for the newest architecture alone.
 */
class AssemblyTest {
  /** Every architecture, and with how many registers a multiprocessor has all its threads. */
  private static final Map<String, Integer> ARCHITECTURES =
      Map.of("sm_70", 32, "sm_75", 64, "sm_80", 32, "sm_86", 40, "sm_89", 40, "sm_90", 32);

  private static final String NEWEST = "sm_90";
  private static final boolean ALL = "all".equals(System.getProperty("hillock.test.rows"));
  private static final boolean FEW = System.getProperty("hillock.test.inputs") != null;

  /**
   * With so many registers a multiprocessor has 1,536 threads, whose loads of 32 bytes are 48 KiB:
   * enough for the fastest memory.
   */
  private static final int ENOUGH_THREADS = 40;

  /**
   * Map kernels that compute with float32 and need more: so much is computed for each element that
   * they wait for arithmetic and not for memory. Two of their values are in use for long.
   */
  private static final Map<String, Integer> HEAVY =
      Map.of("gelu", 48, "gelu-tanh", 48, "pow", 56, "geglu", 64, "snake", 72, "swiglu", 48);

  /**
   * In float64 all take two registers for a number, and several are sums of two numbers until the
   * end: one or two threads in four.
   */
  private static final int FLOAT64 = 128;

  /** A block of a row kernel has at most 256 threads, or 512 with half as many registers. */
  private static final int ROW_REGISTERS = 255;

  /** So many texts are assembled together. */
  private static final int BATCH = 64;

  private static final List<Kernel> ROWS =
      List.of(
          Kernel.of("sum", x -> Functions.rowSum(x)), Kernel.of("max", x -> Functions.rowMax(x)));

  /** A text to assemble. */
  private record Text(Kernel of, Kernel kernel, DataType type, Variant variant, String ptx) {}

  /** Texts that are assembled together. */
  private record Batch(String architecture, List<Text> texts) {}

  /** Returns a kernel with its derivatives, backward kernels and gradients. */
  private static List<Kernel> kinds(Kernel kernel) {
    List<Kernel> kinds = new ArrayList<>();
    kinds.add(kernel);
    for (int input : kernel.realInputs()) {
      if (!kernel.isRow() && kernel.outputs().size() == 1) {
        kinds.add(kernel.derivative(input));
      }
      kinds.add(kernel.backward(input));
    }
    if (kernel.realInputs().size() > 1) {
      kinds.add(kernel.gradients());
    }
    return kinds;
  }

  /** Returns all ways in which rows are laid out. */
  private static List<Variant> rowVariants() {
    List<Variant> variants = new ArrayList<>();
    for (boolean whole : new boolean[] {true, false}) {
      for (Kept.What what : Kept.What.values()) {
        variants.add(new WarpRowRenderer.Variant(32, false, whole, what));
        for (int teams = 1; teams <= 4; teams *= 2) {
          variants.add(new BlockRowRenderer.Variant(teams, whole, what));
        }
      }
      for (int group : new int[] {1, 8, 32}) {
        variants.add(new WarpRowRenderer.Variant(group, true, whole, Kept.What.NOTHING));
      }
      variants.add(new ColumnRenderer.Variant(whole));
      variants.add(new ChunkRenderer.Variant(true, whole));
      variants.add(new ChunkRenderer.Variant(false, whole));
    }
    return variants;
  }

  /**
   * Returns the ways in which a program is laid out. Of the many row programs only a few are
   * assembled in each; the others take turns, unless all is asked for.
   */
  private static List<Variant> variants(Program program, boolean each, int turn) {
    if (!program.isRow()) {
      return List.of(Schedule.typical(program));
    }
    List<Variant> variants = rowVariants();
    return ALL || each ? variants : List.of(variants.get(turn % variants.size()));
  }

  private static Stream<Text> texts(DataType type) {
    List<Text> texts = new ArrayList<>();
    boolean both = type == DataType.FLOAT32 || type == DataType.FLOAT64;
    for (Kernel of : Stream.concat(Activations.all().stream(), ROWS.stream()).toList()) {
      boolean each = both && (of == Activations.SOFTMAX || ROWS.contains(of));
      for (Kernel kernel : ROWS.contains(of) ? List.of(of) : kinds(of)) {
        Program program = kernel.program(type);
        for (Variant variant : variants(program, each, texts.size())) {
          String ptx = variant.render(program, Accesses.dense(program));
          texts.add(new Text(of, kernel, type, variant, ptx));
        }
      }
    }
    return texts.stream();
  }

  private static int registers(Text text, String architecture) {
    if (text.type().isWide()) {
      return FLOAT64;
    }
    int most = HEAVY.getOrDefault(text.of().name(), ENOUGH_THREADS);
    return Math.max(most, ARCHITECTURES.get(architecture));
  }

  private static List<String> architectures(DataType type) {
    if (FEW) {
      return type == DataType.FLOAT32 ? List.of(NEWEST) : List.of();
    }
    return List.copyOf(ARCHITECTURES.keySet());
  }

  /** Returns what is wrong with the kernels of some texts; nothing if all is well. */
  private static Stream<String> faults(Batch batch, Counts counts) {
    List<String> ptx = batch.texts().stream().map(Text::ptx).toList();
    List<List<PtxAssembler.Usage>> usages = PtxAssembler.assembleAll(ptx, batch.architecture());
    return IntStream.range(0, ptx.size())
        .boxed()
        .flatMap(i -> faults(batch.texts().get(i), usages.get(i), batch.architecture(), counts));
  }

  private static Stream<String> faults(
      Text text, List<PtxAssembler.Usage> usages, String architecture, Counts counts) {
    boolean map = text.variant() instanceof MapRenderer.Variant;
    List<String> faults = new ArrayList<>();
    for (PtxAssembler.Usage usage : usages) {
      if (map) {
        counts.add(usage.registers() <= ARCHITECTURES.get(architecture));
      }
      if (usage.stack() > 0
          || usage.spills() > 0
          || usage.registers() > (map ? registers(text, architecture) : ROW_REGISTERS)) {
        faults.add(
            text.kernel().name() + " for " + architecture + ", " + text.variant() + ": " + usage);
      }
    }
    return faults.stream();
  }

  private static List<Batch> batches(DataType type) {
    List<Text> texts = texts(type).toList();
    List<Batch> batches = new ArrayList<>();
    for (String architecture : architectures(type)) {
      for (int i = 0; i < texts.size(); i += BATCH) {
        int end = Math.min(texts.size(), i + BATCH);
        batches.add(new Batch(architecture, texts.subList(i, end)));
      }
    }
    return batches;
  }

  /** How many map kernels there are, and how many leave a multiprocessor all its threads. */
  private static final class Counts {
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger small = new AtomicInteger();

    void add(boolean isSmall) {
      all.incrementAndGet();
      if (isSmall) {
        small.incrementAndGet();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void everyKernelIsAssembledWithoutASpillAndLeavesRoomForOtherThreads(DataType type) {
    Counts counts = new Counts();
    List<String> faults =
        batches(type).parallelStream().flatMap(batch -> faults(batch, counts)).toList();
    assertEquals(List.of(), faults);
    int least = type.isWide() ? 3 : 7;
    assertTrue(
        10 * counts.small.get() >= least * counts.all.get(),
        counts.small + " of " + counts.all + " leave a multiprocessor all its threads");
  }

  @Test
  void everyWayToReachOperandsIsAssembled() {
    Kernel kernel = Activations.named("swiglu").gradients();
    for (DataType type : DataType.reals()) {
      Program program = kernel.program(type);
      List<String> texts = new ArrayList<>();
      for (Access in : accesses()) {
        for (Access out : List.of(Access.DENSE, split(true), split(false))) {
          Accesses accesses =
              new Accesses(List.of(in, Access.DENSE, in), Collections.nCopies(2, out));
          texts.add(MapRenderer.render(program, accesses, 1));
        }
      }
      PtxAssembler.assembleAll(texts, NEWEST);
    }
  }

  private static List<Access> accesses() {
    List<Access> accesses = new ArrayList<>(List.of(Access.SCALAR));
    for (boolean wide : new boolean[] {true, false}) {
      for (Access.Reach reach : Access.Reach.values()) {
        accesses.add(new Access(Access.Form.STRIDED, wide, reach, 3));
        accesses.add(new Access(Access.Form.STRETCHED, wide, reach, 0));
      }
      accesses.add(split(wide));
      accesses.add(new Access(Access.Form.SPLIT, wide, Access.Reach.EACH, 0));
    }
    return accesses;
  }

  private static Access split(boolean wide) {
    return new Access(Access.Form.SPLIT, wide, Access.Reach.TOGETHER, 0);
  }
}
