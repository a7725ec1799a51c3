package io.hillock.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.gpu.cuda.emulator.Trap;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The barriers of a row kernel are needed, and the emulator sees it: a text in which one is missing
 * has a race.
 */
class EmulatedBarrierTest {
  private static final String BARRIER = "  bar.sync 0;\n";

  private static final Kernel SUM = Kernel.of("sum", x -> x.div(Functions.rowSum(x)));
  private static final Kernel MAX = Kernel.of("max", x -> x.sub(Functions.rowMax(x)));

  /** Returns a text without one of its barriers. */
  private static String without(String text, int barrier) {
    int at = -1;
    for (int i = 0; i <= barrier; i++) {
      at = text.indexOf(BARRIER, at + 1);
    }
    return text.substring(0, at) + text.substring(at + BARRIER.length());
  }

  static Stream<Arguments> texts() {
    return Stream.of(SUM, MAX)
        .flatMap(kernel -> variants().stream().map(variant -> Arguments.of(kernel, variant)));
  }

  private static List<Variant> variants() {
    return List.of(
        new BlockRowRenderer.Variant(1, false, Kept.What.INPUTS),
        new BlockRowRenderer.Variant(4, false, Kept.What.NOTHING),
        new ColumnRenderer.Variant(false),
        new ColumnRenderer.Variant(true),
        new ChunkRenderer.Variant(true, false));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextWithoutOneOfItsBarriersHasARace(Kernel kernel, Variant variant) {
    Program program = kernel.program();
    String text = variant.render(program, Accesses.dense(program));
    int barriers = text.split(BARRIER, -1).length - 1;
    assertTrue(barriers > 0, "there are barriers");
    List<Integer> unneeded = new ArrayList<>();
    for (int barrier = 0; barrier < barriers; barrier++) {
      String one = without(text, barrier - unneeded.size());
      if (extents(variant).stream().noneMatch(extent -> traps(program, variant, one, extent))) {
        unneeded.add(barrier);
        text = one;
      }
    }
    // One is for other reductions: at the end of a row those of a sum keep the next row off
    // already.
    assertTrue(unneeded.size() <= 1, unneeded + " of " + barriers + " barriers are not needed");
  }

  private static List<Extent> extents(Variant variant) {
    int inner = variant instanceof ColumnRenderer.Variant ? 33 : 1;
    return variant instanceof ColumnRenderer.Variant column && !column.chunked()
        ? List.of(new Extent(3, 300, inner))
        : List.of(new Extent(3, 3 * 4096 + 5, 1), new Extent(3, 300, inner));
  }

  private static boolean traps(Program program, Variant variant, String text, Extent extent) {
    Emulation emulation = new Emulation();
    Object[] inputs = Samples.ordinary(DataType.FLOAT32, 1, (int) extent.count());
    try {
      emulation.runText(program, variant, text, extent, 2, inputs);
      return false;
    } catch (Trap e) {
      return true;
    }
  }
}
