package io.hillock.image;

import io.hillock.kernels.Program;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Activates pictures: samples from 0 to 1, minus the center, times the gain, through the function.
 * Every step rounds to float32, so the values have the same bits on every device. May be used by
 * many threads.
 */
public final class PictureActivation {
  /** Numbers that go to the device together: few enough for any device, enough to keep it busy. */
  static final int CHUNK = 3 << 18;

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
    runInPlace(List.of(result));
    return result;
  }

  /** Returns what the function is given, in the memory of the picture, whose samples are lost. */
  Picture centerInPlace(Picture picture) {
    Picture selected = channels(picture, options.channels());
    float center = options.center().value(selected);
    float[] numbers = isOfNumbers() ? selected.distinct() : selected.samples();
    center(numbers, center, numbers);
    return selected;
  }

  /** Returns whether equal samples become equal values. */
  private boolean isOfNumbers() {
    return !options.kernel().isRow() && !dependsOnPlace();
  }

  /** Returns whether a value depends on where its sample is, as random ones do. */
  private boolean dependsOnPlace() {
    return options.kernel().program().values().stream()
        .anyMatch(value -> value.kind() == Program.Kind.INDEX);
  }

  /** Returns whether two pictures may go to the device together. */
  boolean goTogether(Picture a, Picture b) {
    return options.kernel().isRow() ? a.channels() == b.channels() : !dependsOnPlace();
  }

  /** Returns what the function is given: the samples minus the center, times the gain. */
  public Picture centered(Picture picture) {
    Picture selected = channels(picture, options.channels());
    float center = options.center().value(selected);
    float[] samples = selected.samples();
    float[] result = selected == picture ? new float[samples.length] : samples;
    center(samples, center, result);
    return selected.withSamples(selected.channels(), result);
  }

  private void center(float[] from, float center, float[] to) {
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

  /**
   * Replaces what the function is given by what it gives. Small pictures go to the device together,
   * a large one in parts; the values do not depend on it. Of a picture that has levels the function
   * is computed once for each.
   *
   * @param centered pictures that {@link #goTogether}
   */
  void runInPlace(List<Picture> centered) {
    long elements = 0;
    for (Picture picture : centered) {
      elements += picture.distinct().length;
    }
    int chunk = (int) Math.min(CHUNK, elements);
    int rowLength = options.kernel().isRow() ? centered.get(0).channels() : 1;
    Launch launch = new Launch(chunk, rowLength);
    for (Picture picture : centered) {
      float[] numbers = picture.distinct();
      for (int from = 0; from < numbers.length; ) {
        int count = Math.min(numbers.length - from, chunk - launch.filled);
        launch.add(numbers, from, count);
        from += count;
        if (launch.filled == chunk) {
          launch.run();
        }
      }
    }
    launch.run();
  }

  /** Samples that go through the function together. */
  private final class Launch {
    private final int size;
    private final int rowLength;
    private final List<Part> parts = new ArrayList<>();
    private int filled;

    Launch(int size, int rowLength) {
      this.size = size;
      this.rowLength = rowLength;
    }

    void add(float[] samples, int from, int count) {
      parts.add(new Part(samples, from, count, filled));
      filled += count;
    }

    /** Runs, and is empty after that. */
    void run() {
      if (filled == 0) {
        return;
      }
      // One size for all, so that the device's memory is used again; more than half is not wasted.
      int rows = (filled > size / 2 ? size : filled) / rowLength;
      try (Tensor x = engine.empty(rows, rowLength)) {
        for (Part part : parts) {
          x.copyFrom(part.samples, part.from, part.at, part.count);
        }
        engine.applyInPlace(options.kernel(), x);
        for (Part part : parts) {
          x.copyTo(part.at, part.samples, part.from, part.count);
        }
      }
      parts.clear();
      filled = 0;
    }
  }

  /**
   * Numbers of a picture, and where they are among those of a launch.
   *
   * @param samples those of the picture
   * @param from the first of them
   * @param count how many
   * @param at where they are in the launch
   */
  private record Part(float[] samples, int from, int count, int at) {}
}
