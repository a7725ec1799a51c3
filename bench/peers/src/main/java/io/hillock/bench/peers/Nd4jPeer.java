package io.hillock.bench.peers;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.LogSigmoid;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** ND4J on the processor: its activations, which DL4J's layers run, and transforms. */
final class Nd4jPeer implements Peer {
  private static final Map<String, Supplier<IActivation>> ACTIVATIONS =
      Map.ofEntries(
          entry("cube", ActivationCube::new),
          entry("elu", ActivationELU::new),
          // The one that is not "precise" is x sigmoid(1.702 x).
          entry("gelu-sigmoid", () -> new ActivationGELU(false)),
          entry("gelu-tanh", () -> new ActivationGELU(true)),
          entry("hard-sigmoid-linear", ActivationHardSigmoid::new),
          entry("hard-tanh", ActivationHardTanH::new),
          entry("identity", ActivationIdentity::new),
          entry("leaky-relu", () -> new ActivationLReLU(0.01)),
          entry("mish", ActivationMish::new),
          entry("rational-tanh", ActivationRationalTanh::new),
          entry("rectified-tanh", ActivationRectifiedTanh::new),
          entry("relu", ActivationReLU::new),
          entry("relu6", ActivationReLU6::new),
          entry("selu", ActivationSELU::new),
          entry("sigmoid", ActivationSigmoid::new),
          entry("silu", ActivationSwish::new),
          entry("softplus", ActivationSoftPlus::new),
          entry("softsign", ActivationSoftSign::new),
          entry("swish", ActivationSwish::new),
          entry("tanh", ActivationTanH::new),
          entry("thresholded-relu", () -> new ActivationThresholdedReLU(1)));

  private static final Map<String, UnaryOperator<INDArray>> TRANSFORMS =
      Map.ofEntries(
          entry("abs", x -> Transforms.abs(x, false)),
          entry("exponential", x -> Transforms.exp(x, false)),
          entry("log", x -> Transforms.log(x, false)),
          entry("log-sigmoid", x -> Nd4j.getExecutioner().exec(new LogSigmoid(x, x))),
          entry("pow", x -> Transforms.pow(x, 2, false)),
          entry("sqrt", x -> Transforms.sqrt(x, false)),
          entry("square", x -> Nd4j.math().square(x)));

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public String device() {
    return "ND4J " + version() + ", " + Processor.description();
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in =
        Nd4jPeer.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-native/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  @Override
  public Optional<UnaryOperator<float[]>> forward(String function) {
    if (ACTIVATIONS.containsKey(function)) {
      IActivation activation = ACTIVATIONS.get(function).get();
      return Optional.of(on(x -> activation.getActivation(x, false)));
    }
    return Optional.ofNullable(TRANSFORMS.get(function)).map(Nd4jPeer::on);
  }

  @Override
  public Optional<UnaryOperator<float[]>> derivative(String function) {
    return activation(function)
        .map(activation -> on(x -> backprop(activation, x, Nd4j.onesLike(x))));
  }

  /** Returns an activation, where it has the very same. */
  static Optional<IActivation> activation(String function) {
    return Optional.ofNullable(ACTIVATIONS.get(function)).map(Supplier::get);
  }

  /** Returns the gradient by x from the upstream gradient; either may be overwritten. */
  static INDArray backprop(IActivation activation, INDArray x, INDArray upstream) {
    Pair<INDArray, INDArray> gradients = activation.backprop(x, upstream);
    return gradients.getFirst();
  }

  /** The rows of a matrix, as layers have it. */
  private static UnaryOperator<float[]> on(UnaryOperator<INDArray> operation) {
    return x -> {
      INDArray input = Nd4j.createFromArray(new float[][] {x});
      INDArray result = operation.apply(input);
      float[] values = result.data().asFloat();
      input.close();
      if (!result.wasClosed()) {
        result.close();
      }
      return values;
    };
  }

  @Override
  public void close() {
    Nd4j.getMemoryManager().invokeGc();
  }
}
