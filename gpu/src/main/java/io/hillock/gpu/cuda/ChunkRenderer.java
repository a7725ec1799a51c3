package io.hillock.gpu.cuda;

import io.hillock.gpu.RowSchedule;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import io.hillock.tensor.spi.Extent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders a row program for rows that are few and long: a block takes a chunk, not a row. For each
 * phase that reduces there are two kernels: {@link #CHUNKS} leaves the results of the chunks in
 * {@code scratch}, {@link #COMBINE} makes those of the row from them, in {@code reduced}. {@link
 * #LAST} then computes the output.
 */
final class ChunkRenderer {
  static final String CHUNKS = "hillock_chunks";
  static final String COMBINE = "hillock_combine";
  static final String LAST = "hillock_last";

  /** The threads of a block. */
  static final int THREADS = Reduction.LANES;

  static final int STEP = THREADS * RowWriter.ELEMENTS;

  /**
   * A variant.
   *
   * @param contiguous whether the elements of a row are next to each other
   * @param whole whether the length is a multiple of what a block takes at once
   */
  record Variant(boolean contiguous, boolean whole) implements io.hillock.gpu.cuda.Variant {
    @Override
    public int together() {
      return 1;
    }

    @Override
    public String render(Program program, Accesses accesses) {
      return ChunkRenderer.render(program, accesses, this);
    }

    @Override
    public Map<String, Signature> kernels(Program program, Accesses accesses) {
      Map<String, Signature> kernels = new HashMap<>();
      for (int phase = 0; phase < program.phases() - 1; phase++) {
        kernels.put(CHUNKS + phase, ChunkRenderer.chunks(program, accesses));
        kernels.put(COMBINE + phase, ChunkRenderer.combine(program, accesses));
      }
      kernels.put(LAST, ChunkRenderer.last(program, accesses));
      return kernels;
    }

    @Override
    public void launch(Program program, Extent extent, int slots, Launcher launcher) {
      long tasks = extent.rows() * RowSchedule.chunks(extent.length());
      for (int phase = 0; phase < program.phases() - 1; phase++) {
        launcher.launch(CHUNKS + phase, tasks, THREADS, 0);
        launcher.launch(COMBINE + phase, extent.rows(), THREADS, 0);
      }
      boolean one = program.reducesRow();
      launcher.launch(LAST, one ? (extent.rows() + THREADS - 1) / THREADS : tasks, THREADS, 0);
    }
  }

  /** Returns the bytes of {@code scratch} for a call. */
  static long scratchBytes(Program program, Extent extent) {
    long parts = extent.rows() * RowSchedule.chunks(extent.length());
    return 2L * Precision.of(program.type()).bytes() * RowKernel.mostReductions(program) * parts;
  }

  /** Returns the bytes of {@code reduced} for a call. */
  static long reducedBytes(Program program, Extent extent) {
    return (long) Precision.of(program.type()).bytes()
        * program.rowNumbers().size()
        * extent.rows();
  }

  private ChunkRenderer() {}

  /** Returns the arguments of {@link #CHUNKS}. */
  static Signature chunks(Program program, Accesses accesses) {
    return new Signature(program, accesses).scratch().inputs().rows();
  }

  /** Returns the arguments of {@link #COMBINE}. */
  static Signature combine(Program program, Accesses accesses) {
    return new Signature(program, accesses).scratch().chunks();
  }

  /** Returns the arguments of {@link #LAST}. */
  static Signature last(Program program, Accesses accesses) {
    return new Signature(program, accesses).outputs().scratch().inputs().rows();
  }

  /** Returns the text. */
  static String render(Program program, Accesses accesses, Variant variant) {
    StringBuilder text = new StringBuilder(ProgramWriter.header(program));
    if (program.reductions().stream().anyMatch(r -> r.reduction() == Reduction.SUM)) {
      text.append("\n.shared .align 16 .b8 slots[");
      text.append(THREADS * 2 * Precision.of(program.type()).bytes()).append("];\n");
    }
    text.append("\n.shared .align 16 .b8 largest[");
    text.append(THREADS / 32 * 2 * Precision.of(program.type()).bytes()).append("];\n");
    for (int phase = 0; phase < program.phases() - 1; phase++) {
      text.append(new Kernel(program, accesses, chunks(program, accesses), variant).chunks(phase));
      text.append(
          new Kernel(program, accesses, combine(program, accesses), variant).combine(phase));
    }
    text.append(new Kernel(program, accesses, last(program, accesses), variant).last());
    return text.toString();
  }

  /** One of the kernels. */
  private static final class Kernel extends RowKernel {
    private static final int WARP = 32;

    private final Variant variant;
    private final Kept kept;
    private final String thread;
    private final String scratch;
    private final String reduced;
    private final String count;

    Kernel(Program program, Accesses accesses, Signature signature, Variant variant) {
      super(program, accesses, signature);
      this.variant = variant;
      this.kept = Kept.of(program, Kept.What.NOTHING);
      this.thread = special("%tid.x");
      this.scratch = out.set(PtxType.B64, "cvta.to.global.u64", writer.argument("scratch"));
      this.reduced = out.set(PtxType.B64, "cvta.to.global.u64", writer.argument("reduced"));
      this.count = writer.argument("rows");
    }

    String chunks(int phase) {
      writer.launchValues();
      Task task = new Task(phase);
      Map<Value, List<RowWriter.Part>> maxima = parts(phase, Reduction.MAX, 1);
      Map<Value, List<RowWriter.Part>> sums = parts(phase, Reduction.SUM, 1);
      task.elements(
          phase,
          (elements, known) -> {
            gather(maxima, known, elements);
            gather(sums, known, elements);
          });
      List<Value> reductions = program.reductions(phase);
      for (int i = 0; i < reductions.size(); i++) {
        Value reduction = reductions.get(i);
        String to = scratch(i, task.row, task.chunks, task.chunk);
        if (reduction.reduction() == Reduction.SUM) {
          sum(sums.get(reduction).get(0), to);
        } else {
          largest(maxima.get(reduction).get(0), to);
        }
      }
      task.next();
      return writer.kernel(CHUNKS + phase, THREADS, ROOM);
    }

    private void sum(RowWriter.Part part, String to) {
      String place = at(shared("slots"), thread, rows.partBytes());
      rows.put("shared", place, part);
      barrier();
      String done = out.label("put");
      out.jumpIf(test("ge.u32", thread, WARP), done);
      new TeamFold(rows).fold(part, place);
      out.jumpIf(test("ne.u32", thread, 0), done);
      rows.put("global", to, part);
      out.here(done);
      barrier();
    }

    private void largest(RowWriter.Part part, String to) {
      for (int bit = WARP / 2; bit > 0; bit /= 2) {
        rows.exchange(part, bit);
      }
      String array = shared("largest");
      String warp = set32("shr.u32", thread, Integer.numberOfTrailingZeros(WARP));
      String others = out.label("others");
      out.jumpIf(test("ne.u32", set32("and.b32", thread, WARP - 1), 0), others);
      rows.put("shared", at(array, warp, rows.partBytes()), part);
      out.here(others);
      barrier();
      String done = out.label("put");
      out.jumpIf(test("ne.u32", thread, 0), done);
      for (int i = 1; i < THREADS / WARP; i++) {
        RowWriter.Part other = rows.like(part);
        rows.get("shared", array + "+" + i * rows.partBytes(), other);
        rows.merge(part, other);
      }
      rows.put("global", to, part);
      out.here(done);
      barrier();
    }

    /** One block a row: neighbours are added in place, each level at twice the distance. */
    String combine(int phase) {
      String row = wide(special("%ctaid.x"));
      String step = wide(special("%nctaid.x"));
      String chunks = writer.argument("chunks");
      String end = out.label("end");
      String again = out.loop("rows");
      out.jumpIf(test("ge.u64", row, count), end);
      List<Value> reductions = program.reductions(phase);
      for (int i = 0; i < reductions.size(); i++) {
        combine(reductions.get(i), scratch(i, row, chunks, "0"), chunks);
        String done = out.label("put");
        out.jumpIf(test("ne.u32", thread, 0), done);
        RowWriter.Part part = rows.part(reductions.get(i));
        rows.get("global", scratch(i, row, chunks, "0"), part);
        store(reduced(reductions.get(i), row), rows.value(part));
        Value rest = program.rest(reductions.get(i));
        if (rest != null) {
          store(reduced(rest, row), rows.rest(part));
        }
        out.here(done);
      }
      out.op("add.u64", row, row, step);
      out.jump(again);
      out.here(end);
      return writer.kernel(COMBINE + phase, THREADS, ROOM);
    }

    private void store(String address, String value) {
      out.op("st.global." + writer.precision().real().suffix(), "[" + address + "]", value);
    }

    private void combine(Value reduction, String first, String chunks) {
      String apart = out.set(PtxType.B64, "mov.b64", "1");
      String done = out.label("combined");
      String levels = out.loop("levels");
      out.jumpIf(test("ge.u64", apart, chunks), done);
      String twice = set("shl.b64", apart, 1);
      String index = set("mul.lo.u64", wide(thread), twice);
      String step = set("mul.lo.u64", twice, THREADS);
      String level = out.label("level");
      String pairs = out.loop("pairs");
      String other = set("add.u64", index, apart);
      out.jumpIf(test("ge.u64", other, chunks), level);
      String bytes = "" + rows.partBytes();
      String place = out.set(PtxType.B64, "mad.lo.u64", index, bytes, first);
      String neighbour = out.set(PtxType.B64, "mad.lo.u64", other, bytes, first);
      RowWriter.Part part = rows.part(reduction);
      RowWriter.Part next = rows.part(reduction);
      rows.get("global", place, part);
      rows.get("global", neighbour, next);
      rows.merge(part, next);
      rows.put("global", place, part);
      out.op("add.u64", index, index, step);
      out.op("bra", pairs);
      out.here(level);
      barrier();
      out.op("mov.b64", apart, twice);
      out.jump(levels);
      out.here(done);
    }

    String last() {
      writer.launchValues();
      int phase = last;
      if (program.reducesRow()) {
        String row =
            out.set(
                PtxType.B64, "mad.wide.u32", special("%ctaid.x"), special("%ntid.x"), wide(thread));
        String step =
            out.set(PtxType.B64, "mul.wide.u32", special("%nctaid.x"), special("%ntid.x"));
        String end = out.label("end");
        String again = out.loop("rows");
        out.jumpIf(test("ge.u64", row, count), end);
        rowValues(row, phase);
        rows.storeRow(row);
        out.op("add.u64", row, row, step);
        out.op("bra", again);
        out.here(end);
      } else {
        Task task = new Task(phase);
        task.elements(phase, rows::store);
        task.next();
      }
      return writer.kernel(LAST, THREADS, ROOM);
    }

    /** Writes what is known of a row in a phase. */
    private void rowValues(String row, int phase) {
      for (int before = 0; before <= phase; before++) {
        writer.rowValues(before);
        if (before < phase) {
          for (Value reduction : program.reductions(before)) {
            load(reduction, row);
            Value rest = program.rest(reduction);
            if (rest != null) {
              load(rest, row);
            }
          }
        }
      }
    }

    private void load(Value reduction, String row) {
      PtxType real = writer.precision().real();
      String address = "[" + reduced(reduction, row) + "]";
      writer.reduced(reduction, out.set(real, "ld.global." + real.suffix(), address));
    }

    /** Returns the address of a chunk's part of a reduction. */
    private String scratch(int reduction, String row, String chunks, String chunk) {
      String line = out.set(PtxType.B64, "mad.lo.u64", count, "" + reduction, row);
      String index = out.set(PtxType.B64, "mad.lo.u64", line, chunks, chunk);
      return out.set(PtxType.B64, "mad.lo.u64", index, "" + rows.partBytes(), scratch);
    }

    /** Returns the address of a row's result of a reduction, or of its rest. */
    private String reduced(Value reduction, String row) {
      String line = "" + program.rowNumbers().indexOf(reduction);
      String index = out.set(PtxType.B64, "mad.lo.u64", count, line, row);
      String bytes = "" + writer.precision().bytes();
      return out.set(PtxType.B64, "mad.lo.u64", index, bytes, reduced);
    }

    /** The loop over the chunks that a block takes. */
    private final class Task {
      private final String end = out.label("end");
      private final String task = wide(special("%ctaid.x"));
      private final String chunks;
      private final String again;
      private final String row;
      private final String chunk;
      private final String base;

      Task(int phase) {
        String length = set("add.u64", writer.argument("length"), Reduction.CHUNK - 1L);
        chunks = set("shr.u64", length, Integer.numberOfTrailingZeros(Reduction.CHUNK));
        String tasks = set("mul.lo.u64", count, chunks);
        again = out.loop("tasks");
        out.jumpIf(test("ge.u64", task, tasks), end);
        row = set("div.u64", task, chunks);
        chunk = set("sub.u64", task, set("mul.lo.u64", row, chunks));
        base = base(row, variant.contiguous());
        rowValues(row, phase);
      }

      void elements(int phase, Body body) {
        String start = set("mul.lo.u64", chunk, Reduction.CHUNK);
        String stop = smaller(set("add.u64", start, Reduction.CHUNK), writer.argument("length"));
        String index = set("add.u64", start, wide(thread));
        String done = out.label("taken");
        String loop = out.loop("elements");
        out.jumpIf(test("ge.u64", index, stop), done);
        List<String> valid = variant.whole() ? null : before(index, THREADS, stop);
        String inner = variant.contiguous() ? null : writer.argument("inner");
        Elements elements = Kernel.this.elements(base, index, inner, THREADS, valid);
        List<Map<Value, String>> known = RowWriter.nothing();
        rows.compute(kept.values(phase), elements, known);
        body.take(elements, known);
        out.op("add.u64", index, index, "" + STEP);
        out.op("bra", loop);
        out.here(done);
      }

      void next() {
        out.op("add.u64", task, task, wide(special("%nctaid.x")));
        out.jump(again);
        out.here(end);
      }
    }

    /** What is done with the values of some elements. */
    private interface Body {
      void take(Elements elements, List<Map<Value, String>> known);
    }
  }
}
