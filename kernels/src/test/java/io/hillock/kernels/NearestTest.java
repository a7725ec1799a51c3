package io.hillock.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "image, image, 0",
    "imgae, image, 1",
    "imag, image, 1",
    "iimage, image, 1",
    "imaje, image, 1",
    "'', image, 5",
    "abc, xyz, 3",
    "gleu, gelu, 1"
  })
  void slipsAreLettersInsertedDeletedReplacedAndSwapped(String a, String b, int slips) {
    assertEquals(slips, Nearest.slips(a, b));
    assertEquals(slips, Nearest.slips(b, a));
  }

  @Test
  void whatIsFarFromAllNamesIsNearToNone() {
    assertEquals(Optional.empty(), Nearest.to("plot", List.of("image", "check")));
    assertEquals(Optional.of("check"), Nearest.to("chekc", List.of("image", "check")));
  }
}
