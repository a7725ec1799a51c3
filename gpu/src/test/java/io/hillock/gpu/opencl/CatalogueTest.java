package io.hillock.gpu.opencl;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.spi.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel of the catalogue on the device, in float32 its derivatives and gradients, too. */
class CatalogueTest {
  private static OpenClBackend backend;

  @BeforeAll
  static void open() {
    backend = TestDevice.open();
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  /** Of the row kernels one: the conformance tests run them all on this backend. */
  private static List<Kernel> catalogue() {
    return Activations.all().stream()
        .filter(kernel -> !kernel.isRow() || kernel == Activations.SOFTMAX)
        .toList();
  }

  static Stream<Kernel> kernels() {
    List<Kernel> kernels = new ArrayList<>();
    for (Kernel kernel : catalogue()) {
      for (int output = 0; output < kernel.outputs().size(); output++) {
        kernels.add(kernel.output(output));
      }
      for (int input = 0; input < kernel.inputs().size(); input++) {
        if (!kernel.isRow() && kernel.outputs().size() == 1) {
          kernels.add(kernel.derivative(input));
        }
        kernels.add(kernel.backward(input));
      }
    }
    return kernels.stream();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyKernelHasTheBitsOfTheInterpreter(Kernel kernel) {
    int count = 3001;
    float[][] inputs = new float[kernel.inputs().size()][];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = kernel.isRow() ? TestDevice.ordinary(count, i) : TestDevice.spread(count, i);
    }
    Extent extent = new Extent(1, count, 1);
    TestDevice.assertExact(backend, kernel.program(), kernel.parameterValues(), extent, inputs);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void everyKernelHasTheBitsOfTheInterpreterIn16Bits(DataType type) {
    int count = 3001;
    for (Kernel each : catalogue()) {
      Kernel kernel = each.output(each.outputs().size() - 1);
      long[][] inputs = new long[kernel.inputs().size()][];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] =
            kernel.isRow() ? Elements.ordinary(type, count, i) : Elements.spread(type, count, i);
      }
      double[] parameters = kernel.parameterValues();
      Elements.assertExact(
          backend, kernel.program(type), parameters, new Extent(1, count, 1), inputs);
    }
  }
}
