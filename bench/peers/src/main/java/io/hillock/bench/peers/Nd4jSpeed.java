package io.hillock.bench.peers;

import static java.util.Map.entry;

import io.hillock.measure.Workload;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.LeakyReLU;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Relu6;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LogSoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Cube;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ELU;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELU;
import org.nd4j.linalg.api.ops.impl.transforms.strict.HardSigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.HardTanh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.LogSigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.PreciseGELU;
import org.nd4j.linalg.api.ops.impl.transforms.strict.RationalTanh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.RectifiedTanh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SELU;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SoftPlus;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SoftSign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/** The speed of ND4J's operations, into a result that is there beforehand. */
public final class Nd4jSpeed extends SpeedPeer {
  private static final Map<String, BiFunction<INDArray, INDArray, Op>> OPERATIONS =
      Map.ofEntries(
          entry("abs", Abs::new),
          entry("cube", Cube::new),
          entry("exponential", Exp::new),
          entry("gelu-sigmoid", GELU::new),
          entry("gelu-tanh", PreciseGELU::new),
          entry("hard-sigmoid-linear", HardSigmoid::new),
          entry("hard-tanh", HardTanh::new),
          entry("leaky-relu", (x, y) -> new LeakyReLU(x, y, 0.01)),
          entry("log", Log::new),
          entry("log-sigmoid", LogSigmoid::new),
          entry("mish", Mish::new),
          entry("pow", (x, y) -> new Pow(x, y, 2)),
          entry("rational-tanh", RationalTanh::new),
          entry("rectified-tanh", RectifiedTanh::new),
          entry("relu", (x, y) -> new RectifiedLinear(x, y, 0)),
          entry("relu6", (x, y) -> new Relu6(x, y, 0)),
          entry("selu", SELU::new),
          entry("sigmoid", Sigmoid::new),
          entry("silu", Swish::new),
          entry("softplus", SoftPlus::new),
          entry("softsign", SoftSign::new),
          entry("sqrt", Sqrt::new),
          entry("square", Square::new),
          entry("swish", Swish::new),
          entry("tanh", Tanh::new));

  private static final Map<String, BiFunction<INDArray, INDArray, CustomOp>> CUSTOM_OPERATIONS =
      Map.of("elu", ELU::new, "log-softmax", LogSoftMax::new, "softmax", SoftMax::new);

  /** For the service loader. */
  public Nd4jSpeed() {
    super(Nd4jPeer::new);
  }

  @Override
  Optional<Workload> workload(String function, float[] values, long[] shape) {
    boolean custom = CUSTOM_OPERATIONS.containsKey(function);
    if (!custom && !OPERATIONS.containsKey(function)) {
      return Optional.empty();
    }
    INDArray x = Nd4j.createFromArray(values).reshape(shape);
    INDArray y = Nd4j.createUninitialized(x.dataType(), shape);
    Runnable release =
        () -> {
          x.close();
          y.close();
        };
    if (custom) {
      CustomOp operation = CUSTOM_OPERATIONS.get(function).apply(x, y);
      return Optional.of(new PeerWork(() -> Nd4j.exec(operation), release));
    }
    Op operation = OPERATIONS.get(function).apply(x, y);
    return Optional.of(new PeerWork(() -> Nd4j.getExecutioner().exec(operation), release));
  }

  /**
   * The backprop of DL4J's activations. Most write the gradient over their input: each run works on
   * what the one before has left, rather than on a copy that would be timed, too.
   */
  @Override
  Optional<Workload> backward(String function, float[] values, float[] upstream, long[] shape) {
    return Nd4jPeer.activation(function)
        .map(
            activation -> {
              INDArray x = Nd4j.createFromArray(values).reshape(1, values.length);
              INDArray g = Nd4j.createFromArray(upstream).reshape(1, values.length);
              return new PeerWork(
                  () -> run(activation, x, g),
                  () -> {
                    x.close();
                    g.close();
                  });
            });
  }

  private static void run(IActivation activation, INDArray x, INDArray g) {
    INDArray gradient = Nd4jPeer.backprop(activation, x, g);
    if (gradient != x && gradient != g) {
      gradient.close();
    }
  }
}
