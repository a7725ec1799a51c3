package io.hillock.image;

import java.nio.file.Path;
import java.util.Objects;

/**
 * How a batch is run.
 *
 * @param activation what is done to each picture
 * @param output the folder that pictures are written to; it is made where it does not exist
 * @param recursive whether folders within folders are looked into
 * @param force whether a picture that was written before is written again, rather than skipped
 * @param read which pictures are refused
 * @param threads how many pictures are worked on at the same time
 * @param figure whether a figure of six panels is written beside each activated picture
 */
public record BatchOptions(
    ActivationOptions activation,
    Path output,
    boolean recursive,
    boolean force,
    ReadOptions read,
    int threads,
    boolean figure) {

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if the number of threads is not 1 or more
   */
  public BatchOptions {
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(read, "read");
    if (threads < 1) {
      throw new IllegalArgumentException(
          "a batch needs 1 thread or more, but was given " + threads);
    }
  }

  /**
   * Returns options without others: not recursive, no force, {@link ReadOptions#DEFAULT}, a thread
   * for each processor, no figures.
   */
  public static BatchOptions of(ActivationOptions activation, Path output) {
    int threads = Runtime.getRuntime().availableProcessors();
    return new BatchOptions(activation, output, false, false, ReadOptions.DEFAULT, threads, false);
  }

  /** Returns these options, looking into folders within folders or not. */
  public BatchOptions withRecursive(boolean other) {
    return new BatchOptions(activation, output, other, force, read, threads, figure);
  }

  /** Returns these options, writing again what was written before or not. */
  public BatchOptions withForce(boolean other) {
    return new BatchOptions(activation, output, recursive, other, read, threads, figure);
  }

  /** Returns these options, refusing other pictures. */
  public BatchOptions withRead(ReadOptions other) {
    return new BatchOptions(activation, output, recursive, force, other, threads, figure);
  }

  /** Returns these options with another number of threads. */
  public BatchOptions withThreads(int other) {
    return new BatchOptions(activation, output, recursive, force, read, other, figure);
  }

  /** Returns these options, writing a figure beside each picture or not. */
  public BatchOptions withFigure(boolean other) {
    return new BatchOptions(activation, output, recursive, force, read, threads, other);
  }
}
