package io.hillock.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs the same work in a Java without the Vector API module and compares what it prints. */
class ScalarFallbackTest {
  /** Prints a hash of the bits of every kernel's results. */
  public static void main(String[] args) {
    Random random = new Random(7);
    float[] values = new float[5003];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * (1 << random.nextInt(8));
    }
    try (Engine engine = Engine.create("cpu");
        Tensor x = engine.tensor(values, values.length)) {
      for (Kernel each : ofReals()) {
        Kernel kernel = each.output(each.outputs().size() - 1);
        Kernel backward = each.backward();
        Tensor[] inputs = new Tensor[backward.inputs().size()];
        Arrays.fill(inputs, x);
        try (Tensor y = engine.run(kernel, Arrays.copyOf(inputs, kernel.inputs().size()));
            Tensor dx = engine.run(backward, inputs)) {
          System.out.println(kernel.name() + " " + hash(y) + " " + hash(dx));
        }
      }
    }
  }

  /** The functions all of whose inputs are real numbers. */
  private static List<Kernel> ofReals() {
    return Activations.all().stream()
        .filter(kernel -> areReal(kernel.program()) && areReal(kernel.backward().program()))
        .toList();
  }

  private static boolean areReal(Program program) {
    return IntStream.range(0, program.inputs()).allMatch(i -> program.inputType(i).isReal());
  }

  private static int hash(Tensor tensor) {
    int hash = 0;
    for (float value : tensor.toFloatArray()) {
      hash = 31 * hash + Float.floatToIntBits(value);
    }
    return hash;
  }

  private static List<String> run(Path errors, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ScalarFallbackTest.class.getName());
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.lines().toList();
  }

  @Test
  void withoutTheModuleTheBitsAreTheSameAndOneWarningSaysTheCure(
      @org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
    Path quiet = folder.resolve("vector.txt");
    Path warned = folder.resolve("scalar.txt");
    List<String> vector =
        run(quiet, "--add-modules", "jdk.incubator.vector", "-Dhillock.cpu.vector=always");
    List<String> scalar = run(warned);
    assertEquals(ofReals().size(), vector.size());
    assertEquals(vector, scalar);
    List<String> warnings =
        java.nio.file.Files.readAllLines(warned).stream()
            .filter(line -> line.contains("Vector API"))
            .toList();
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(warnings.get(0).contains("--add-modules jdk.incubator.vector"));
  }
}
