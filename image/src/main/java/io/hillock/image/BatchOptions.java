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
 * @param folder the name of a folder within the output that pictures are written below, so that
 *     several runs may share the output; empty for the output itself
 */
public record BatchOptions(
    ActivationOptions activation,
    Path output,
    boolean recursive,
    boolean force,
    ReadOptions read,
    int threads,
    boolean figure,
    String folder) {

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if the number of threads is not 1 or more
   */
  public BatchOptions {
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(read, "read");
    Objects.requireNonNull(folder, "folder");
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
    return new BatchOptions(
        activation, output, false, false, ReadOptions.DEFAULT, threads, false, "");
  }

  /** Returns these options, looking into folders within folders or not. */
  public BatchOptions withRecursive(boolean other) {
    return new BatchOptions(activation, output, other, force, read, threads, figure, folder);
  }

  /** Returns these options, writing again what was written before or not. */
  public BatchOptions withForce(boolean other) {
    return new BatchOptions(activation, output, recursive, other, read, threads, figure, folder);
  }

  /** Returns these options, refusing other pictures. */
  public BatchOptions withRead(ReadOptions other) {
    return new BatchOptions(activation, output, recursive, force, other, threads, figure, folder);
  }

  /** Returns these options with another number of threads. */
  public BatchOptions withThreads(int other) {
    return new BatchOptions(activation, output, recursive, force, read, other, figure, folder);
  }

  /** Returns these options, writing a figure beside each picture or not. */
  public BatchOptions withFigure(boolean other) {
    return new BatchOptions(activation, output, recursive, force, read, threads, other, folder);
  }

  /** Returns these options, writing pictures below another folder within the output. */
  public BatchOptions withFolder(String other) {
    return new BatchOptions(activation, output, recursive, force, read, threads, figure, other);
  }
}
