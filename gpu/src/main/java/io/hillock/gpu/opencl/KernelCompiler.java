package io.hillock.gpu.opencl;

import io.hillock.gpu.DiskCache;
import io.hillock.gpu.RowSchedule;
import io.hillock.kernels.Program;
import io.hillock.tensor.KernelCompilationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/**
 * Compiles programs for one device, each variant once: in this process by content, and from one run
 * to the next by source, options, device and driver.
 */
final class KernelCompiler {
  /**
   * What is compiled by itself.
   *
   * @param program the program
   * @param accesses how its operands are accessed
   * @param rows who takes a row; null for a map program
   * @param width the work items that share a row, where a group takes it
   */
  record Variant(Program program, Accesses accesses, RowSchedule.Kind rows, int width) {}

  private final OpenClDevice device;
  private final cl_context context;
  private final OpenClDialect dialect;
  private final DiskCache cache;
  private final Map<Variant, CompiledProgram> compiled = new ConcurrentHashMap<>();
  private final AtomicInteger fromSource = new AtomicInteger();
  private final AtomicInteger fromCache = new AtomicInteger();

  KernelCompiler(OpenClDevice device, cl_context context, OpenClDialect dialect, DiskCache cache) {
    this.device = device;
    this.context = context;
    this.dialect = dialect;
    this.cache = cache;
  }

  /**
   * Returns the compiled program.
   *
   * @throws KernelCompilationException if the driver rejects it
   */
  CompiledProgram compile(Variant variant) {
    return compiled.computeIfAbsent(
        variant, key -> new CompiledProgram(build(source(key), key), device.id()));
  }

  /** Returns how many programs the driver compiled from source. */
  int compiledFromSource() {
    return fromSource.get();
  }

  /** Returns how many programs came from the disk. */
  int loadedFromCache() {
    return fromCache.get();
  }

  /** Gives all compiled programs back. */
  void close() {
    compiled.values().forEach(CompiledProgram::release);
    compiled.clear();
  }

  private String source(Variant variant) {
    Program program = variant.program();
    Accesses accesses = variant.accesses();
    return variant.rows() == RowSchedule.Kind.ITEM
        ? SerialRowRenderer.render(program, accesses, dialect)
        : variant.rows() == RowSchedule.Kind.CHUNKS
            ? SplitRowRenderer.render(program, accesses, dialect)
            : OpenClRenderer.render(program, accesses, dialect);
  }

  /** Never an option that lets the compiler change a result. */
  private String options(int width) {
    return "-cl-std=CL1.2"
        + (dialect.dividesExactly() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "")
        + (width == 0 || width == RowSchedule.GROUP ? "" : " -D WIDTH=" + width);
  }

  private cl_program build(String source, Variant variant) {
    String options = options(variant.width());
    List<String> parts = new ArrayList<>(List.of(source, options));
    parts.addAll(device.identity());
    String key = DiskCache.key(parts.toArray(String[]::new));
    Optional<cl_program> kept = cache.get(key).flatMap(binary -> fromBinary(binary, options));
    if (kept.isPresent()) {
      fromCache.incrementAndGet();
      return kept.get();
    }
    cl_program program = fromSource(source, options, variant.program().name());
    fromSource.incrementAndGet();
    binary(program).ifPresent(binary -> cache.put(key, binary));
    return program;
  }

  /** Returns the program of a binary; nothing where the driver does not take it. */
  private Optional<cl_program> fromBinary(byte[] binary, String options) {
    int[] status = new int[1];
    cl_program[] result = new cl_program[1];
    int created =
        OpenClStatus.status(
            () -> {
              result[0] =
                  CL.clCreateProgramWithBinary(
                      context,
                      1,
                      devices(),
                      new long[] {binary.length},
                      new byte[][] {binary},
                      null,
                      status);
              return status[0];
            });
    if (created != CL.CL_SUCCESS) {
      return Optional.empty();
    }
    if (buildStatus(result[0], options) != CL.CL_SUCCESS) {
      OpenClStatus.status(() -> CL.clReleaseProgram(result[0]));
      return Optional.empty();
    }
    return Optional.of(result[0]);
  }

  /** Compiles a source. */
  cl_program fromSource(String source, String options, String name) {
    cl_program program =
        OpenClStatus.create(
            "clCreateProgramWithSource for " + name,
            status ->
                CL.clCreateProgramWithSource(context, 1, new String[] {source}, null, status));
    int built = buildStatus(program, options);
    if (built != CL.CL_SUCCESS) {
      String log = log(program);
      OpenClStatus.status(() -> CL.clReleaseProgram(program));
      throw new KernelCompilationException(
          name
              + " could not be compiled for "
              + device.name()
              + " by "
              + device.driver()
              + " with the options '"
              + options
              + "': "
              + CL.stringFor_errorCode(built),
          source,
          log,
          null);
    }
    return program;
  }

  private int buildStatus(cl_program program, String options) {
    return OpenClStatus.status(() -> CL.clBuildProgram(program, 1, devices(), options, null, null));
  }

  private String log(cl_program program) {
    int query = CL.CL_PROGRAM_BUILD_LOG;
    long[] size = new long[1];
    OpenClStatus.check(
        "clGetProgramBuildInfo",
        () -> CL.clGetProgramBuildInfo(program, device.id(), query, 0, null, size));
    byte[] text = new byte[(int) size[0]];
    OpenClStatus.check(
        "clGetProgramBuildInfo",
        () ->
            CL.clGetProgramBuildInfo(
                program, device.id(), query, text.length, Pointer.to(text), null));
    return OpenClDevice.string(text);
  }

  /** Returns the program as the driver takes it back; nothing where it does not give it. */
  private static Optional<byte[]> binary(cl_program program) {
    long[] size = new long[1];
    int known =
        OpenClStatus.status(
            () ->
                CL.clGetProgramInfo(
                    program, CL.CL_PROGRAM_BINARY_SIZES, Long.BYTES, Pointer.to(size), null));
    if (known != CL.CL_SUCCESS || size[0] <= 0 || size[0] > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    byte[] binary = new byte[(int) size[0]];
    int read =
        OpenClStatus.status(
            () ->
                CL.clGetProgramInfo(
                    program,
                    CL.CL_PROGRAM_BINARIES,
                    Sizeof.POINTER,
                    Pointer.to(Pointer.to(binary)),
                    null));
    return read == CL.CL_SUCCESS ? Optional.of(binary) : Optional.empty();
  }

  private cl_device_id[] devices() {
    return new cl_device_id[] {device.id()};
  }
}
