package io.hillock.bench.peers;

import static java.util.Map.entry;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * PyTorch under DJL on the processor: DJL's own functions where it has them, and else PyTorch's,
 * with PyTorch's gradients of both.
 */
final class DjlPeer implements Peer {
  private static final Map<String, UnaryOperator<NDArray>> OF_DJL =
      Map.ofEntries(
          entry("abs", NDArray::abs),
          entry("bounded-relu", x -> x.clip(0, 1)),
          entry("clip", x -> x.clip(0, 1)),
          entry("cube", x -> x.pow(3)),
          entry("elu", x -> Activation.elu(x, 1)),
          entry("exponential", NDArray::exp),
          entry("gelu", Activation::gelu),
          entry("leaky-relu", x -> Activation.leakyRelu(x, 0.01f)),
          entry("log", NDArray::log),
          entry("mish", Activation::mish),
          entry("pow", x -> x.pow(2)),
          entry("relu", Activation::relu),
          entry("relu6", Activation::relu6),
          entry("selu", Activation::selu),
          entry("sigmoid", Activation::sigmoid),
          entry("silu", x -> Activation.swish(x, 1)),
          entry("softplus", Activation::softPlus),
          entry("softsign", Activation::softSign),
          entry("sqrt", NDArray::sqrt),
          entry("square", NDArray::square),
          entry("swish", x -> Activation.swish(x, 1)),
          entry("tanh", Activation::tanh));

  private static final Map<String, String> OF_PYTORCH =
      Map.ofEntries(
          entry("celu", "torch.celu(x, 1.)"),
          entry("gelu-tanh", "torch.gelu(x, approximate=\"tanh\")"),
          entry("hard-shrink", "torch.hardshrink(x, 0.5)"),
          entry("hard-sigmoid", "torch.hardsigmoid(x)"),
          entry("hard-swish", "torch.hardswish(x)"),
          entry("hard-tanh", "torch.hardtanh(x, -1, 1)"),
          entry("log-sigmoid", "torch.log_sigmoid(x)"),
          entry("logit", "torch.logit(x)"),
          entry("rrelu", "torch.rrelu(x, 0.125, 0.3333333333333333, False)"),
          entry("soft-shrink", "torch.softshrink(x, 0.5)"),
          entry("tanh-shrink", "torch.sub(x, torch.tanh(x))"),
          entry("threshold", "torch.threshold(x, 0, 0)"),
          entry("thresholded-relu", "torch.threshold(x, 1, 0)"));

  private final Engine engine;
  private final NDManager manager;
  private final Map<String, Model> models = new HashMap<>();

  DjlPeer() {
    // Natives from the class path alone, and each operator as it stands, not fused.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    engine = Engine.getEngine("PyTorch");
    manager = engine.newBaseManager();
  }

  @Override
  public String name() {
    return "djl-pytorch";
  }

  @Override
  public String device() {
    return "DJL "
        + Engine.getDjlVersion()
        + " with PyTorch "
        + engine.getVersion()
        + ", "
        + Processor.description();
  }

  @Override
  public Optional<UnaryOperator<float[]>> forward(String function) {
    return operation(function).map(operation -> x -> value(operation, x));
  }

  @Override
  public Optional<UnaryOperator<float[]>> derivative(String function) {
    return operation(function).map(operation -> x -> slope(operation, x));
  }

  /** Returns an array of PyTorch's. */
  NDArray array(float[] values, long[] shape) {
    return manager.create(values, new Shape(shape));
  }

  /** Returns a function as DJL computes it. */
  Optional<UnaryOperator<NDArray>> operation(String function) {
    if (OF_DJL.containsKey(function)) {
      return Optional.of(OF_DJL.get(function));
    }
    return Optional.ofNullable(OF_PYTORCH.get(function))
        .map(expression -> models.computeIfAbsent(function, name -> load(name, expression)))
        .map(Model::getBlock)
        .map(block -> x -> run(block, x));
  }

  private Model load(String name, String expression) {
    Model model = Model.newInstance(name, "PyTorch");
    try {
      model.load(TorchScript.module(expression));
    } catch (IOException | MalformedModelException e) {
      throw new IllegalStateException(e);
    }
    return model;
  }

  private NDArray run(Block block, NDArray x) {
    return block
        .forward(new ParameterStore(x.getManager(), false), new NDList(x), x.hasGradient())
        .singletonOrThrow();
  }

  private float[] value(UnaryOperator<NDArray> operation, float[] x) {
    try (NDManager scope = manager.newSubManager()) {
      return operation.apply(scope.create(x)).toFloatArray();
    }
  }

  private float[] slope(UnaryOperator<NDArray> operation, float[] x) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray input = scope.create(x);
      input.setRequiresGradient(true);
      backward(operation, input);
      return input.getGradient().toFloatArray();
    }
  }

  /** Runs what makes arrays of one, and gives them back: those in between and the result. */
  void inScope(NDArray x, Runnable work) {
    try (NDManager scope = manager.newSubManager()) {
      x.tempAttach(scope);
      work.run();
    }
  }

  /** Computes the gradient by an array that requires it, from gradients of 1. */
  void backward(UnaryOperator<NDArray> operation, NDArray x) {
    try (GradientCollector collector = engine.newGradientCollector();
        NDArray y = operation.apply(x)) {
      collector.backward(y);
    }
  }

  @Override
  public void close() {
    models.values().forEach(Model::close);
    manager.close();
  }
}
