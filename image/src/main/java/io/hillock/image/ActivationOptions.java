package io.hillock.image;

import io.hillock.kernels.Kernel;
import java.util.Objects;

/**
 * What is done to a picture.
 *
 * @param kernel the function, of one input; a row function such as softmax works along the channels
 *     of a pixel, the last axis of height x width x channels
 * @param channels which channels are activated
 * @param center what is taken from each sample
 * @param gain what each sample is multiplied by after that
 * @param scale how values become the samples of a PNG
 * @param format what is written
 * @param depth how many bits the samples of a PNG have
 */
public record ActivationOptions(
    Kernel kernel,
    Channels channels,
    Center center,
    float gain,
    Scale scale,
    OutputFormat format,
    Depth depth) {

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if the function does not take one input and give a value for
   *     each of its elements, or the gain is not finite
   */
  public ActivationOptions {
    Objects.requireNonNull(channels, "channels");
    Objects.requireNonNull(center, "center");
    Objects.requireNonNull(scale, "scale");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(depth, "depth");
    if (kernel.inputs().size() != 1) {
      throw new IllegalArgumentException(
          kernel.name()
              + " takes "
              + kernel.inputs().size()
              + " inputs "
              + kernel.inputs()
              + ", but a picture is one; choose a function of one input");
    }
    if (kernel.outputs().size() != 1) {
      throw new IllegalArgumentException(
          kernel.name()
              + " has the outputs "
              + kernel.outputs()
              + ", but an activated picture is one; choose a function of one output");
    }
    if (kernel.program().reducesRow()) {
      throw new IllegalArgumentException(
          kernel.name() + " gives one number for a row, which is no picture");
    }
    if (!Float.isFinite(gain)) {
      throw new IllegalArgumentException("a gain is a finite number, but was given " + gain);
    }
  }

  /**
   * Returns the options of a function without others: RGB, median, gain 1, minmax, PNG of 8 bits.
   */
  public static ActivationOptions of(Kernel kernel) {
    return new ActivationOptions(
        kernel, Channels.RGB, Center.MEDIAN, 1, Scale.MINMAX, OutputFormat.PNG, Depth.EIGHT);
  }

  /** Returns these options with other channels. */
  public ActivationOptions withChannels(Channels other) {
    return new ActivationOptions(kernel, other, center, gain, scale, format, depth);
  }

  /** Returns these options with another center. */
  public ActivationOptions withCenter(Center other) {
    return new ActivationOptions(kernel, channels, other, gain, scale, format, depth);
  }

  /** Returns these options with another gain. */
  public ActivationOptions withGain(float other) {
    return new ActivationOptions(kernel, channels, center, other, scale, format, depth);
  }

  /** Returns these options with another scale. */
  public ActivationOptions withScale(Scale other) {
    return new ActivationOptions(kernel, channels, center, gain, other, format, depth);
  }

  /** Returns these options with another format. */
  public ActivationOptions withFormat(OutputFormat other) {
    return new ActivationOptions(kernel, channels, center, gain, scale, other, depth);
  }

  /** Returns these options with another depth. */
  public ActivationOptions withDepth(Depth other) {
    return new ActivationOptions(kernel, channels, center, gain, scale, format, other);
  }
}
