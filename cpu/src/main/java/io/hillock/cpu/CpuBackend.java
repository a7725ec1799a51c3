package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import io.hillock.tensor.Device;
import io.hillock.tensor.OutOfDeviceMemoryException;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.List;

/** Runs rendered Java on the cores of this machine. A call returns when its work is done. */
final class CpuBackend implements Backend {
  /** Elements that a thread copies before it looks for more. */
  private static final long COPIED = 1 << 16;

  private final Device device;
  private final KernelCompiler compiler;
  private final WorkerPool workers;

  CpuBackend(Device device, KernelCompiler compiler, int threads) {
    this.device = device;
    this.compiler = compiler;
    this.workers = new WorkerPool(threads);
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Memory allocate(DataType type, long count) {
    try {
      return new CpuMemory(type, count);
    } catch (OutOfMemoryError e) {
      Runtime runtime = Runtime.getRuntime();
      long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
      throw new OutOfDeviceMemoryException(
          "the Java heap has no room for "
              + count * type.bytes()
              + " bytes: "
              + free
              + " of "
              + runtime.maxMemory()
              + " are free; close tensors or raise the limit with -Xmx",
          e);
    }
  }

  @Override
  public void upload(Object source, int from, Memory target, long start, int count) {
    ((CpuMemory) target).set(start, source, from, count);
  }

  @Override
  public void download(Memory source, long start, Object target, int from, int count) {
    ((CpuMemory) source).get(start, target, from, count);
  }

  @Override
  public void copy(Memory source, Memory target, DataType type, long count) {
    CpuMemory from = (CpuMemory) source;
    CpuMemory to = (CpuMemory) target;
    workers.run(
        part -> to.copyFrom(from, part * COPIED, Math.min(COPIED, count - part * COPIED)),
        (count + COPIED - 1) / COPIED);
  }

  @Override
  public void run(
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    prepare(program, parameters, inputs, outputs, extent).run();
  }

  @Override
  public Runnable prepare(
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    // A call's fields are final, so that any thread may take the last one from here.
    Call[] last = new Call[1];
    return () -> {
      RenderedKernel kernel = compiler.compile(program, extent.count());
      Call call = last[0];
      if (call == null || call.kernel != kernel) {
        call =
            program.isRow()
                ? new RowCall(kernel, program, parameters, inputs, outputs, extent)
                : new MapCall(kernel, program, parameters, inputs, outputs, extent);
        last[0] = call;
      }
      workers.run(call, call.parts());
    };
  }

  @Override
  public void finish() {}

  @Override
  public void close() {
    workers.close();
  }
}
