package io.hillock.bench.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.measure.Peer;
import io.hillock.measure.Speed;
import io.hillock.measure.Stopwatch;
import io.hillock.measure.Subject;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run peers-rows}. */
@Command(
    name = "bench/run peers-rows",
    mixinStandardHelpOptions = true,
    description = {
      "Times softmax and log-softmax beside ND4J, DJL with PyTorch, and ONNX Runtime.",
      "Matrices of 2^24 float32 along their rows, in turns with a plain copy, each on all cores; the"
          + " medians of the rounds."
    })
public final class PeersRows implements Callable<Integer> {
  private static final long[][] SHAPES = {{16_384, 1024}, {128, 131_072}, {131_072, 128}};

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "31",
      description = "How often each is timed. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--json",
      paramLabel = "FILE.json",
      description = "Also write the results as 'hillock bench --json' prints them.")
  private Path json;

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PeersRows()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Peer> peers = RowPeers.all();
    List<Map<String, Object>> results = new ArrayList<>();
    try (Engine engine = Engine.create("cpu")) {
      Stopwatch stopwatch = new Stopwatch(engine).rounds(rounds).beside(peers);
      for (Kernel function : List.of(Activations.SOFTMAX, Activations.named("log-softmax"))) {
        for (long[] shape : SHAPES) {
          Subject subject =
              new Subject(function, Subject.Kind.FORWARD, DataType.FLOAT32, Shape.of(shape));
          for (Speed speed : stopwatch.time(subject)) {
            print(function, speed);
            results.add(object(speed));
          }
        }
      }
    } finally {
      peers.forEach(Peer::close);
    }
    if (json != null) {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      Files.writeString(json, mapper.writeValueAsString(results) + "\n");
    }
    return 0;
  }

  private static void print(Kernel function, Speed speed) {
    System.out.printf(
        Locale.ROOT,
        "%-12s %-16s %-12s %7.3f ns an element %6.2f of a copy%n",
        function.name(),
        speed.shape(),
        speed.implementation(),
        speed.nanosPerElement(),
        1 / speed.shareOfCopy());
  }

  private static Map<String, Object> object(Speed speed) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("function", speed.function());
    object.put("kind", speed.kind());
    object.put("implementation", speed.implementation());
    object.put("backend", speed.backend());
    object.put("device", speed.device());
    object.put("dataType", speed.dataType().label());
    object.put("shape", LongStream.of(speed.shape().toArray()).boxed().toList());
    object.put("nsPerElement", speed.nanosPerElement());
    object.put("gigabytesPerSecond", speed.gigabytesPerSecond());
    object.put("shareOfCopy", speed.shareOfCopy());
    return object;
  }
}
