package io.hillock.cli;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Program;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.BackendProvider;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/** A backend with a device for each way to fail, and one that asks the interpreter. */
public final class FaultyProvider implements BackendProvider {
  /** Every result is {@value #WRONG}. */
  static final int COMPUTES_WRONG = 0;

  static final int UNAVAILABLE = 1;
  static final int THROWS = 2;
  static final int RUNS_OUT_OF_MEMORY = 3;

  /** Map programs only, with the interpreter. */
  static final int INTERPRETS = 4;

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
        Device.available(name(), RUNS_OUT_OF_MEMORY, "Small", 1L << 20, "1.0", -2),
        Device.available(name(), INTERPRETS, "Sound", 1L << 30, "1.0", -3));
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

  private record HostMemory(DataType type, Object array) implements Memory {
    static HostMemory of(DataType type, int count) {
      return new HostMemory(
          type,
          switch (type) {
            case FLOAT32 -> new float[count];
            case FLOAT64 -> new double[count];
            case FLOAT16, BFLOAT16 -> new short[count];
            case INT32 -> new int[count];
            case BOOL -> new byte[count];
          });
    }

    @Override
    public long bytes() {
      return (long) type.bytes() * Array.getLength(array);
    }

    @Override
    public void release() {}

    long bits(int i) {
      return switch (type.bytes()) {
        case 2 -> Array.getShort(array, i) & 0xffffL;
        case 4 -> Float.floatToRawIntBits(Array.getFloat(array, i)) & 0xffffffffL;
        default -> Double.doubleToRawLongBits(Array.getDouble(array, i));
      };
    }

    void set(int i, long bits) {
      switch (type.bytes()) {
        case 2 -> Array.setShort(array, i, (short) bits);
        case 4 -> Array.setFloat(array, i, Float.intBitsToFloat((int) bits));
        default -> Array.setDouble(array, i, Double.longBitsToDouble(bits));
      }
    }
  }

  private record FaultyBackend(Device device) implements Backend {
    @Override
    public Memory allocate(DataType type, long count) {
      return HostMemory.of(type, (int) count);
    }

    @Override
    public void upload(Object source, int from, Memory target, long start, int count) {
      System.arraycopy(source, from, ((HostMemory) target).array, (int) start, count);
    }

    @Override
    public void download(Memory source, long start, Object target, int from, int count) {
      System.arraycopy(((HostMemory) source).array, (int) start, target, from, count);
    }

    @Override
    @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of the type
    public void copy(Memory source, Memory target, DataType type, long count) {
      System.arraycopy(((HostMemory) source).array, 0, ((HostMemory) target).array, 0, (int) count);
    }

    @Override
    public void run(
        Program program,
        double[] parameters,
        List<Operand> inputs,
        List<Operand> outputs,
        Extent extent) {
      Memory output = outputs.get(0).memory();
      switch (device.index()) {
        case THROWS -> throw new IllegalStateException("the device is on fire\nline two");
        case RUNS_OUT_OF_MEMORY -> throw new OutOfMemoryError("Java heap space");
        case INTERPRETS -> interpret(new Interpreter(program, parameters), inputs, outputs, extent);
        default -> Arrays.fill((float[]) ((HostMemory) output).array, WRONG);
      }
    }

    private static void interpret(
        Interpreter interpreter, List<Operand> inputs, List<Operand> outputs, Extent extent) {
      int count = (int) extent.count();
      long[][] elements = new long[inputs.size()][count];
      for (int input = 0; input < elements.length; input++) {
        Operand operand = inputs.get(input);
        for (int i = 0; i < count; i++) {
          elements[input][i] = ((HostMemory) operand.memory()).bits((int) operand.index(i));
        }
      }
      long[][] results = interpreter.row(0, 1, elements);
      for (int output = 0; output < results.length; output++) {
        Operand operand = outputs.get(output);
        for (int i = 0; i < count; i++) {
          ((HostMemory) operand.memory()).set((int) operand.index(i), results[output][i]);
        }
      }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
