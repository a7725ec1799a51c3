package io.hillock.image;

import io.hillock.image.PictureResult.Outcome;
import io.hillock.image.figure.Figure;
import io.hillock.image.figure.FigureRecorder;
import io.hillock.tensor.Engine;
import io.hillock.tensor.OutOfDeviceMemoryException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Activates the pictures of files and folders. Each thread takes the next picture and reads,
 * activates and writes it, so that decoding, the device and encoding are busy at the same time.
 * What the pictures in work take of memory together is bounded: a thread waits until its picture
 * fits.
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
  private static final int MIB = 1 << 20;

  /** The size in bytes from which a file is read only when none other is waiting for memory. */
  private static final long LARGE = 16L * MIB;

  /** What drawing a figure takes of memory, in MiB, roughly. */
  private static final int FIGURE = 32;

  private final BatchOptions options;
  private final Engine engine;
  private final PictureActivation activation;
  private final String backend;
  private final BatchListener listener;
  private final List<BatchPlan.Job> jobs;
  private final PictureResult[] results;
  private final int budget;
  private final Semaphore memory;
  private final ReentrantLock largeFile = new ReentrantLock();
  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean stopped;
  private int done;
  private int failed;

  private BatchActivation(
      Engine engine, List<BatchPlan.Job> jobs, BatchOptions options, BatchListener listener) {
    this.options = options;
    this.engine = engine;
    this.activation = new PictureActivation(engine, options.activation());
    this.backend = engine.device().backend();
    this.listener = listener;
    this.jobs = jobs;
    this.results = new PictureResult[jobs.size()];
    this.budget = (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / MIB * 3 / 4);
    this.memory = new Semaphore(budget, true);
  }

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
   * @throws InterruptedException if this thread is interrupted; pictures in work are finished first
   * @throws io.hillock.tensor.HillockException if the engine fails in a way that no picture is the
   *     cause of
   */
  public static List<PictureResult> run(
      Engine engine, List<Path> paths, BatchOptions options, BatchListener listener)
      throws IOException, InterruptedException {
    List<BatchPlan.Job> jobs = BatchPlan.of(paths, options);
    if (options.figure()) {
      Figure.checkFonts();
    }
    if (jobs.stream().anyMatch(job -> job.output() != null)) {
      Files.createDirectories(options.output());
    }
    return new BatchActivation(engine, jobs, options, listener).run();
  }

  private List<PictureResult> run() throws InterruptedException {
    listener.progressed(new BatchListener.Progress(jobs.size(), 0, 0, null));
    int threads = Math.max(1, Math.min(options.threads(), jobs.size()));
    AtomicInteger number = new AtomicInteger();
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads, work -> new Thread(work, "hillock-pictures-" + number.incrementAndGet()));
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(workers.submit(this::work));
    }
    workers.shutdown();
    try {
      for (Future<?> worker : running) {
        worker.get();
      }
    } catch (ExecutionException e) {
      stopped = true;
      throw rethrown(e.getCause());
    } finally {
      stopped = true;
      finish(workers);
    }
    return Arrays.asList(results);
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  /** Waits for the pictures in work, even when interrupted: a thread must not outlive the call. */
  private static void finish(ExecutorService workers) {
    boolean interrupted = false;
    while (!workers.isTerminated()) {
      try {
        workers.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      for (int i = next.getAndIncrement();
          i < jobs.size() && !stopped;
          i = next.getAndIncrement()) {
        report(i, result(jobs.get(i)));
      }
    } catch (Throwable e) {
      stopped = true;
      throw e;
    }
  }

  private synchronized void report(int index, PictureResult result) {
    results[index] = result;
    done++;
    failed += result.outcome() == Outcome.FAILED ? 1 : 0;
    listener.progressed(new BatchListener.Progress(jobs.size(), done, failed, result));
  }

  private PictureResult result(BatchPlan.Job job) {
    long start = System.nanoTime();
    if (job.problem() != null) {
      return PictureResult.failed(job.input(), job.output(), job.problem(), 0);
    }
    try {
      for (Path file : job.files()) {
        if (!options.force() && Files.isDirectory(file)) {
          String what = file.equals(job.output()) ? "its output " : "its figure ";
          String reason = what + file + " is a folder";
          return PictureResult.failed(job.input(), job.output(), reason, 0);
        }
      }
      if (!isWanted(job.output()) && !isWanted(job.figure())) {
        return skipped(job);
      }
      return activated(job, start);
    } catch (PictureException e) {
      return PictureResult.failed(job.input(), job.output(), e.reason(), since(start));
    } catch (OutOfDeviceMemoryException e) {
      return PictureResult.failed(job.input(), job.output(), e.getMessage(), since(start));
    } catch (OutOfMemoryError e) {
      String reason = "it does not fit in memory; raise it with -Xmx";
      return PictureResult.failed(job.input(), job.output(), reason, since(start));
    } catch (IOException e) {
      return PictureResult.failed(job.input(), job.output(), reason(job, e), since(start));
    }
  }

  private boolean isWanted(Path file) {
    return file != null && (options.force() || !Files.exists(file));
  }

  private PictureResult activated(BatchPlan.Job job, long start) throws IOException {
    boolean large = isLarge(job.input());
    if (large) {
      largeFile.lock();
    }
    try (PictureSource source = PictureSource.open(job.input(), options.maxPixels())) {
      int needed =
          (int) Math.min(budget, source.memory() / MIB + 1 + (job.figure() == null ? 0 : FIGURE));
      memory.acquireUninterruptibly(needed);
      if (large) {
        largeFile.unlock();
        large = false;
      }
      try {
        Files.createDirectories(job.output().toAbsolutePath().getParent());
        Picture result = written(job, source.decode());
        return new PictureResult(
            job.input(),
            job.output(),
            Outcome.ACTIVATED,
            null,
            result.width(),
            result.height(),
            result.channels(),
            backend,
            since(start));
      } finally {
        memory.release(needed);
      }
    } finally {
      if (large) {
        largeFile.unlock();
      }
    }
  }

  private Picture written(BatchPlan.Job job, Picture picture) throws IOException {
    FigureRecorder recorder = null;
    if (isWanted(job.figure())) {
      recorder = new FigureRecorder(job.input().getFileName().toString(), options.activation());
      recorder.picture(picture);
    }
    Picture result = activation.centerInPlace(picture);
    if (recorder != null) {
      recorder.samples(result);
    }
    activation.runInPlace(result);
    if (isWanted(job.output())) {
      PictureWriter.write(result, options.activation(), job.output());
    }
    if (recorder != null) {
      recorder.activated(result);
      writeFigure(recorder.figure(engine), job.figure());
    }
    return result;
  }

  private static void writeFigure(Figure figure, Path file) throws IOException {
    try {
      figure.write(file);
    } catch (IOException e) {
      throw new FigureException(file, e);
    }
  }

  /** A figure that could not be written; the picture was. */
  private static final class FigureException extends IOException {
    private static final long serialVersionUID = 1;

    FigureException(Path file, IOException cause) {
      super("its figure " + file + " cannot be written: " + why(cause), cause);
    }
  }

  private static boolean isLarge(Path file) {
    try {
      return Files.size(file) > LARGE;
    } catch (IOException e) {
      // Opening it will say why.
      return false;
    }
  }

  private static PictureResult skipped(BatchPlan.Job job) {
    String there = job.figure() == null ? "its output is" : "its output and its figure are";
    return new PictureResult(
        job.input(),
        job.output(),
        Outcome.SKIPPED,
        there + " there; force writes " + (job.figure() == null ? "it" : "them") + " again",
        0,
        0,
        0,
        null,
        0);
  }

  private static String reason(BatchPlan.Job job, IOException e) {
    return e instanceof FigureException
        ? e.getMessage()
        : "its output " + job.output() + " cannot be written: " + why(e);
  }

  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "it may not be written";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : e.getMessage();
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
