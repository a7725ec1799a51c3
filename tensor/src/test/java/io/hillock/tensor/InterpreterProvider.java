package io.hillock.tensor;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.BackendProvider;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.lang.reflect.Array;
import java.util.List;

/** A backend that asks the interpreter, and counts its calls and the largest array it was given. */
public final class InterpreterProvider implements BackendProvider {
  /** How often a program was run. */
  static int runs;

  /** The elements in the largest array of a copy. */
  static int largest;

  @Override
  public String name() {
    return "interpreter";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.available(name(), 0, "the interpreter", 1L << 30, "none", 0));
  }

  @Override
  public Backend open(int index) {
    return new Interpreting(devices().get(0));
  }

  @Override
  public String source(Program program) {
    return program.toString();
  }

  /** An array as the elements are stored. */
  private record Host(DataType type, Object array) implements Memory {
    @Override
    public long bytes() {
      return (long) type.bytes() * Array.getLength(array);
    }

    @Override
    public void release() {}

    long bits(long index) {
      int i = (int) index;
      return switch (type) {
        case FLOAT16, BFLOAT16 -> ((short[]) array)[i] & 0xffffL;
        case FLOAT32 -> Float.floatToRawIntBits(((float[]) array)[i]) & 0xffffffffL;
        case FLOAT64 -> Double.doubleToRawLongBits(((double[]) array)[i]);
        case INT32 -> ((int[]) array)[i] & 0xffffffffL;
        case BOOL -> ((byte[]) array)[i] & 0xffL;
      };
    }

    void set(long index, long bits) {
      int i = (int) index;
      switch (type.bytes()) {
        case 2 -> ((short[]) array)[i] = (short) bits;
        case 4 -> ((float[]) array)[i] = Float.intBitsToFloat((int) bits);
        default -> ((double[]) array)[i] = Double.longBitsToDouble(bits);
      }
    }
  }

  private record Interpreting(Device device) implements Backend {
    @Override
    public Memory allocate(DataType type, long count) {
      int length = (int) count;
      return new Host(
          type,
          switch (type) {
            case FLOAT32 -> new float[length];
            case FLOAT64 -> new double[length];
            case FLOAT16, BFLOAT16 -> new short[length];
            case INT32 -> new int[length];
            case BOOL -> new byte[length];
          });
    }

    @Override
    public void upload(Object source, int from, Memory target, long start, int count) {
      largest = Math.max(largest, Array.getLength(source));
      System.arraycopy(source, from, ((Host) target).array, (int) start, count);
    }

    @Override
    public void download(Memory source, long start, Object target, int from, int count) {
      largest = Math.max(largest, Array.getLength(target));
      System.arraycopy(((Host) source).array, (int) start, target, from, count);
    }

    @Override
    @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of the type
    public void copy(Memory source, Memory target, DataType type, long count) {
      System.arraycopy(((Host) source).array, 0, ((Host) target).array, 0, (int) count);
    }

    @Override
    public void run(
        Program program,
        double[] parameters,
        List<Operand> inputs,
        List<Operand> outputs,
        Extent extent) {
      runs++;
      Interpreter interpreter = new Interpreter(program, parameters);
      for (long row = 0; row < (program.isRow() ? extent.rows() : 1); row++) {
        long outer = row / extent.inner();
        long start = outer * extent.length() * extent.inner() + row % extent.inner();
        long step = program.isRow() ? extent.inner() : 1;
        int length = (int) (program.isRow() ? extent.length() : extent.count());
        long[][] elements = new long[inputs.size()][length];
        for (int input = 0; input < elements.length; input++) {
          for (int i = 0; i < length; i++) {
            elements[input][i] = read(inputs.get(input), start + i * step);
          }
        }
        long[][] results = interpreter.row(start, step, elements);
        for (int output = 0; output < results.length; output++) {
          for (int i = 0; i < results[output].length; i++) {
            long at = program.reducesRow() ? row : start + i * step;
            ((Host) outputs.get(output).memory())
                .set(outputs.get(output).index(at), results[output][i]);
          }
        }
      }
    }

    private static long read(Operand operand, long i) {
      return ((Host) operand.memory()).bits(operand.index(i));
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
