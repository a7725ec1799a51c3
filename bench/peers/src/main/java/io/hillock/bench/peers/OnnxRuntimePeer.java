package io.hillock.bench.peers;

import static java.util.Map.entry;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** ONNX Runtime on the processor: an operator at a time. It has no gradients in Java. */
final class OnnxRuntimePeer implements Peer {
  private static final Map<String, OnnxModel> MODELS =
      Map.ofEntries(
          entry("abs", OnnxModel.of("Abs")),
          entry("bounded-relu", OnnxModel.of("Clip").and(0, 1)),
          entry("celu", OnnxModel.of("Celu")),
          entry("clip", OnnxModel.of("Clip").and(0, 1)),
          entry("cube", OnnxModel.of("Pow").and(3)),
          entry("elu", OnnxModel.of("Elu")),
          entry("exponential", OnnxModel.of("Exp")),
          entry("gelu", OnnxModel.of("Gelu")),
          entry("gelu-sigmoid", OnnxModel.ofMicrosoft("QuickGelu")),
          entry("gelu-tanh", OnnxModel.of("Gelu").with("approximate", "tanh")),
          entry("hard-shrink", OnnxModel.of("Shrink")),
          entry("hard-sigmoid", OnnxModel.of("HardSigmoid").with("alpha", 1 / 6f)),
          entry("hard-sigmoid-linear", OnnxModel.of("HardSigmoid")),
          entry("hard-swish", OnnxModel.of("HardSwish")),
          entry("hard-tanh", OnnxModel.of("Clip").and(-1, 1)),
          entry("identity", OnnxModel.of("Identity")),
          entry("leaky-relu", OnnxModel.of("LeakyRelu")),
          entry("log", OnnxModel.of("Log")),
          entry("mish", OnnxModel.of("Mish")),
          entry("pow", OnnxModel.of("Pow").and(2)),
          entry("relu", OnnxModel.of("Relu")),
          entry("relu6", OnnxModel.of("Clip").and(0, 6)),
          entry("selu", OnnxModel.of("Selu")),
          entry("shrink", OnnxModel.of("Shrink")),
          entry("sigmoid", OnnxModel.of("Sigmoid")),
          entry("silu", OnnxModel.of("Swish")),
          entry("soft-shrink", OnnxModel.of("Shrink").with("bias", 0.5f)),
          entry("softplus", OnnxModel.of("Softplus")),
          entry("softsign", OnnxModel.of("Softsign")),
          entry("sqrt", OnnxModel.of("Sqrt")),
          entry("square", OnnxModel.of("Pow").and(2)),
          entry("swish", OnnxModel.of("Swish")),
          entry("tanh", OnnxModel.of("Tanh")),
          entry("thresholded-relu", OnnxModel.of("ThresholdedRelu")));

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<String, OrtSession> sessions = new HashMap<>();

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public String device() {
    return "ONNX Runtime " + environment.getVersion() + ", " + Processor.description();
  }

  @Override
  public Optional<UnaryOperator<float[]>> forward(String function) {
    if (!MODELS.containsKey(function)) {
      return Optional.empty();
    }
    OrtSession session =
        sessions.computeIfAbsent(function, name -> open(MODELS.get(name).toBytes()));
    return Optional.of(x -> run(session, x));
  }

  @Override
  public Optional<UnaryOperator<float[]>> derivative(String function) {
    return Optional.empty();
  }

  /** Returns the model of a function that ONNX Runtime has. */
  static Optional<OnnxModel> model(String function) {
    return Optional.ofNullable(MODELS.get(function));
  }

  private OrtSession open(byte[] model) {
    try {
      return environment.createSession(model);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private float[] run(OrtSession session, float[] x) {
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), new long[] {x.length});
        OrtSession.Result result = session.run(Map.of("x", input))) {
      return (float[]) result.get(0).getValue();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (OrtSession session : sessions.values()) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
