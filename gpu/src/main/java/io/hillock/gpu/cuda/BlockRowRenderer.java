package io.hillock.gpu.cuda;

import io.hillock.gpu.RowSchedule;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import io.hillock.tensor.spi.Extent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Renders a row program for rows that are contiguous and long: a block takes a row, and {@value
 * #TEAM} of its threads, a team, a chunk of it. A thread has one partial sum.
 */
final class BlockRowRenderer extends RowKernel {
  /** The kernel's name. */
  static final String NAME = "hillock_row_block";

  /** The threads that share a chunk: one for each partial sum. */
  static final int TEAM = Reduction.LANES;

  /** The most chunks of a row, whose sums are in shared memory. */
  static final int MOST_CHUNKS = 64;

  /** The elements that a team takes at once. */
  static final int STEP = TEAM * RowWriter.ELEMENTS;

  private static final int WARP = 32;

  /**
   * A variant.
   *
   * @param teams the teams of a block: 1, 2 or 4
   * @param whole whether the length is a multiple of what a team takes at once
   * @param what what is kept
   */
  record Variant(int teams, boolean whole, Kept.What what) implements io.hillock.gpu.cuda.Variant {
    /** Returns the threads of a block. */
    int threads() {
      return teams * TEAM;
    }

    /** Returns how often a thread takes elements of a row. */
    static long passes(int teams, long length) {
      long chunks = RowSchedule.chunks(length);
      return chunks <= 1
          ? (length + STEP - 1) / STEP
          : (chunks + teams - 1) / teams * (Reduction.CHUNK / STEP);
    }

    @Override
    public int together() {
      return 1;
    }

    @Override
    public String render(Program program, Accesses accesses) {
      return BlockRowRenderer.render(program, accesses, this);
    }

    @Override
    public Map<String, Signature> kernels(Program program, Accesses accesses) {
      return Map.of(NAME, signature(program, accesses));
    }

    @Override
    public void launch(Program program, Extent extent, int slots, Launcher launcher) {
      long passes = passes(teams, extent.length());
      int keptBytes = (int) (slots * passes * threads() * RowWriter.keptBytes(program));
      launcher.launch(NAME, extent.rows(), threads(), keptBytes);
    }
  }

  private final Variant variant;
  private final Kept kept;
  private final TeamFold fold;
  private final Map<String, Integer> shared = new TreeMap<>();
  private String thread;
  private String base;

  private BlockRowRenderer(Program program, Accesses accesses, Variant variant) {
    super(program, accesses, signature(program, accesses));
    this.variant = variant;
    this.kept = Kept.of(program, variant.what());
    this.fold = new TeamFold(rows);
  }

  /** Returns the most bytes of shared memory that the text declares. */
  static int declaredBytes(Program program, int threads) {
    int part = 2 * Precision.of(program.type()).bytes();
    return (threads + mostReductions(program) * (MOST_CHUNKS + 2 * threads / WARP)) * part;
  }

  /** Returns the text. */
  static String render(Program program, Accesses accesses, Variant variant) {
    BlockRowRenderer renderer = new BlockRowRenderer(program, accesses, variant);
    String kernel = renderer.kernel();
    return ProgramWriter.header(program)
        + (renderer.kept.count() > 0 ? keptDeclaration() : "")
        + sharedDeclarations(renderer.shared)
        + kernel;
  }

  private String kernel() {
    writer.launchValues();
    thread = special("%tid.x");
    String row = wide(special("%ctaid.x"));
    String step = wide(special("%nctaid.x"));
    String end = out.label("end");
    String again = out.loop("rows");
    out.jumpIf(test("ge.u64", row, writer.argument("rows")), end);
    base = base(row, true);
    for (int phase = 0; phase <= last; phase++) {
      writer.rowValues(phase);
      if (phase == last && program.reducesRow()) {
        String done = out.label("stored");
        out.jumpIf(test("ne.u32", thread, 0), done);
        rows.storeRow(row);
        out.here(done);
      } else {
        phase(phase);
      }
    }
    barrier(); // the next row writes what some may still read of this one
    out.op("add.u64", row, row, step);
    out.jump(again);
    out.here(end);
    return writer.kernel(NAME, variant.threads(), 2 * ROOM);
  }

  private void phase(int phase) {
    Map<Value, List<RowWriter.Part>> maxima = parts(phase, Reduction.MAX, 1);
    Map<Value, List<RowWriter.Part>> sums = parts(phase, Reduction.SUM, 1);
    String length = writer.argument("length");
    String lane = set32("and.b32", thread, TEAM - 1);
    String team = set32("shr.u32", thread, Integer.numberOfTrailingZeros(TEAM));
    String chunk = wide(team);
    int slot = variant.threads() * rows.keptBytes();
    String keptRound = kept.count() > 0 ? kept(thread) : null;
    // All threads take as many rounds, for they meet at the barriers.
    String round = out.set(PtxType.B64, "mov.b64", "0");
    String after = out.label("folded");
    String rounds = out.loop("rounds");
    out.jumpIf(test("ge.u64", round, length), after);
    clear(sums);
    String start = set("mul.lo.u64", chunk, Reduction.CHUNK);
    String end = smaller(set("add.u64", start, Reduction.CHUNK), length);
    String index = set("add.u64", start, wide(lane));
    String address = keptRound == null ? null : out.set(PtxType.B32, "mov.b32", keptRound);
    String done = out.label("taken");
    String again = out.loop("elements");
    out.jumpIf(test("ge.u64", index, end), done);
    List<String> valid = variant.whole() ? null : before(index, TEAM, end);
    Elements elements = elements(base, index, null, TEAM, valid);
    rows.pass(
        kept,
        phase,
        elements,
        address,
        slot,
        known -> {
          gather(maxima, known, elements);
          gather(sums, known, elements);
          if (phase == last) {
            rows.store(elements, known);
          }
        });
    out.op("add.u64", index, index, "" + STEP);
    if (address != null) {
      out.op("add.u32", address, address, "" + slot * kept.count());
    }
    out.op("bra", again);
    out.here(done);
    sums.forEach((reduction, of) -> chunk(reduction, of.get(0), lane, team, chunk, start));
    out.op("add.u64", chunk, chunk, "" + variant.teams());
    out.op("add.u64", round, round, "" + variant.teams() * Reduction.CHUNK);
    if (keptRound != null) {
      int passes = Reduction.CHUNK / STEP;
      out.op("add.u32", keptRound, keptRound, "" + passes * slot * kept.count());
    }
    out.jump(rounds);
    out.here(after);
    maxima.forEach((reduction, of) -> largest(reduction, of.get(0)));
    sums.forEach(this::total);
  }

  /** Folds the partial sums of a team, and puts that of its chunk where the row's are. */
  private void chunk(
      Value sum, RowWriter.Part part, String lane, String team, String chunk, String start) {
    String slots = array("slots", variant.threads() * rows.partBytes());
    String sums = array(chunks(sum), MOST_CHUNKS * rows.partBytes());
    rows.put("shared", at(slots, thread, rows.partBytes()), part);
    barrier();
    String done = out.label("added");
    out.jumpIf(test("ge.u32", lane, WARP), done);
    fold.fold(part, at(slots, thread, rows.partBytes()));
    out.jumpIf(test("ne.u32", lane, 0), done);
    out.jumpIf(test("ge.u64", start, writer.argument("length")), done);
    String index = out.set(PtxType.B32, "cvt.u32.u64", chunk);
    rows.put("shared", at(sums, index, rows.partBytes()), part);
    out.here(done);
    barrier();
  }

  /** Adds the chunks as neighbours, level by level. */
  private void total(Value sum, List<RowWriter.Part> one) {
    RowWriter.Part part = one.get(0);
    String sums = shared(chunks(sum));
    String length = set("add.u64", writer.argument("length"), Reduction.CHUNK - 1L);
    String wide = set("shr.u64", length, Integer.numberOfTrailingZeros(Reduction.CHUNK));
    String chunks = out.set(PtxType.B32, "cvt.u32.u64", wide);
    String apart = out.set(PtxType.B32, "mov.b32", "1");
    String done = out.label("total");
    String again = out.loop("levels");
    out.jumpIf(test("ge.u32", apart, chunks), done);
    String alone = out.label("alone");
    String twice = set32("shl.b32", apart, 1);
    String index = out.set(PtxType.B32, "mul.lo.u32", thread, twice);
    String other = out.set(PtxType.B32, "add.u32", index, apart);
    out.jumpIf(test("ge.u32", other, chunks), alone);
    String place = at(sums, index, rows.partBytes());
    rows.get("shared", place, part);
    RowWriter.Part neighbour = rows.part(sum);
    rows.get("shared", at(sums, other, rows.partBytes()), neighbour);
    rows.merge(part, neighbour);
    rows.put("shared", place, part);
    out.here(alone);
    barrier();
    out.op("mov.b32", apart, twice);
    out.jump(again);
    out.here(done);
    String none = out.label("empty");
    rows.clear(part);
    out.jumpIf(test("eq.u32", chunks, 0), none);
    rows.get("shared", sums, part);
    out.here(none);
    rows.finish(sum, part);
  }

  private void largest(Value reduction, RowWriter.Part part) {
    String array = array(largest(reduction), variant.threads() / WARP * rows.partBytes());
    for (int bit = WARP / 2; bit > 0; bit /= 2) {
      rows.exchange(part, bit);
    }
    String warp = set32("shr.u32", thread, Integer.numberOfTrailingZeros(WARP));
    // Every thread of the warp has the same.
    String others = out.label("others");
    out.jumpIf(test("ne.u32", set32("and.b32", thread, WARP - 1), 0), others);
    rows.put("shared", at(array, warp, rows.partBytes()), part);
    out.here(others);
    barrier();
    for (int i = 0; i < variant.threads() / WARP; i++) {
      RowWriter.Part other = rows.part(reduction);
      rows.get("shared", array + "+" + i * rows.partBytes(), other);
      rows.merge(part, other);
    }
    rows.finish(reduction, part);
  }

  /** The sums of a phase have an array each; the next phase has a barrier before it writes them. */
  private String chunks(Value sum) {
    return "chunks" + rows.reductions(sum.phase(), Reduction.SUM).indexOf(sum);
  }

  /** A phase writes its maxima while some threads may still read those of the phase before. */
  private String largest(Value maximum) {
    int index = rows.reductions(maximum.phase(), Reduction.MAX).indexOf(maximum);
    return "largest" + index + (maximum.phase() % 2 == 0 ? "even" : "odd");
  }

  /** Declares shared memory, once for all that have the name, and returns its address. */
  private String array(String name, int bytes) {
    shared.put(name, bytes);
    return shared(name);
  }
}
