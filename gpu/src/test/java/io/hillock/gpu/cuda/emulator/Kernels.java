package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.PtxAssembler;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Kernels that are written by hand, each of which NVIDIA's compiler must accept. */
final class Kernels {
  static final String HEADER = ".version 7.0\n.target sm_70\n.address_size 64\n";

  /** Registers for all: predicates, 16 and 32 bits, floats, 64 bits, doubles. */
  private static final String REGISTERS =
      """
        .reg .pred %p<10>;
        .reg .b16 %h<10>;
        .reg .b32 %r<20>;
        .reg .f32 %f<20>;
        .reg .b64 %rd<20>;
        .reg .f64 %fd<20>;
      """;

  private static final Map<String, Machine.Loaded> LOADED = new ConcurrentHashMap<>();

  private Kernels() {}

  /** Reads a text that NVIDIA's compiler accepts. */
  static Machine.Loaded load(String ptx) {
    return LOADED.computeIfAbsent(
        ptx,
        text -> {
          PtxAssembler.assemble(text, "sm_70");
          return Machine.load(text);
        });
  }

  /** Requires that NVIDIA's compiler accepts texts of one kernel each, all in one go. */
  static void assemble(Collection<String> texts) {
    StringBuilder all = new StringBuilder(HEADER);
    int number = 0;
    for (String text : texts) {
      String kernel = text.substring(HEADER.length()).replace(" test(", " test" + number++ + "(");
      all.append(kernel);
    }
    PtxAssembler.assemble(all.toString(), "sm_70");
  }

  /**
   * Returns a text with one kernel.
   *
   * @param parameters its parameters, separated by commas, such as {@code b64 out, b32 count}
   * @param body its instructions, which have registers of all types; it returns behind them
   */
  static String kernel(String parameters, String body) {
    return kernel(parameters, "", body);
  }

  /** Returns a text with one kernel and something before it. */
  static String kernel(String parameters, String before, String body) {
    StringBuilder text = new StringBuilder(HEADER).append(before);
    text.append(".visible .entry test(");
    String separator = "";
    for (String parameter : parameters.split(",", -1)) {
      text.append(separator).append(".param .").append(parameter.strip());
      separator = ", ";
    }
    return text.append(")\n{\n").append(REGISTERS).append(body).append("\n  ret;\n}\n").toString();
  }
}
