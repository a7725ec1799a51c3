package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.tensor.Backends;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes 2 and 3, and that one line says why. */
final class UsageTest {
  private static Outcome run(String words) {
    return Outcome.of((Object[]) words.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "devces | hillock: there is no command 'devces'; did you mean 'devices'?",
        "devices --jsno | hillock devices: there is no option '--jsno'; did you mean '--json'?",
        "kernel relu --trget java"
            + " | hillock kernel: there is no option '--trget'; did you mean '--target'?",
        "kernel relu | hillock kernel: missing required option: '--target=LANGUAGE'",
        "kernel --target java | hillock kernel: missing required parameter: 'FUNCTION'",
        "kernel relu elu --target java | hillock kernel: there is one argument too many: 'elu'",
        "kernel relu --target cuda"
            + " | hillock kernel: --target: it may be java, opencl, ptx, not 'cuda'",
        "kernel relu --target java --data-type float8"
            + " | hillock kernel: --data-type: it may be float32, float16, bfloat16, float64, not"
            + " 'float8'",
        "kernel elu --target java --param alpha"
            + " | hillock kernel: --param: must be NAME=VALUE, not 'alpha'",
        "kernel elu --target java --param alpha=big"
            + " | hillock kernel: --param: 'big' is not a number",
        "kernel elu --target java --param =1"
            + " | hillock kernel: --param: must be NAME=VALUE, not '=1'",
        "kernel elu --target java --param alpha="
            + " | hillock kernel: --param: '' is not a number",
        "kernel elu --target java --param alpha=1f"
            + " | hillock kernel: --param: '1f' is not a number",
        "kernel elu --target java --param alpha=1d"
            + " | hillock kernel: --param: '1d' is not a number",
        "kernel elu --target java --param alpha=NaN"
            + " | hillock kernel: --param: 'NaN' is not a number",
        "kernel elu --target java --param alpha=1 --param alpha=2"
            + " | hillock kernel: --param: alpha was given more than once",
        "kernel elu --target java --param beta=1"
            + " | hillock kernel: --param: elu has no parameter 'beta'; it has alpha",
        "kernel softmax --target java --derivative | hillock kernel: --derivative: softmax works"
            + " along a row, so its derivative is a matrix; --backward gives its product with a"
            + " gradient",
        "check relu --backend gpu"
            + " | hillock check: --backend: it may be auto, cpu, opencl or cuda, not 'gpu'",
        "check relu --device -1 | hillock check: --device: it may be 0 or greater, not -1",
        "check relu --device x | hillock check: --device: 'x' is not a whole number",
        "check relu --inputs 0 | hillock check: --inputs: it may be 1 or more, not 0",
        "check relu --all | hillock check: --all and the names of functions exclude each other",
      })
  void refusalNamesTheArgumentAndWhatItMayBe(String words, String line) {
    run(words).refused(line);
  }

  @Test
  void parameterOutOfRangeIsRefusedAsTheFunctionSays() {
    String reason =
        assertThrows(IllegalArgumentException.class, () -> Activations.GAUSSIAN.with("sigma", -1))
            .getMessage();
    Outcome.of("kernel", "gaussian", "--target", "java", "--param", "sigma=-1")
        .refused("hillock kernel: --param: " + reason);
  }

  @Test
  void missingCommandListsAllOfThem() {
    Outcome.of()
        .refused(
            "hillock: a command is missing; it may be image, apply, plot, activations, devices, kernel,"
                + " check, bench, completion");
  }

  @Test
  void commandLikeNoOtherListsAllOfThem() {
    Outcome.of("xyzzy")
        .refused(
            "hillock: there is no command 'xyzzy'; it may be image, apply, plot, activations, devices,"
                + " kernel, check, bench, completion");
  }

  @Test
  void optionLikeNoOtherListsAllOfThem() {
    Outcome.of("devices", "--colour")
        .refused(
            "hillock devices: there is no option '--colour'; it may be --json, --help, --version,"
                + " --verbose");
  }

  @ParameterizedTest
  @CsvSource({"softmx, softmax", "leaky_relu, leaky-relu", "sigmoyd, sigmoid", "RELU, relu"})
  void unknownFunctionSuggestsTheNearest(String typed, String nearest) {
    String message =
        "FUNCTION: there is no function '" + typed + "'; did you mean '" + nearest + "'?";
    String see = " (see 'hillock activations')";
    Outcome.of("kernel", typed, "--target", "java")
        .saysOnly(ExitCode.USAGE, "hillock kernel: " + message + see);
    Outcome.of("image", "a.png", "--function", typed, "--output", "out")
        .saysOnly(
            ExitCode.USAGE, "hillock image: " + message.replace("FUNCTION", "--function") + see);
  }

  @Test
  void optionsThatExcludeEachOtherAreRefusedTogether() {
    Outcome outcome =
        Outcome.of("kernel", "relu", "--target", "java", "--derivative", "--backward");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(
        outcome.err().startsWith("hillock kernel: --derivative, --backward are mutually"),
        outcome.err());
    assertEquals(1, outcome.err().lines().count());
  }

  @Test
  void deviceThatIsNotThereEndsWithThree() {
    Outcome outcome = Outcome.of("check", "relu", "--backend", "cpu", "--device", "7");
    assertEquals(ExitCode.UNAVAILABLE, outcome.code());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void noBackendWithADeviceOfThatNumberEndsWithThree() {
    Outcome.of("check", "relu", "--device", "77")
        .saysOnly(
            ExitCode.UNAVAILABLE,
            "hillock check: no backend has a device 77; 'hillock devices' lists what there is");
  }

  @Test
  void unavailableDeviceEndsWithThreeAndTheCure() {
    Outcome.of("check", "relu", "--backend", "faulty", "--device", FaultyProvider.UNAVAILABLE)
        .saysOnly(ExitCode.UNAVAILABLE, "hillock check: " + FaultyProvider.REASON);
  }

  @ParameterizedTest
  @CsvSource({"opencl", "cuda"})
  void backendThatIsNotAvailableEndsWithThree(String backend) {
    boolean available =
        Backends.devices().stream().anyMatch(d -> d.backend().equals(backend) && d.available());
    Outcome outcome = Outcome.of("check", "relu", "--backend", backend, "--inputs", 1000);
    if (available) {
      outcome.succeeded();
    } else {
      assertEquals(ExitCode.UNAVAILABLE, outcome.code());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
      assertEquals("", outcome.out());
    }
  }

  @Test
  void unexpectedFailureIsOneLineAndOne() {
    Outcome outcome = throwing();
    assertEquals(
        "hillock check: failed unexpectedly (IllegalStateException): the device is on fire;"
            + " --verbose shows where"
            + System.lineSeparator(),
        outcome.err());
    assertEquals(ExitCode.FAILED, outcome.code());
  }

  @Test
  void verboseShowsWhereItFailed() {
    Outcome outcome = throwing("--verbose");
    assertEquals(ExitCode.FAILED, outcome.code());
    assertTrue(outcome.err().contains("\tat io.hillock.cli.FaultyProvider"), outcome.err());
  }

  @Test
  void runningOutOfMemoryIsOneLineWithTheCure() {
    Outcome outcome =
        Outcome.of(
            "check",
            "relu",
            "--json",
            "--backend",
            "faulty",
            "--device",
            FaultyProvider.RUNS_OUT_OF_MEMORY);
    outcome.saysOnly(
        ExitCode.FAILED, "hillock: out of memory; HILLOCK_JAVA_OPTS=-Xmx8g gives Java 8 GiB");
  }

  @Test
  void argumentsBehindTwoDashesAreNotOptions() {
    assertTrue(Failures.isVerbose(Arrays.asList("image", "--verbose")));
    assertFalse(Failures.isVerbose(Arrays.asList("image", "--", "--verbose")));
  }

  private static Outcome throwing(String... more) {
    Object[] args = {"check", "relu", "--backend", "faulty", "--device", FaultyProvider.THROWS};
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Outcome.of(all);
  }
}
