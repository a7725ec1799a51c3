package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  @TempDir Path directory;

  private final Engine sound = Engine.create("loopback", 0);
  private final Engine broken = Engine.create("loopback", 1);

  @AfterEach
  void close() {
    sound.close();
    broken.close();
  }

  private static CheckResult sweep(
      Engine engine, Engine other, Kernel kernel, float from, List<Difference> told) {
    int first = Float.floatToRawIntBits(from);
    SweepJob job = new SweepJob(engine, other, kernel, first, SweepJob.BLOCK, true);
    Tally tally = new Tally();
    job.worker().compare(0, tally, told::add);
    return tally.result("", "", DataType.FLOAT32, "", "");
  }

  @Test
  void allFloatsOfABlockAreCompared() {
    for (Kernel kernel : List.of(Activations.RELU, Activations.GELU, Activations.TANH)) {
      for (float from : new float[] {0, 0.75f, -0.75f, 88, Float.POSITIVE_INFINITY}) {
        CheckResult result = sweep(sound, null, kernel, from, new ArrayList<>());
        assertEquals(SweepJob.BLOCK, result.inputs());
        assertEquals(0, result.bitDifferences() + result.nanMismatches());
        assertEquals(true, result.maxUlp() <= 1, result::toString);
      }
    }
  }

  @Test
  void theGreatestErrorIsExactlyThatOfTheSpreadCheck() {
    CheckResult result = sweep(sound, null, Activations.TANH, 0.75f, new ArrayList<>());
    Truth truth = Truth.of(Activations.TANH).orElseThrow();
    Reference reference = new Reference(Activations.TANH.program());
    float[] found = new float[1];
    double greatest = 0;
    for (int i = 0; i < SweepJob.BLOCK; i++) {
      float x = Float.intBitsToFloat(Float.floatToRawIntBits(0.75f) + i);
      reference.evaluate(new float[][] {{x}}, 0, 1, found, 0);
      greatest = Math.max(greatest, Ulp.error(found[0], truth.value(x)));
    }
    assertEquals(greatest, result.maxUlp(), TrueValues.NOTICEABLE);
    reference.evaluate(new float[][] {{result.worstInput().floatValue()}}, 0, 1, found, 0);
    assertEquals(
        result.maxUlp(), Ulp.error(found[0], truth.value(result.worstInput().doubleValue())));
  }

  @Test
  void aDifferenceFromReferenceOrOtherEngineIsTold() {
    for (Engine other : new Engine[] {null, sound}) {
      List<Difference> told = new ArrayList<>();
      CheckResult result = sweep(broken, other, Activations.RELU, 0.75f, told);
      assertEquals(1, result.bitDifferences());
      assertEquals(1, result.maxUlp());
      assertEquals(0.75f, result.worstInput());
      assertEquals(List.of(0.75), told.get(0).inputs());
    }
  }

  @Test
  void whatIsFinishedIsRemembered() throws IOException {
    CheckResult result = sweep(broken, null, Activations.RELU, 0.75f, new ArrayList<>());
    Tally tally = new Tally();
    tally.compared(SweepJob.BLOCK);
    tally.differs();
    tally.measure(Math.nextUp(0.75f), 0.75, 0, 0.75f);
    SweepState.open(directory.resolve("new"), "cpu relu", "identity").finish(7, tally);
    try (var files = Files.list(directory.resolve("new"))) {
      // A line that was not written to its end.
      Path file = files.findFirst().orElseThrow();
      Files.writeString(file, "8 131072,0,0,tr", StandardOpenOption.APPEND);
    }
    SweepState state = SweepState.open(directory.resolve("new"), "cpu relu", "identity");
    assertEquals(result, state.of(7).result("", "", DataType.FLOAT32, "", ""));
    assertNull(state.of(6));
    assertNull(state.of(8));
    assertNull(SweepState.open(directory.resolve("new"), "cpu relu", "another").of(7));
    state.delete();
    assertNull(SweepState.open(directory.resolve("new"), "cpu relu", "identity").of(7));
  }
}
