package io.hillock.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rendered text, without a device. */
class PtxRendererTest {
  /**
   * All arithmetic of numbers that rendered code may do: what IEEE 754 defines, as it defines it.
   */
  private static final Set<String> EXACT =
      Set.of(
          "add.rn",
          "sub.rn",
          "mul.rn",
          "div.rn",
          "fma.rn",
          "sqrt.rn",
          "neg",
          "abs",
          "selp",
          "mov",
          "setp.lt",
          "setp.le",
          "setp.eq",
          "setp.nan",
          "setp.gt.or",
          "ld.param",
          "ld.global",
          "ld.global.v2",
          "ld.global.v4",
          "st.global",
          "st.global.v2",
          "st.global.v4",
          "ld.shared",
          "ld.shared.v2",
          "st.shared",
          "st.shared.v2",
          "cvt.f32.f16",
          "cvt.rn.f16");

  private static final Pattern OF_REALS =
      Pattern.compile("^  (?:@!?%p\\d+ )?([a-z]\\S*?)(?:\\.f32|\\.f64)? .*", Pattern.MULTILINE);

  /**
   * Compares with the files under kernels/golden, so that a change of rendering is seen in review.
   * {@code -Dhillock.golden=update} writes them anew.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gelu", "softmax"})
  void renderedPtxIsAsReviewed(String function) throws IOException {
    Path golden = Path.of("..", "kernels", "golden", function + ".ptx");
    String rendered = new CudaProvider().source(Activations.named(function).program());
    if ("update".equals(System.getProperty("hillock.golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, rendered);
    }
    assertEquals(Files.readString(golden), rendered);
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void numbersAreComputedByExactOperationsAloneInTheWholeCatalogue(DataType type) {
    for (Kernel kernel : Activations.all()) {
      for (Kernel each : List.of(kernel, kernel.backward())) {
        Set<String> used = new TreeSet<>();
        String text = new CudaProvider().source(each.program(type));
        OF_REALS
            .matcher(text)
            .results()
            .filter(match -> match.group().matches("[^;]*\\.f(16|32|64) .*"))
            .forEach(match -> used.add(match.group(1)));
        used.removeAll(EXACT);
        assertEquals(Set.of(), used, each.name());
      }
    }
  }

  @Test
  void aKernelsNameCannotEndTheComment() {
    Program program = Kernel.of("a\n.version \\\r */ \u2028 x", x -> x.neg()).program();
    List<String> lines = new CudaProvider().source(program).lines().toList();
    assertEquals(List.of(".version 7.0", ".target sm_70", ".address_size 64"), lines.subList(1, 4));
  }
}
