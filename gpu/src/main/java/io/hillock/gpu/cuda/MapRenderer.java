package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Value;
import io.hillock.tensor.spi.Extent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Renders a map program. A thread takes 16 bytes of elements at once, and loads all it will take
 * before it computes, because the memory of a GPU is fast only while enough loads are under way.
 * Only the last thread can find fewer elements than it takes; it loads and stores them one by one.
 */
final class MapRenderer {
  /** The kernel's name. */
  static final String NAME = "hillock_map";

  /** The threads of a block. */
  static final int THREADS = 256;

  /**
   * A variant.
   *
   * @param vectors how often a thread takes 16 bytes of elements: 1 or 2
   * @param together how many elements 16 bytes are
   */
  record Variant(int vectors, int together) implements io.hillock.gpu.cuda.Variant {
    @Override
    public String render(Program program, Accesses accesses) {
      return MapRenderer.render(program, accesses, vectors);
    }

    @Override
    public Map<String, Signature> kernels(Program program, Accesses accesses) {
      return Map.of(NAME, signature(program, accesses));
    }

    @Override
    public void launch(Program program, Extent extent, int slots, Launcher launcher) {
      long tile = (long) THREADS * vectors * together;
      launcher.launch(NAME, (extent.count() + tile - 1) / tile, THREADS, 0);
    }
  }

  /** In float64 a thread may have 128 registers. */
  private static final int FLOAT64_ROOM = 512;

  private final Program program;
  private final ProgramWriter writer;
  private final OperandWriter operands;
  private final PtxText out;
  private final int together;
  private final int vectors;

  private MapRenderer(Program program, Accesses accesses, int vectors) {
    this.program = program;
    this.vectors = vectors;
    this.together = together(program);
    this.writer = new ProgramWriter(program, signature(program, accesses));
    this.operands = new OperandWriter(writer, accesses);
    this.out = writer.out();
  }

  /** Returns the number of consecutive elements that a thread takes at once. */
  static int together(Program program) {
    return 16 / program.type().bytes();
  }

  /** Returns the arguments of the kernel. */
  static Signature signature(Program program, Accesses accesses) {
    return new Signature(program, accesses).outputs().inputs().count();
  }

  /**
   * Returns the text.
   *
   * @param vectors how often a thread takes 16 bytes of elements: 1 or 2
   */
  static String render(Program program, Accesses accesses, int vectors) {
    return ProgramWriter.header(program) + new MapRenderer(program, accesses, vectors).kernel();
  }

  private String kernel() {
    writer.launchValues();
    String count = writer.argument("count");
    String end = out.label("end");
    String block = out.set(PtxType.B32, "mov.u32", "%ctaid.x");
    String thread = out.set(PtxType.B32, "mov.u32", "%tid.x");
    String wide = out.set(PtxType.B64, "cvt.u64.u32", thread);
    String vector =
        out.set(PtxType.B64, "mad.wide.u32", block, Integer.toString(THREADS * vectors), wide);
    String element = out.set(PtxType.B64, "mul.lo.u64", vector, Integer.toString(together));
    beyond(element, end);
    List<Map<Integer, OperandWriter.Loaded>> loaded = new ArrayList<>();
    loaded.add(load(element));
    if (vectors == 1) {
      compute(element, loaded.get(0));
      out.here(end);
      return writer.kernel(NAME, THREADS, program.type().isWide() ? FLOAT64_ROOM : 0);
    }
    String ready = out.label("loaded");
    String second = out.set(PtxType.B64, "add.u64", element, step());
    beyond(second, ready);
    loaded.add(load(second));
    out.here(ready);
    String last = out.set(PtxType.B32, "mov.b32", "0");
    String again = out.loop("compute");
    compute(element, loaded.get(0));
    out.jumpIf(out.set(PtxType.PRED, "setp.ne.u32", last, "0"), end);
    out.op("mov.b32", last, "1");
    out.op("add.u64", element, element, step());
    beyond(element, end);
    loaded.get(0).forEach((input, to) -> operands.copy(loaded.get(1).get(input), to));
    out.jump(again);
    out.here(end);
    return writer.kernel(NAME, THREADS, program.type().isWide() ? FLOAT64_ROOM : 0);
  }

  /** How far behind each other the elements are that a thread takes one after the other. */
  private String step() {
    return Integer.toString(THREADS * together);
  }

  /** Jumps where there is no such element. */
  private void beyond(String element, String label) {
    out.jumpIf(out.set(PtxType.PRED, "setp.ge.u64", element, writer.argument("count")), label);
  }

  private List<Value> inputs() {
    return program.elementValues(0, false).stream().filter(v -> v.kind() == Kind.INPUT).toList();
  }

  /** Loads the inputs of the elements from the given one on. */
  private Map<Integer, OperandWriter.Loaded> load(String element) {
    Map<Integer, OperandWriter.Loaded> loaded = new LinkedHashMap<>();
    inputs().forEach(v -> loaded.put(v.index(), operands.registers(v.index(), together, true)));
    eachWay(element, elements -> loaded.values().forEach(to -> operands.load(elements, to)));
    return loaded;
  }

  /** Writes an access twice: for elements that are all there, and for fewer. */
  private void eachWay(String element, Consumer<Elements> access) {
    String left = out.set(PtxType.B64, "sub.u64", writer.argument("count"), element);
    String fewer = out.label("fewer");
    String done = out.label("done");
    out.jumpIf(out.set(PtxType.PRED, "setp.lt.u64", left, "" + together), fewer);
    access.accept(Elements.stepping(out, element, together, 1, true, null));
    out.op("bra", done);
    out.here(fewer);
    List<String> valid = new ArrayList<>();
    for (int i = 0; i < together; i++) {
      valid.add(out.set(PtxType.PRED, "setp.gt.u64", left, "" + i));
    }
    access.accept(Elements.stepping(out, element, together, 1, false, valid));
    out.here(done);
  }

  private void compute(String element, Map<Integer, OperandWriter.Loaded> loaded) {
    List<Value> needed = program.elementValues(0, false);
    List<List<String>> results = new ArrayList<>();
    program.outputs().forEach(output -> results.add(new ArrayList<>()));
    Elements elements = Elements.stepping(out, element, together, 1, true, null);
    for (int i = 0; i < together; i++) {
      Map<Value, String> known = new HashMap<>();
      for (Value input : inputs()) {
        known.put(input, operands.element(loaded.get(input.index()), i));
      }
      writer.elementValues(needed, known, elements, i);
      for (int o = 0; o < results.size(); o++) {
        results.get(o).add(writer.register(program.outputs().get(o), known));
      }
    }
    eachWay(
        element,
        to -> {
          for (int o = 0; o < results.size(); o++) {
            operands.store(o, to, results.get(o));
          }
        });
  }
}
