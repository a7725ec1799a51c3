package io.hillock.kernels;

import static io.hillock.kernels.Activations.*;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What other libraries mean by a name: the kernel and the parameters that give their default.
 * Constants are those of their sources and documentation; the slope at a kink is PyTorch's.
 */
enum Presets {
  /** PyTorch 2: {@code torch.nn.functional} and, in its own spelling, {@code torch.nn}. */
  PYTORCH {
    @Override
    void fill() {
      put("relu", RELU).put("relu6", RELU6).put("leaky_relu", LEAKY_RELU).put("prelu", PRELU);
      put("rrelu", RRELU).put("threshold", THRESHOLD).put("elu", ELU).put("selu", SELU);
      put("celu", CELU).put("gelu", GELU).put("silu", SILU).put("mish", MISH);
      put("softplus", SOFTPLUS).put("sigmoid", SIGMOID).put("tanh", TANH);
      put("hardsigmoid", HARD_SIGMOID).put("hardswish", HARD_SWISH).put("hardtanh", HARD_TANH);
      put("logsigmoid", LOG_SIGMOID).put("softsign", SOFTSIGN).put("hardshrink", HARD_SHRINK);
      put("softshrink", SOFT_SHRINK).put("tanhshrink", TANH_SHRINK).put("glu", GLU);
      put("softmax", SOFTMAX).put("identity", IDENTITY).put("logit", LOGIT);
      put("log_softmax", Softmaxes.LOG_SOFTMAX).put("softmin", Softmaxes.SOFTMIN);
      put("gumbel_softmax", Softmaxes.GUMBEL).put("layer_norm", Norms.LAYER_NORM);
    }
  },

  /** Keras 3: {@code keras.activations} and, in its own spelling, {@code keras.layers}. */
  KERAS {
    @Override
    void fill() {
      put("linear", IDENTITY).put("relu", RELU).put("relu6", RELU6);
      put("leaky_relu", LEAKY_RELU.with("alpha", 0.2));
      put("LeakyReLU", LEAKY_RELU.with("alpha", 0.3)).put("PReLU", PRELU);
      put("elu", ELU).put("selu", SELU).put("celu", CELU).put("gelu", GELU);
      put("silu", SILU).put("swish", SILU).put("mish", MISH);
      put("hard_silu", HARD_SWISH).put("hard_swish", HARD_SWISH);
      put("hard_sigmoid", HARD_SIGMOID).put("hard_tanh", HARD_TANH);
      put("sigmoid", SIGMOID).put("tanh", TANH).put("softsign", SOFTSIGN);
      put("softplus", endless(SOFTPLUS)).put("log_sigmoid", LOG_SIGMOID);
      put("hard_shrink", HARD_SHRINK).put("soft_shrink", SOFT_SHRINK);
      put("tanh_shrink", TANH_SHRINK).put("squareplus", SQUAREPLUS);
      put("sparse_plus", SPARSE_PLUS).put("sparse_sigmoid", SPARSE_SIGMOID);
      put("exponential", EXPONENTIAL).put("glu", GLU).put("softmax", SOFTMAX);
      put("log_softmax", Softmaxes.LOG_SOFTMAX).put("sparsemax", Softmaxes.SPARSEMAX);
    }
  },

  /** JAX: {@code jax.nn}, whose GELU is the approximation by tanh. */
  JAX {
    @Override
    void fill() {
      put("identity", IDENTITY).put("relu", RELU).put("relu6", RELU6);
      put("leaky_relu", LEAKY_RELU).put("elu", ELU).put("selu", SELU).put("celu", CELU);
      put("gelu", GELU_TANH).put("silu", SILU).put("swish", SILU).put("mish", MISH);
      put("hard_silu", HARD_SWISH).put("hard_swish", HARD_SWISH);
      put("hard_sigmoid", HARD_SIGMOID).put("hard_tanh", HARD_TANH);
      put("sigmoid", SIGMOID).put("tanh", TANH).put("soft_sign", SOFTSIGN);
      put("softplus", endless(SOFTPLUS)).put("log_sigmoid", LOG_SIGMOID);
      put("squareplus", SQUAREPLUS).put("sparse_plus", SPARSE_PLUS);
      put("sparse_sigmoid", SPARSE_SIGMOID).put("glu", GLU).put("softmax", SOFTMAX);
      put("log_softmax", Softmaxes.LOG_SOFTMAX).put("logsumexp", Softmaxes.LOG_SUM_EXP);
    }
  },

  /** ONNX: the operators' defaults; {@link #onnx} knows when each came. */
  ONNX {
    @Override
    void fill() {
      put("Identity", IDENTITY).put("Relu", RELU).put("LeakyRelu", LEAKY_RELU);
      put("PRelu", PRELU).put("Elu", ELU).put("Celu", CELU);
      // The attributes are float32: not the constants of the paper, but these numbers.
      put("Selu", SCALED_ELU.with("alpha", (float) SELU_ALPHA).with("scale", (float) SELU_SCALE));
      put("ThresholdedRelu", THRESHOLDED_RELU).put("Clip", unbounded(CLIP));
      put("Gelu", GELU).put("Mish", MISH).put("Swish", SILU).put("HardSwish", HARD_SWISH);
      put("HardSigmoid", HARD_SIGMOID_LINEAR).put("Sigmoid", SIGMOID).put("Tanh", TANH);
      put("Softplus", endless(SOFTPLUS)).put("Softsign", SOFTSIGN).put("Shrink", SHRINK);
      put("Softmax", SOFTMAX).put("Exp", EXPONENTIAL).put("Log", LOG).put("Sqrt", SQRT);
      put("Abs", ABS).put("LogSoftmax", Softmaxes.LOG_SOFTMAX);
      put("Hardmax", Softmaxes.HARDMAX);
    }
  },

  /** Deeplearning4j 1.0.0-M2.1: {@code org.nd4j.linalg.activations.Activation}. */
  DL4J {
    @Override
    void fill() {
      put("IDENTITY", IDENTITY).put("RELU", RELU).put("RELU6", RELU6).put("CUBE", CUBE);
      put("LEAKYRELU", LEAKY_RELU).put("RRELU", RRELU).put("ELU", ELU).put("SELU", SELU);
      put("THRESHOLDEDRELU", THRESHOLDED_RELU).put("GELU", GELU_SIGMOID).put("MISH", MISH);
      put("SWISH", SILU).put("SIGMOID", SIGMOID).put("HARDSIGMOID", HARD_SIGMOID_LINEAR);
      put("TANH", TANH).put("HARDTANH", HARD_TANH).put("RATIONALTANH", RATIONAL_TANH);
      put("RECTIFIEDTANH", RECTIFIED_TANH).put("SOFTPLUS", endless(SOFTPLUS));
      put("SOFTSIGN", SOFTSIGN).put("SOFTMAX", SOFTMAX);
    }
  };

  /**
   * The operator set in which ONNX operators came that were not in the first. Softmax and its like
   * were there, but took what lies behind their axis as one row.
   */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "ThresholdedRelu",
          10,
          "Celu",
          12,
          "HardSwish",
          14,
          "Shrink",
          9,
          "Mish",
          18,
          "Gelu",
          20,
          "Swish",
          24,
          "Softmax",
          13,
          "LogSoftmax",
          13,
          "Hardmax",
          13);

  private final Map<String, Kernel> kernels = new LinkedHashMap<>();

  Presets() {
    fill();
  }

  /** Puts all names. */
  abstract void fill();

  final Presets put(String name, Kernel kernel) {
    kernels.put(name, kernel);
    return this;
  }

  /** Softplus without a threshold from which it is x. */
  static Kernel endless(Kernel softplus) {
    return softplus.with("threshold", Double.POSITIVE_INFINITY);
  }

  static Kernel unbounded(Kernel clip) {
    return clip.with("min", Double.NEGATIVE_INFINITY).with("max", Double.POSITIVE_INFINITY);
  }

  /**
   * Returns what the library means by a name. Where the very name is not known, upper and lower
   * case and underscores do not count.
   *
   * @throws NoSuchElementException if there is none; the message names the nearest, or all
   */
  Kernel named(String name) {
    return kernels.get(spelt(name));
  }

  /** Returns a name as the library spells it. */
  private String spelt(String name) {
    if (kernels.containsKey(name)) {
      return name;
    }
    for (String each : kernels.keySet()) {
      if (plain(each).equals(plain(name))) {
        return each;
      }
    }
    throw new NoSuchElementException(
        "there is no function '"
            + name
            + "' of "
            + this
            + "; "
            + Nearest.to(name, kernels.keySet())
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("it may be " + String.join(", ", kernels.keySet())));
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Returns what an ONNX operator means in an operator set. */
  static Kernel onnx(String name, int opset) {
    String operator = ONNX.spelt(name);
    Kernel kernel = ONNX.kernels.get(operator);
    int since = SINCE.getOrDefault(operator, 1);
    if (opset < since) {
      throw new NoSuchElementException(
          "ONNX has "
              + operator
              + " from operator set "
              + since
              + " on, but "
              + opset
              + " was asked for");
    }
    if (operator.equals("Selu") && opset < 6) {
      return kernel.with("alpha", (float) 1.6732).with("scale", (float) 1.0507);
    }
    return kernel;
  }
}
