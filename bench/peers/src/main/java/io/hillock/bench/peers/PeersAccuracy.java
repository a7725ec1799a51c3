package io.hillock.bench.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hillock.check.Check;
import io.hillock.check.PeerCheck;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench/run peers-accuracy}. */
@Command(
    name = "bench/run peers-accuracy",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the errors of ND4J, DJL with PyTorch, and ONNX Runtime.",
      "Functions that they have with Hillock's default parameters, and their derivatives, are"
          + " compared with the true values that 'hillock check' compares with: at all special"
          + " values, and at the floats whose bits are the multiples of a stride."
    })
public final class PeersAccuracy implements Callable<Integer> {
  private static final Map<String, Supplier<Peer>> PEERS = new LinkedHashMap<>();

  static {
    PEERS.put("nd4j", Nd4jPeer::new);
    PEERS.put("djl-pytorch", DjlPeer::new);
    PEERS.put("onnxruntime", OnnxRuntimePeer::new);
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FUNCTION",
      arity = "0..*",
      description = "The functions, by Hillock's names. Default: all.")
  private List<String> functions = new ArrayList<>();

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      description = "nd4j, djl-pytorch or onnxruntime. Repeatable. Default: all.")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "1021",
      description =
          "An odd number: 2^32 / N inputs and the special values. 1 for all 2^32, which takes some"
              + " minutes for each line. Default: ${DEFAULT-VALUE}.")
  private long stride;

  @Option(
      names = "--json",
      paramLabel = "FILE.json",
      description =
          "Also write the results as JSON, in the fields of 'hillock check --json', with null for"
              + " bits, which are not compared.")
  private Path json;

  /**
   * Runs the command.
   *
   * @param arguments its options and the names of functions
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PeersAccuracy()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Kernel> kernels = new ArrayList<>(Activations.all());
    requireKnown(functions, kernels.stream().map(Kernel::name).toList());
    requireKnown(peers, PEERS.keySet());
    if (stride < 1 || stride % 2 == 0) {
      throw new ParameterException(
          spec.commandLine(), "--stride: it is odd and positive, not " + stride);
    }
    if (!functions.isEmpty()) {
      kernels.removeIf(kernel -> !functions.contains(kernel.name()));
    }
    List<Map<String, Object>> results = new ArrayList<>();
    for (Map.Entry<String, Supplier<Peer>> entry : PEERS.entrySet()) {
      if (peers.isEmpty() || peers.contains(entry.getKey())) {
        try (Peer peer = entry.getValue().get()) {
          measure(peer, kernels, results);
        }
      }
    }
    if (json != null) {
      Files.writeString(json, text(results) + "\n");
    }
    return 0;
  }

  private void requireKnown(List<String> names, Collection<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ParameterException(spec.commandLine(), name + " is not one of " + known);
      }
    }
  }

  private static String text(List<Map<String, Object>> results) throws IOException {
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(results);
  }

  private void measure(Peer peer, List<Kernel> kernels, List<Map<String, Object>> results) {
    String device = peer.device();
    System.out.println(device);
    for (Kernel kernel : kernels) {
      for (Check.Kind kind : List.of(Check.Kind.FORWARD, Check.Kind.DERIVATIVE)) {
        Optional<UnaryOperator<float[]>> operation =
            kind == Check.Kind.FORWARD
                ? peer.forward(kernel.name())
                : peer.derivative(kernel.name());
        if (operation.isPresent()) {
          PeerCheck.Result result = PeerCheck.run(kernel, kind, stride, operation.get());
          print(kernel, kind, result);
          results.add(object(peer, device, kernel, kind, result));
        }
      }
    }
  }

  private static void print(Kernel kernel, Check.Kind kind, PeerCheck.Result result) {
    System.out.printf(
        Locale.ROOT,
        "%-20s %-10s %,13d inputs  max %10.4g ULP at %-16s %,12d NaN mismatches%s%n",
        kernel.name(),
        kind,
        result.inputs(),
        result.maxUlp(),
        result.worstInput(),
        result.nanMismatches(),
        result.nanInput() == null ? "" : ", the least at " + result.nanInput());
  }

  private static Map<String, Object> object(
      Peer peer, String device, Kernel kernel, Check.Kind kind, PeerCheck.Result result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("function", kernel.name());
    object.put("kind", kind.toString());
    object.put("dataType", "float32");
    object.put("backend", peer.name());
    object.put("device", device);
    object.put("inputs", result.inputs());
    object.put("bitDifferences", null);
    object.put("maxUlp", result.maxUlp());
    object.put("worstInput", result.worstInput());
    object.put("nanMismatches", result.nanMismatches());
    object.put("nanInput", result.nanInput());
    return object;
  }
}
