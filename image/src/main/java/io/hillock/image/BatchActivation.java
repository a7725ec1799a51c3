package io.hillock.image;

import io.hillock.image.figure.Figure;
import io.hillock.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Activates the pictures of files and folders. Decoding, the device and encoding are busy at the
 * same time; small pictures go to the device together, large ones in parts. What the pictures in
 * work take of memory together is bounded, and one that does not fit is refused.
 *
 * <p>The output keeps the structure below each folder that was named. A picture's output is its
 * name with the new extension. Where two would be the same, the old extension stays in front of it
 * ({@code a.jpg.png}); where they still are, as for files of one name from several folders, the
 * name of the folder is put before it.
 *
 * <p>What is there is not written again, unless forced: a picture whose figure is asked for and
 * missing is read and activated, but only the figure is written. The figure of NAME.png or NAME.npy
 * is NAME.figure.png or, where that is the name of an output or an input, NAME.figure-2.png.
 */
public final class BatchActivation {
  private BatchActivation() {}

  /**
   * Activates pictures. One that cannot be read is reported, and the run goes on.
   *
   * @param engine what the function runs on
   * @param paths files and folders; of a folder the files with the extension of a picture, and
   *     those without extension that are pictures. A file that is named twice is activated once;
   *     the output folder is not looked into
   * @return what became of each, in the order of the paths, those of a folder sorted by name
   * @throws IllegalArgumentException if there are no paths, or the output is not a folder or is one
   *     of those named
   * @throws IOException if the output folder cannot be made, or figures are asked for and Java has
   *     no fonts
   * @throws BatchInterruptedException if this thread is interrupted; what is being written then is
   *     finished first, and the rest is not begun
   * @throws BatchFailedException if the engine fails in a way that no picture is the cause of
   */
  public static List<PictureResult> run(
      Engine engine, List<Path> paths, BatchOptions options, BatchListener listener)
      throws IOException, BatchInterruptedException {
    List<BatchPlan.Job> jobs = BatchPlan.of(paths, options);
    if (options.figure()) {
      Figure.checkFonts();
    }
    if (jobs.stream().anyMatch(job -> job.output() != null)) {
      Files.createDirectories(options.output());
    }
    return new BatchRun(engine, jobs, options, listener).run();
  }
}
