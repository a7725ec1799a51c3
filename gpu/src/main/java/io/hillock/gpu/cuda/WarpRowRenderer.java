package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import io.hillock.tensor.spi.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Renders a row program for rows that are contiguous and short: some threads of a warp, or all,
 * share a row. A thread has four neighbouring elements, and so four neighbouring partial sums, so
 * that 16 bytes are loaded at once; there are no barriers.
 */
final class WarpRowRenderer extends RowKernel {
  /** The kernel's name. */
  static final String NAME = "hillock_row_warp";

  /** The threads of a block. */
  static final int THREADS = 128;

  /**
   * A variant.
   *
   * @param group the threads that share a row: 1, 8 or 32. A row of no more elements than they have
   *     partial sums leaves the others at +0, which changes nothing.
   * @param single whether a thread has no more than four elements, which stay in registers
   * @param whole whether the length is a multiple of four, so that rows begin at a multiple of it
   * @param what what is kept
   */
  record Variant(int group, boolean single, boolean whole, Kept.What what)
      implements io.hillock.gpu.cuda.Variant {
    /** Returns the rows of a block. */
    int rows() {
      return THREADS / group;
    }

    /** Returns how often a thread takes elements of a row. */
    static long passes(int group, long length) {
      long atOnce = (long) group * RowWriter.ELEMENTS;
      return (length + atOnce - 1) / atOnce;
    }

    @Override
    public int together() {
      return whole ? RowWriter.ELEMENTS : 1;
    }

    @Override
    public String render(Program program, Accesses accesses) {
      return WarpRowRenderer.render(program, accesses, this);
    }

    @Override
    public Map<String, Signature> kernels(Program program, Accesses accesses) {
      return Map.of(NAME, signature(program, accesses));
    }

    @Override
    public void launch(Program program, Extent extent, int slots, Launcher launcher) {
      long passes = passes(group, extent.length());
      launcher.launch(
          NAME,
          (extent.rows() + rows() - 1) / rows(),
          THREADS,
          (int) (slots * passes * THREADS * RowWriter.keptBytes(program)));
    }
  }

  private final Variant variant;
  private final Kept kept;
  private String row;
  private String size;
  private String base;
  private String first;
  private String thread;

  private WarpRowRenderer(Program program, Accesses accesses, Variant variant) {
    super(program, accesses, signature(program, accesses));
    this.variant = variant;
    this.kept = Kept.of(program, variant.single() ? Kept.What.NOTHING : variant.what());
  }

  /** Returns the text. */
  static String render(Program program, Accesses accesses, Variant variant) {
    WarpRowRenderer renderer = new WarpRowRenderer(program, accesses, variant);
    return ProgramWriter.header(program)
        + (renderer.kept.count() > 0 ? keptDeclaration() : "")
        + renderer.kernel();
  }

  private String kernel() {
    writer.launchValues();
    thread = special("%tid.x");
    String inGroup = set32("and.b32", thread, variant.group() - 1);
    String place = set32("shr.u32", thread, Integer.numberOfTrailingZeros(variant.group()));
    first = wide(set32("shl.b32", inGroup, 2));
    String count = writer.argument("rows");
    String top = set("mul.lo.u64", wide(special("%ctaid.x")), variant.rows());
    String step = set("mul.lo.u64", wide(special("%nctaid.x")), variant.rows());
    String end = out.label("end");
    String again = out.loop("rows");
    out.jumpIf(test("ge.u64", top, count), end);
    row = set("add.u64", top, wide(place));
    String here = test("lt.u64", row, count);
    size = out.set(PtxType.B64, "selp.b64", writer.argument("length"), "0", here);
    base = base(row, true);
    List<Map<Value, String>> known = RowWriter.nothing();
    for (int phase = 0; phase <= last; phase++) {
      writer.rowValues(phase);
      if (phase == last && program.reducesRow()) {
        String done = out.label("stored");
        out.jumpUnless(here, done);
        out.jumpIf(test("ne.u32", inGroup, 0), done);
        rows.storeRow(row);
        out.here(done);
      } else {
        phase(phase, known);
      }
    }
    out.op("add.u64", top, top, step);
    out.jump(again);
    out.here(end);
    return writer.kernel(NAME, THREADS, room());
  }

  private void phase(int phase, List<Map<Value, String>> known) {
    Map<Value, List<RowWriter.Part>> maxima = parts(phase, Reduction.MAX, 1);
    Map<Value, List<RowWriter.Part>> sums = parts(phase, Reduction.SUM, RowWriter.ELEMENTS);
    String after = out.label("folded");
    if (variant.single()) {
      out.jumpIf(test("ge.u64", first, size), after);
      Elements elements = elements(first);
      rows.compute(kept.values(phase), elements, known);
      take(phase, elements, known, maxima, sums);
    } else {
      String index = out.set(PtxType.B64, "mov.b64", first);
      String address = kept.count() > 0 ? kept(thread) : null;
      String again = out.loop("elements");
      out.jumpIf(test("ge.u64", index, size), after);
      Elements elements = elements(index);
      int slot = THREADS * rows.keptBytes();
      rows.pass(
          kept, phase, elements, address, slot, of -> take(phase, elements, of, maxima, sums));
      out.op("add.u64", index, index, "" + RowWriter.ELEMENTS * variant.group());
      if (address != null) {
        out.op("add.u32", address, address, "" + slot * kept.count());
      }
      out.op("bra", again);
    }
    out.here(after);
    maxima.forEach((reduction, of) -> fold(reduction, of.get(0)));
    sums.forEach(this::fold);
  }

  private Elements elements(String index) {
    String element = set("add.u64", base, index);
    List<String> valid = variant.whole() ? null : before(index, 1, size);
    return Elements.stepping(out, element, RowWriter.ELEMENTS, 1, variant.whole(), valid)
        .inRow(index, 1);
  }

  private void take(
      int phase,
      Elements elements,
      List<Map<Value, String>> known,
      Map<Value, List<RowWriter.Part>> maxima,
      Map<Value, List<RowWriter.Part>> sums) {
    gather(maxima, known, elements);
    gather(sums, known, elements);
    if (phase == last) {
      rows.store(elements, known);
    }
  }

  private void fold(Value reduction, RowWriter.Part max) {
    for (int bit = variant.group() / 2; bit > 0; bit /= 2) {
      rows.exchange(max, bit);
    }
    rows.finish(reduction, max);
  }

  /**
   * Folds the partial sums in halves. While a thread has more than one, it gives one half of them
   * away for those of the thread it is folded with, so that each addition is made once.
   */
  private void fold(Value reduction, List<RowWriter.Part> four) {
    List<RowWriter.Part> parts = four;
    List<Integer> given = new ArrayList<>();
    int bit = variant.group() / 2;
    while (bit > 0 && parts.size() > 1) {
      int half = parts.size() / 2;
      String upper = test("ne.u32", set32("and.b32", thread, bit), 0);
      List<RowWriter.Part> mine = new ArrayList<>();
      for (int i = 0; i < half; i++) {
        RowWriter.Part keep = rows.choose(upper, parts.get(i + half), parts.get(i));
        RowWriter.Part give = rows.choose(upper, parts.get(i), parts.get(i + half));
        rows.merge(keep, rows.shuffled(give, bit));
        mine.add(keep);
      }
      parts = mine;
      given.add(bit);
      bit /= 2;
    }
    for (; bit > 0; bit /= 2) {
      rows.exchange(parts.get(0), bit);
    }
    for (int distance : given) {
      rows.exchange(parts.get(0), distance);
    }
    while (parts.size() > 1) {
      int half = parts.size() / 2;
      for (int i = 0; i < half; i++) {
        rows.merge(parts.get(i), parts.get(i + half));
      }
      parts = parts.subList(0, half);
    }
    rows.finish(reduction, parts.get(0));
  }
}
