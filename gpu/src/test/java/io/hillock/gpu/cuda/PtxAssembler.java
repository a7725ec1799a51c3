package io.hillock.gpu.cuda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** NVIDIA's assembler of PTX, which needs no GPU: it makes what the driver would make. */
public final class PtxAssembler {
  /**
   * What it says of a kernel.
   *
   * @param name the kernel
   * @param registers the registers of a thread
   * @param stack the bytes of its stack frame
   * @param spills the bytes of registers that are put aside
   */
  public record Usage(String name, int registers, int stack, int spills) {}

  private static final Pattern NAME = Pattern.compile("Function properties for '?(\\w+)'?");
  private static final Pattern STACK =
      Pattern.compile(
          "(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");

  private static final Pattern ENTRY = Pattern.compile("(?m)^\\.visible \\.entry (\\w+)\\(");
  private static final Pattern HEADER =
      Pattern.compile("(?m)^\\.(version|target|address_size) .*$");
  private static final Pattern EXTERNAL = Pattern.compile("(?m)^\\.extern .*$");

  /** Of kernels and of memory that a block shares. */
  private static final Pattern NAMES =
      Pattern.compile("(?m)^\\.(?:visible \\.entry|shared [^;\\[]*) (\\w+)[\\[(]");

  private PtxAssembler() {}

  /**
   * Returns what the kernels of each text use on a device. The texts are assembled as one, with
   * other names: most of the time that a small one takes is the assembler's start.
   */
  public static List<List<Usage>> assembleAll(List<String> texts, String device) {
    Set<String> once = new LinkedHashSet<>();
    StringBuilder bodies = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      String body = moveOut(EXTERNAL, moveOut(HEADER, texts.get(i), once), once);
      for (MatchResult name : NAMES.matcher(body).results().toList()) {
        body = body.replaceAll("\\b" + name.group(1) + "\\b", name.group(1) + "_" + i);
      }
      bodies.append(body);
    }
    List<Usage> usages;
    try {
      usages = assemble(String.join("\n", once) + "\n" + bodies, device);
    } catch (AssertionError e) {
      // Whichever is at fault says so in its own lines.
      texts.forEach(text -> assemble(text, device));
      throw e;
    }
    List<List<Usage>> result = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String suffix = "_" + i;
      result.add(usages.stream().filter(usage -> usage.name().endsWith(suffix)).toList());
      long kernels = ENTRY.matcher(texts.get(i)).results().count();
      if (result.get(i).size() != kernels) {
        throw new AssertionError(device + " says nothing of some kernels: " + texts.get(i));
      }
    }
    return result;
  }

  /** Takes the lines of a pattern out of a text. */
  private static String moveOut(Pattern pattern, String text, Set<String> to) {
    pattern.matcher(text).results().forEach(line -> to.add(line.group()));
    return pattern.matcher(text).replaceAll("");
  }

  /** Returns what the kernels of a text use on a device such as {@code sm_90}. */
  public static List<Usage> assemble(String ptx, String device) {
    nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
    byte[] text = (ptx + "\0").getBytes(StandardCharsets.US_ASCII);
    check("create", JNvPTXCompiler.nvPTXCompilerCreate(handle, text.length, text));
    try {
      String[] options = {"--gpu-name=" + device, "--verbose", "--warning-as-error"};
      int status = JNvPTXCompiler.nvPTXCompilerCompile(handle, options.length, options);
      if (status != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
        throw new AssertionError(device + ": " + errors(handle) + "\n" + ptx);
      }
      return usages(information(handle));
    } finally {
      JNvPTXCompiler.nvPTXCompilerDestroy(handle);
    }
  }

  private static List<Usage> usages(String log) {
    List<Usage> usages = new ArrayList<>();
    String name = null;
    int stack = 0;
    int spills = 0;
    for (String line : log.lines().toList()) {
      Matcher named = NAME.matcher(line);
      Matcher frame = STACK.matcher(line);
      Matcher used = REGISTERS.matcher(line);
      if (named.find()) {
        name = named.group(1);
      } else if (frame.find()) {
        stack = Integer.parseInt(frame.group(1));
        spills = Integer.parseInt(frame.group(2)) + Integer.parseInt(frame.group(3));
      } else if (used.find()) {
        usages.add(new Usage(name, Integer.parseInt(used.group(1)), stack, spills));
      }
    }
    if (usages.isEmpty()) {
      throw new AssertionError("the assembler says nothing of registers: " + log);
    }
    return usages;
  }

  private static String errors(nvPTXCompilerHandle handle) {
    long[] size = new long[1];
    check("log", JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(handle, size));
    byte[] log = new byte[(int) size[0] + 1];
    check("log", JNvPTXCompiler.nvPTXCompilerGetErrorLog(handle, log));
    return new String(log, StandardCharsets.US_ASCII);
  }

  private static String information(nvPTXCompilerHandle handle) {
    long[] size = new long[1];
    check("log", JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(handle, size));
    byte[] log = new byte[(int) size[0] + 1];
    check("log", JNvPTXCompiler.nvPTXCompilerGetInfoLog(handle, log));
    return new String(log, StandardCharsets.US_ASCII);
  }

  private static void check(String what, int status) {
    if (status != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
      throw new AssertionError(what + ": " + nvPTXCompileResult.stringFor(status));
    }
  }
}
