package io.hillock.gpu.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.hillock.gpu.DiskCache;
import io.hillock.gpu.HostArray;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import io.hillock.tensor.Device;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Opens the first OpenCL device and compares what it computes with the interpreter. */
final class TestDevice {
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -0x1p-127f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    0.5f,
    -0.5f,
    88.7f,
    -88.7f,
    -103.9f,
    104f,
    17f,
    -17f,
    5.5f,
    -5.5f,
    1e-20f,
    -1e-20f,
    3e38f
  };

  private TestDevice() {}

  /** Returns the first device that is there; the tests need one and do not pass without. */
  static Device first() {
    List<Device> devices = new OpenClProvider().devices();
    return devices.stream()
        .filter(Device::available)
        .findFirst()
        .orElseGet(
            () ->
                fail(
                    "these tests need an OpenCL device; install one with 'apt-get install"
                        + " pocl-opencl-icd ocl-icd-libopencl1': "
                        + devices));
  }

  static OpenClBackend open() {
    return new OpenClProvider().open(first().index(), DiskCache.of("opencl"));
  }

  /** Opens the device with operations written and rows laid out in a given way. */
  static OpenClBackend open(OpenClDialect dialect, boolean serialRows) {
    OpenClDevice device = OpenClDevice.all().get(first().index());
    return new OpenClBackend(device, dialect, serialRows, DiskCache.of("opencl"));
  }

  /** Returns numbers of all magnitudes, those that need care among them. */
  static float[] spread(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (random.nextInt(4)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1 -> Float.intBitsToFloat(random.nextInt());
            default -> (float) random.nextGaussian() * 10;
          };
    }
    return values;
  }

  /** Returns numbers whose sum is finite and depends on the order in which they are added. */
  static float[] ordinary(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian()));
    }
    return values;
  }

  /** Runs a program on dense inputs. */
  static float[] run(
      Backend backend, Program program, double[] parameters, Extent extent, float[]... inputs) {
    List<Memory> memories = new ArrayList<>();
    List<Operand> operands = new ArrayList<>();
    for (float[] input : inputs) {
      Memory memory = upload(backend, input);
      memories.add(memory);
      operands.add(Operand.dense(memory));
    }
    float[] found = run(backend, program, parameters, extent, operands);
    memories.forEach(Memory::release);
    return found;
  }

  static float[] run(
      Backend backend,
      Program program,
      double[] parameters,
      Extent extent,
      List<Operand> operands) {
    long count = program.reducesRow() ? extent.rows() : extent.count();
    // One more than is written, to see that nothing is written behind the end.
    float[] found = new float[(int) count + 1];
    Arrays.fill(found, 42f);
    Memory output = upload(backend, found);
    backend.run(program, parameters, operands, List.of(Operand.dense(output)), extent);
    backend.download(output, 0, found, 0, found.length);
    output.release();
    assertEquals(42f, found[(int) count], program.name() + " wrote behind the end");
    return Arrays.copyOf(found, (int) count);
  }

  static Memory upload(Backend backend, float[] values) {
    Memory memory = backend.allocate(DataType.FLOAT32, values.length);
    backend.upload(values, 0, memory, 0, values.length);
    return memory;
  }

  /** Returns what the interpreter gives for rows that lie as the extent says. */
  static float[] expected(Program program, double[] parameters, Extent extent, float[]... inputs) {
    long[][] bits = new long[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      bits[i] = HostArray.bits(inputs[i]);
    }
    long[] result = Elements.expected(program, parameters, extent, bits)[0];
    return (float[]) HostArray.of(DataType.FLOAT32, result);
  }

  /** Compares bit for bit; a NaN is equal to a NaN. */
  static void assertSameBits(float[] expected, float[] found, String what) {
    assertEquals(expected.length, found.length, what);
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
        fail(
            what
                + ": element "
                + i
                + " is "
                + Float.toHexString(found[i])
                + ", but must be "
                + Float.toHexString(expected[i]));
      }
    }
  }

  /** Runs a program on dense inputs and compares the result with the interpreter's. */
  static void assertExact(
      Backend backend, Program program, double[] parameters, Extent extent, float[]... inputs) {
    float[] found = run(backend, program, parameters, extent, inputs);
    assertSameBits(
        expected(program, parameters, extent, inputs), found, program.name() + " " + extent);
  }
}
