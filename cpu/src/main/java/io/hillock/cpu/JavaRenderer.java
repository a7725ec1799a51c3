package io.hillock.cpu;

import io.hillock.kernels.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders a program as a Java class that implements {@link
 * io.hillock.cpu.generated.RenderedKernel}.
 */
final class JavaRenderer {
  /** A vector of shorts has at least 64 bits. */
  private static final int LEAST_SHORTS = 4;

  static final String CLASS_NAME = "io.hillock.cpu.rendered.Kernel";

  private final Program program;
  private final int lanes;
  private final Elements stored;
  private final Elements computed;
  private final JavaWriter writer;

  private JavaRenderer(Program program, int lanes) {
    this.program = program;
    this.lanes = lanes;
    this.stored = Elements.stored(program.type());
    this.computed = Elements.computed(program.type());
    this.writer = new JavaWriter(JavaDialect.of(program, lanes));
  }

  /**
   * Returns the source of a program.
   *
   * @param floats the floats in a vector; 1 for code without the Vector API
   */
  static String render(Program program, int floats) {
    return new JavaRenderer(program, lanes(program, floats)).render();
  }

  /** Returns the lanes of a program where a vector holds a number of floats. */
  private static int lanes(Program program, int floats) {
    if (program.type().isConverted() && floats < LEAST_SHORTS) {
      return 1;
    }
    return program.type().isWide() ? Math.max(1, floats / 2) : floats;
  }

  private String render() {
    List<PhaseRenderer> phases = new ArrayList<>();
    for (int phase = 0; phase < program.phases(); phase++) {
      phases.add(new PhaseRenderer(program, phase, lanes, writer));
    }
    line(0, "// " + program.name().replaceAll("[^ -~]", "?"));
    line(0, "package io.hillock.cpu.rendered;");
    line(0, "");
    imports();
    line(0, "public final class Kernel implements RenderedKernel {");
    if (lanes > 1) {
      species();
    }
    line(1, "public int lanes() {");
    line(2, "return " + lanes + ";");
    line(1, "}");
    line(0, "");
    line(1, "public int handedOn() {");
    line(2, "return " + phases.stream().mapToInt(PhaseRenderer::handedOn).max().orElse(0) + ";");
    line(1, "}");
    line(0, "");
    line(1, "public void run(int phase, Block block) {");
    line(2, "switch (phase) {");
    for (int phase = 0; phase < phases.size(); phase++) {
      line(3, "case " + phase + ":");
      phases.get(phase).call(4);
      line(4, "break;");
    }
    line(3, "default:");
    line(4, "throw new IllegalArgumentException(\"no phase \" + phase);");
    line(2, "}");
    line(1, "}");
    phases.forEach(PhaseRenderer::methods);
    line(0, "");
    new SumRenderer(writer, computed, lanes).methods(program.isRow());
    line(0, "}");
    return writer.toString();
  }

  private void imports() {
    boolean wide = program.type().isWide();
    List<String> names = new ArrayList<>();
    if (lanes > 1) {
      names.add(wide ? "DoubleVector" : "FloatVector");
      names.add(wide ? "LongVector" : "IntVector");
      if (stored == Elements.SHORTS) {
        names.add("ShortVector");
      }
      names.addAll(List.of("VectorMask", "VectorOperators", "VectorSpecies"));
      if (program.isRow()) {
        names.add("VectorShuffle");
      }
    }
    line(0, "import io.hillock.cpu.generated.Block;");
    line(0, "import io.hillock.cpu.generated.RenderedKernel;");
    for (String name : names) {
      line(0, "import jdk.incubator.vector." + name + ";");
    }
    line(0, "");
  }

  private void species() {
    boolean wide = program.type().isWide();
    species(wide ? "DoubleVector" : "FloatVector", wide ? "DOUBLES" : "FLOATS", computed);
    species(wide ? "LongVector" : "IntVector", wide ? "LONGS" : "INTS", computed);
    if (stored == Elements.SHORTS) {
      species("ShortVector", "SHORTS", stored);
    }
    if (program.isRow()) {
      String upper = Long.toHexString((1L << lanes) - (1L << lanes / 2));
      String mask = "VectorMask.fromLong(" + (wide ? "DOUBLES" : "FLOATS") + ", 0x" + upper + "L)";
      line(1, "private static final VectorMask UPPER = " + mask + ";");
      for (int half = lanes / 2; half >= 1; half /= 2) {
        JavaDialect dialect = writer.dialect();
        String shuffle = "private static final VectorShuffle ";
        line(1, shuffle + "LOW" + half + " = " + dialect.halves(half, 0) + ";");
        line(1, shuffle + "HIGH" + half + " = " + dialect.halves(half, half) + ";");
      }
    }
    line(0, "");
  }

  private void species(String type, String name, Elements elements) {
    String constant = type + ".SPECIES_" + lanes * elements.bytes() * Byte.SIZE;
    line(1, "private static final VectorSpecies " + name + " = " + constant + ";");
  }

  private void line(int indent, String line) {
    writer.line(indent, line);
  }
}
