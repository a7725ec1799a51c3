package io.hillock.check;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Program;
import io.hillock.tensor.Device;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.BackendProvider;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.List;

/**
 * A backend that asks the interpreter, for the last axis only. Its device 1 is broken: wherever the
 * first input is exactly 0.75 its result is one float too large, and NaN where it is 0.875.
 */
public final class LoopbackProvider implements BackendProvider {
  /** Creates the provider, as the service loader does. */
  public LoopbackProvider() {}

  @Override
  public String name() {
    return "loopback";
  }

  @Override
  public List<Device> devices() {
    return List.of(device(0), device(1));
  }

  private Device device(int index) {
    String name = index == 0 ? "Sound" : "Broken";
    return Device.available(name(), index, name, 1L << 30, "none", 1 - index);
  }

  @Override
  public Backend open(int index) {
    return new Loopback(device(index), index == 1);
  }

  @Override
  public String source(Program program) {
    return program.toString();
  }

  private record Array(DataType type, Object elements, int count) implements Memory {
    @Override
    public long bytes() {
      return (long) type.bytes() * count;
    }

    @Override
    public void release() {}
  }

  private record Loopback(Device device, boolean broken) implements Backend {
    @Override
    public Memory allocate(DataType type, long count) {
      return new Array(type, Elements.array(type, (int) count), (int) count);
    }

    @Override
    public void upload(Object source, int from, Memory target, long start, int count) {
      System.arraycopy(source, from, ((Array) target).elements, (int) start, count);
    }

    @Override
    public void download(Memory source, long start, Object target, int from, int count) {
      System.arraycopy(((Array) source).elements, (int) start, target, from, count);
    }

    @Override
    @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of the type
    public void copy(Memory source, Memory target, DataType type, long count) {
      System.arraycopy(((Array) source).elements, 0, ((Array) target).elements, 0, (int) count);
    }

    @Override
    public void run(
        Program program,
        double[] parameters,
        List<Operand> inputs,
        List<Operand> outputs,
        Extent extent) {
      DataType type = program.type();
      Object result = ((Array) outputs.get(0).memory()).elements;
      Interpreter interpreter = new Interpreter(program, parameters);
      int rows = program.isRow() ? (int) extent.rows() : 1;
      int length = (int) (extent.count() / Math.max(1, rows));
      int width = program.reducesRow() ? 1 : length;
      for (int row = 0; row < rows; row++) {
        long[][] elements = new long[inputs.size()][length];
        for (int i = 0; i < elements.length; i++) {
          Object input = ((Array) inputs.get(i).memory()).elements;
          for (int j = 0; j < length; j++) {
            long at = inputs.get(i).index((long) row * length + j);
            elements[i][j] = Elements.bits(program.inputType(i), input, (int) at);
          }
        }
        long[] bits = interpreter.row((long) row * length, 1, elements)[0];
        for (int i = 0; i < width; i++) {
          double x = type.valueOf(elements[0][i]);
          boolean wrong = broken && x == 0.75;
          Elements.setBits(type, result, row * width + i, wrong ? bits[i] + 1 : bits[i]);
          if (broken && x == 0.875) {
            Elements.set(type, result, row * width + i, Double.NaN);
          }
        }
      }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
