package io.hillock.cli;

import io.hillock.kernels.Program;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.DataType;
import io.hillock.tensor.Device;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.BackendProvider;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.Arrays;
import java.util.List;

/** A backend with a device for each way to fail. */
public final class FaultyProvider implements BackendProvider {
  /** Every result is {@value #WRONG}. */
  static final int COMPUTES_WRONG = 0;

  static final int UNAVAILABLE = 1;
  static final int THROWS = 2;
  static final int RUNS_OUT_OF_MEMORY = 3;

  static final String REASON = "it has no driver; install faulty-driver";
  private static final float WRONG = 42;

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public List<Device> devices() {
    return List.of(
        Device.available(name(), COMPUTES_WRONG, "Wrong", 3L << 30, "1.0", 0),
        Device.unavailable(name(), UNAVAILABLE, "Absent", REASON),
        Device.available(name(), THROWS, "Throwing", 1L << 30, "1.0", -1),
        Device.available(name(), RUNS_OUT_OF_MEMORY, "Small", 1L << 20, "1.0", -2));
  }

  @Override
  public Backend open(int index) {
    if (index == UNAVAILABLE) {
      throw new BackendUnavailableException(REASON);
    }
    return new FaultyBackend(devices().get(index));
  }

  @Override
  public String source(Program program) {
    return "42";
  }

  private static final class HostMemory implements Memory {
    private final float[] values;

    HostMemory(int count) {
      values = new float[count];
    }

    @Override
    public long bytes() {
      return 4L * values.length;
    }

    @Override
    public void release() {}
  }

  private record FaultyBackend(Device device) implements Backend {
    @Override
    public Memory allocate(DataType type, long count) {
      return new HostMemory((int) count);
    }

    @Override
    public void upload(float[] source, int from, Memory target, long start, int count) {
      System.arraycopy(source, from, ((HostMemory) target).values, (int) start, count);
    }

    @Override
    public void download(Memory source, long start, float[] target, int from, int count) {
      System.arraycopy(((HostMemory) source).values, (int) start, target, from, count);
    }

    @Override
    public void run(
        Program program, float[] parameters, List<Operand> inputs, Memory output, Extent extent) {
      switch (device.index()) {
        case THROWS -> throw new IllegalStateException("the device is on fire\nline two");
        case RUNS_OUT_OF_MEMORY -> throw new OutOfMemoryError("Java heap space");
        default -> Arrays.fill(((HostMemory) output).values, WRONG);
      }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
