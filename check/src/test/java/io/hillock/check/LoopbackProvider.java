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

  private static final class Array implements Memory {
    private final float[] values;

    Array(int count) {
      values = new float[count];
    }

    @Override
    public long bytes() {
      return 4L * values.length;
    }

    @Override
    public void release() {}
  }

  private record Loopback(Device device, boolean broken) implements Backend {
    @Override
    public Memory allocate(DataType type, long count) {
      return new Array((int) count);
    }

    @Override
    public void upload(Object source, int from, Memory target, long start, int count) {
      System.arraycopy(source, from, ((Array) target).values, (int) start, count);
    }

    @Override
    public void download(Memory source, long start, Object target, int from, int count) {
      System.arraycopy(((Array) source).values, (int) start, target, from, count);
    }

    @Override
    public void run(
        Program program,
        double[] parameters,
        List<Operand> inputs,
        List<Operand> outputs,
        Extent extent) {
      Memory output = outputs.get(0).memory();
      Interpreter interpreter = new Interpreter(program, parameters);
      float[] result = ((Array) output).values;
      int rows = program.isRow() ? (int) extent.rows() : 1;
      int length = (int) (extent.count() / Math.max(1, rows));
      int width = program.reducesRow() ? 1 : length;
      for (int row = 0; row < rows; row++) {
        float[][] elements = new float[inputs.size()][length];
        for (int i = 0; i < elements.length; i++) {
          float[] input = ((Array) inputs.get(i).memory()).values;
          System.arraycopy(input, row * length, elements[i], 0, length);
        }
        System.arraycopy(interpreter.row(elements), 0, result, row * width, width);
        for (int i = 0; broken && i < width; i++) {
          if (elements[0][i] == 0.75f) {
            result[row * width + i] = Math.nextUp(result[row * width + i]);
          } else if (elements[0][i] == 0.875f) {
            result[row * width + i] = Float.NaN;
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
