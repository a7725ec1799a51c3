package io.hillock.image;

import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;

/**
 * Activates pictures: samples from 0 to 1, minus the center, times the gain, through the function.
 * Every step rounds to float32, so the values have the same bits on every device. May be used by
 * many threads.
 */
public final class PictureActivation {
  /** Pixels that go to the device together: few enough for any device, enough to keep it busy. */
  private static final int CHUNK = 1 << 22;

  private final Engine engine;
  private final ActivationOptions options;

  /** Creates an activation that runs on an engine. */
  public PictureActivation(Engine engine, ActivationOptions options) {
    this.engine = engine;
    this.options = options;
  }

  /** Returns what is done to a picture. */
  public ActivationOptions options() {
    return options;
  }

  /**
   * Returns the activated picture: its samples are the function's values, its size and alpha those
   * of the picture, which is not changed.
   */
  public Picture apply(Picture picture) {
    Picture result = centered(picture);
    run(result.samples(), result.channels());
    return result;
  }

  /** Does the same as {@link #apply} in the memory of the picture, whose samples are lost. */
  Picture applyInPlace(Picture picture) {
    Picture centered = centerInPlace(picture);
    runInPlace(centered);
    return centered;
  }

  /** The first half of {@link #applyInPlace}: returns what the function is given. */
  Picture centerInPlace(Picture picture) {
    Picture selected = channels(picture, options.channels());
    center(selected.samples(), selected.samples());
    return selected;
  }

  /** The second half: replaces what the function is given by what it gives. */
  void runInPlace(Picture centered) {
    run(centered.samples(), centered.channels());
  }

  /** Returns what the function is given: the samples minus the center, times the gain. */
  public Picture centered(Picture picture) {
    Picture selected = channels(picture, options.channels());
    float[] samples = selected.samples();
    float[] result = selected == picture ? new float[samples.length] : samples;
    center(samples, result);
    return selected.withSamples(selected.channels(), result);
  }

  private void center(float[] from, float[] to) {
    float center = options.center().value(from);
    float gain = options.gain();
    for (int i = 0; i < to.length; i++) {
      to[i] = (from[i] - center) * gain;
    }
  }

  /** Returns a picture's channels: the picture itself where they are what it has. */
  static Picture channels(Picture picture, Channels channels) {
    if (channels == Channels.RGB || picture.channels() == 1) {
      return picture;
    }
    float[] rgb = picture.samples();
    float[] gray = new float[rgb.length / 3];
    for (int i = 0; i < gray.length; i++) {
      gray[i] = (float) (0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2]);
    }
    return picture.withSamples(1, gray);
  }

  private void run(float[] samples, int channels) {
    Kernel kernel = options.kernel();
    int chunk = Math.min(CHUNK, samples.length / channels) * channels;
    for (int from = 0; from < samples.length; from += chunk) {
      int count = Math.min(chunk, samples.length - from);
      try (Tensor x = engine.empty(count / channels, channels)) {
        x.copyFrom(samples, from, 0, count);
        engine.applyInPlace(kernel, x);
        x.copyTo(0, samples, from, count);
      }
    }
  }
}
