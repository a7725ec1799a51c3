package io.hillock.gpu.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Functions;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rendered text, without a device. */
class OpenClRendererTest {
  /** All that rendered code may call: what OpenCL defines exactly, and its own functions. */
  private static final Set<String> EXACT =
      Set.of(
          "as_float",
          "as_uint",
          "as_int",
          "as_double",
          "as_ulong",
          "as_long",
          "from_half",
          "to_half",
          "vload_half",
          "vstore_half_rte",
          "fma",
          "sqrt",
          "min",
          "barrier",
          "get_global_id",
          "get_local_id",
          "get_group_id",
          "get_num_groups",
          "get_global_size",
          "larger",
          "whole",
          "largest",
          "add",
          "add_chunk",
          "total",
          "reqd_work_group_size",
          "__attribute__");

  private static final Pattern CALL = Pattern.compile("\\b([A-Za-z_]\\w*)\\(");

  /**
   * Compares with the files under kernels/golden, so that a change of rendering is seen in review.
   * {@code -Dhillock.golden=update} writes them anew.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gelu", "softmax"})
  void renderedOpenClIsAsReviewed(String function) throws IOException {
    Path golden = Path.of("..", "kernels", "golden", function + ".cl");
    String rendered = new OpenClProvider().source(Activations.named(function).program());
    if ("update".equals(System.getProperty("hillock.golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, rendered);
    }
    assertEquals(Files.readString(golden), rendered);
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "BFLOAT16")
  void onlyExactFunctionsAreCalledInTheWholeCatalogue(DataType type) {
    for (Kernel kernel : Activations.all()) {
      for (Kernel each : List.of(kernel, kernel.backward())) {
        Program program = each.program(type);
        Accesses dense = Accesses.dense(program);
        String text = OpenClRenderer.render(program);
        if (program.isRow()) {
          text += SerialRowRenderer.render(program, dense, OpenClDialect.NATIVE);
          text += SplitRowRenderer.render(program, dense, OpenClDialect.NATIVE);
        }
        Set<String> called = new TreeSet<>();
        String code = text.replaceAll("//.*", "").replaceAll("__kernel void \\w+\\(", "");
        CALL.matcher(code).results().forEach(call -> called.add(call.group(1)));
        called.removeAll(EXACT);
        called.removeAll(Set.of("for", "if", "while", "ROWS", "LEVELS"));
        assertEquals(Set.of(), called, each.name());
        assertTrue(text.contains("#pragma OPENCL FP_CONTRACT OFF"), each.name());
      }
    }
  }

  @Test
  void aKernelsNameCannotEndTheComment() {
    Program program = Kernel.of("a\n#error \\\r */ \u2028 x", x -> x.neg()).program();
    List<String> lines = OpenClRenderer.render(program).lines().toList();
    assertTrue(lines.get(0).matches("// a[_a-z ]*x"), lines.get(0));
    assertEquals("#pragma OPENCL FP_CONTRACT OFF", lines.get(1));
  }

  @Test
  void stretchedInputsTakeArgumentsAndDenseOnesDoNot() {
    Program program = Kernel.of("sum", (a, b) -> a.add(b)).program();
    String text = render(program, List.of(Access.DENSE, Access.NARROW));
    assertTrue(text.contains("const uint inner1"), text);
    assertTrue(text.contains("in1[(uint) e / inner1 % period1]"), text);
    assertFalse(text.contains("inner0"), text);
    String scalar = render(program, List.of(Access.DENSE, Access.SCALAR));
    assertTrue(scalar.contains("in1[0]"), scalar);
    assertFalse(scalar.contains("inner1"), scalar);
  }

  private static String render(Program program, List<Access> inputs) {
    Accesses accesses = new Accesses(inputs, Accesses.dense(program).outputs());
    return OpenClRenderer.render(program, accesses, OpenClDialect.NATIVE);
  }

  @Test
  void softwareDivisionIsRenderedOnlyWhereItIsAskedFor() {
    Program program = Kernel.of("q", x -> Functions.max(x.div(3), x.sqrt())).program();
    Accesses dense = Accesses.dense(program);
    OpenClDialect inexact = new OpenClDialect(false, true, true);
    String exact = OpenClRenderer.render(program, dense, OpenClDialect.NATIVE);
    String software = OpenClRenderer.render(program, dense, inexact);
    assertTrue(exact.contains("v0 / 0x1.8p1f") && !exact.contains("divide("), exact);
    assertTrue(software.contains("= divide(v0, 0x1.8p1f)"), software);
    assertTrue(software.contains("= square_root(v0)"), software);
  }
}
