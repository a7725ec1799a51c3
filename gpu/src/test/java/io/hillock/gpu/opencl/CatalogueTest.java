package io.hillock.gpu.opencl;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.spi.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel of the catalogue, its derivatives and gradients, on the device. */
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

  static Stream<Kernel> kernels() {
    List<Kernel> kernels = new ArrayList<>();
    for (Kernel kernel : Activations.all()) {
      kernels.add(kernel);
      for (int input = 0; input < kernel.inputs().size(); input++) {
        if (!kernel.isRow()) {
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
}
