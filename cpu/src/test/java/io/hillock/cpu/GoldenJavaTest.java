package io.hillock.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.Activations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares what is rendered with the files under kernels/golden, so that a change of rendering is
 * seen in review. {@code -Dhillock.golden=update} writes them anew.
 */
class GoldenJavaTest {
  private static final int LANES_OF_256_BITS = 8;

  @ParameterizedTest
  @ValueSource(strings = {"gelu", "softmax"})
  void renderedJavaIsAsReviewed(String function) throws IOException {
    Path golden = Path.of("..", "kernels", "golden", function + ".java");
    String rendered = JavaRenderer.render(Activations.named(function).program(), LANES_OF_256_BITS);
    if ("update".equals(System.getProperty("hillock.golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, rendered);
    }
    assertEquals(Files.readString(golden), rendered);
  }
}
