package io.hillock.image;

import io.hillock.image.BatchRun.FigureException;
import io.hillock.image.figure.FigureRecorder;
import io.hillock.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is done to each picture of a batch before the device, and after it. */
final class PictureStages {
  /** What drawing a figure takes of memory, in bytes, roughly. */
  private static final long FIGURE = 32L << 20;

  /** What taking note of a picture for a listener takes. */
  private static final long RECORD = 4L << 20;

  private final Engine engine;
  private final PictureActivation activation;
  private final BatchOptions options;
  private final BatchListener listener;
  private final MemoryBudget memory;

  PictureStages(
      Engine engine,
      PictureActivation activation,
      BatchOptions options,
      BatchListener listener,
      MemoryBudget memory) {
    this.engine = engine;
    this.activation = activation;
    this.options = options;
    this.listener = listener;
    this.memory = memory;
  }

  boolean isWanted(Path file) {
    return file != null && (options.force() || !Files.exists(file));
  }

  /**
   * Reads a picture and makes it what the function is given. Waits until there is memory for it;
   * where that turns out to be too little, it is tried once more when there is nothing else in
   * work.
   */
  PictureInWork decode(int index, BatchPlan.Job job) {
    long start = System.nanoTime();
    MemoryBudget.Lease lease = memory.take(PictureSource.memoryToOpen(job.input()));
    try {
      return decode(index, job, start, lease);
    } catch (PictureException | OutOfMemoryError e) {
      lease.close();
      if (!(e instanceof OutOfMemoryError || e.getCause() instanceof OutOfMemoryError)) {
        throw e;
      }
    } catch (Throwable e) {
      lease.close();
      throw e;
    }
    MemoryBudget.Lease all = memory.takeAll();
    try {
      return decode(index, job, start, all);
    } catch (Throwable e) {
      all.close();
      throw e;
    }
  }

  private PictureInWork decode(int index, BatchPlan.Job job, long start, MemoryBudget.Lease lease) {
    while (true) {
      long needed;
      try (PictureSource source = PictureSource.open(job.input(), options.read())) {
        needed = source.memory() + drawing(index, job);
        if (lease.grow(needed)) {
          return centered(index, job, start, source, lease);
        }
      }
      // The file is read once more rather than held while others need the memory.
      lease.exchange(needed);
    }
  }

  /** What a figure and a record take of memory besides the picture. */
  private long drawing(int index, BatchPlan.Job job) {
    return job.figure() != null ? FIGURE : listener.records(index) ? RECORD : 0;
  }

  private PictureInWork centered(
      int index, BatchPlan.Job job, long start, PictureSource source, MemoryBudget.Lease lease) {
    Picture picture = source.decode();
    FigureRecorder recorder = null;
    if (isWanted(job.figure()) || listener.records(index)) {
      recorder = new FigureRecorder(job.input().getFileName().toString(), options.activation());
      recorder.picture(picture);
    }
    Picture centered = activation.centerInPlace(picture);
    if (recorder != null) {
      recorder.samples(centered);
    }
    lease.shrink(
        PictureSource.memoryToWrite(centered) + (recorder == null ? 0 : drawing(index, job)));
    return new PictureInWork(index, job, start, centered, recorder, source.notes(), lease);
  }

  /** Writes what of a picture is wanted; returns whether anything was. */
  boolean write(PictureInWork work) throws IOException {
    BatchPlan.Job job = work.job();
    boolean output = isWanted(job.output());
    boolean figure = isWanted(job.figure());
    Files.createDirectories(job.output().toAbsolutePath().getParent());
    if (output && work.recorder() == null) {
      PictureWriter.writeInPlace(work.picture(), options.activation(), job.output());
    } else if (output) {
      PictureWriter.write(work.picture(), options.activation(), job.output());
    }
    if (work.recorder() != null) {
      work.recorder().activated(work.picture());
      if (figure) {
        try {
          work.recorder().figure(engine).write(job.figure());
        } catch (IOException e) {
          throw new FigureException(job.figure(), e);
        }
      }
      if (listener.records(work.index())) {
        listener.recorded(work.index(), job.input(), job.output(), job.figure(), work.recorder());
      }
    }
    return output || figure;
  }
}
