package io.hillock.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuMemoryTest {
  private static float[] noise(int count) {
    Random random = new Random(count);
    float[] result = new float[count];
    for (int i = 0; i < count; i++) {
      result[i] = (float) random.nextGaussian() * 4;
    }
    return result;
  }

  private static CpuMemory filled(float[] values, int pageSize) {
    CpuMemory memory = new CpuMemory(DataType.FLOAT32, values.length, pageSize);
    memory.set(0, values, 0, values.length);
    return memory;
  }

  private static float[] read(CpuMemory memory, int count) {
    float[] result = new float[count];
    memory.get(0, result, 0, count);
    return result;
  }

  @Test
  void elementsGoInAndOutAcrossPages() {
    float[] values = noise(1000);
    CpuMemory memory = filled(values, 64);
    assertArrayEquals(values, read(memory, 1000));
    assertEquals(4000, memory.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void callsWorkAcrossPagesOfDifferentSizes(int lanes) {
    KernelCompiler compiler = new KernelCompiler(lanes, 0);
    int rows = 20;
    int length = 50;
    float[] values = noise(rows * length);
    for (Kernel kernel : List.of(Activations.SIGMOID, Activations.SOFTMAX)) {
      CpuMemory input = filled(values, 64);
      CpuMemory output = new CpuMemory(DataType.FLOAT32, values.length, 96);
      Extent extent = new Extent(rows, length, 1);
      var rendered = compiler.compile(kernel.program(), values.length);
      var operands = List.of(Operand.dense(input));
      var results = List.of(Operand.dense(output));
      double[] none = {};
      Call call =
          kernel.isRow()
              ? new RowCall(rendered, kernel.program(), none, operands, results, extent)
              : new MapCall(rendered, kernel.program(), none, operands, results, extent);
      for (long part = 0; part < call.parts(); part++) {
        call.run(part);
      }
      float[] expected = new float[values.length];
      for (int row = 0; row < rows; row++) {
        float[] in = java.util.Arrays.copyOfRange(values, row * length, (row + 1) * length);
        float[] out = new Interpreter(kernel.program()).row(in);
        System.arraycopy(out, 0, expected, row * length, length);
      }
      assertArrayEquals(expected, read(output, values.length), kernel.name());
    }
  }
}
