package io.hillock.image;

import io.hillock.image.PictureResult.Outcome;
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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run of a batch, in three stages with a bounded queue between each: several threads decode,
 * one gives to the device what was decoded meanwhile, several encode and write. A picture holds its
 * share of the memory until it is written, so that no stage runs ahead further than memory allows.
 */
final class BatchRun {
  /** Pictures that wait between two stages, at most. */
  private static final int WAITING = 64;

  /** The memory of pictures in work for each thread that decodes and encodes. */
  private static final long MEMORY_PER_THREAD = 512L << 20;

  private final BatchOptions options;
  private final PictureActivation activation;
  private final String backend;
  private final BatchListener listener;
  private final List<BatchPlan.Job> jobs;
  private final PictureResult[] results;
  private final PictureStages stages;
  private final int threads;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger decoding;
  private final BlockingQueue<PictureInWork> decoded = new ArrayBlockingQueue<>(WAITING);
  private final BlockingQueue<PictureInWork> activated = new ArrayBlockingQueue<>(WAITING);
  private volatile boolean stopped;
  private Throwable failure;
  private int done;
  private int failed;
  private int skipped;

  BatchRun(Engine engine, List<BatchPlan.Job> jobs, BatchOptions options, BatchListener listener) {
    this.options = options;
    this.activation = new PictureActivation(engine, options.activation());
    this.backend = engine.device().backend();
    this.listener = listener;
    this.jobs = jobs;
    this.results = new PictureResult[jobs.size()];
    this.threads = Math.max(1, Math.min(options.threads(), jobs.size()));
    this.decoding = new AtomicInteger(threads);
    long memory = Math.min(MemoryBudget.most(), threads * MEMORY_PER_THREAD);
    this.stages =
        new PictureStages(engine, activation, options, listener, new MemoryBudget(memory));
  }

  List<PictureResult> run() throws BatchInterruptedException {
    listener.progressed(new BatchListener.Progress(jobs.size(), 0, 0, 0, null));
    List<Thread> running = new ArrayList<>();
    for (int i = 1; i <= threads; i++) {
      running.add(started("hillock-decode-" + i, this::decode));
    }
    for (int i = 1; i <= encoders(); i++) {
      running.add(started("hillock-encode-" + i, this::encode));
    }
    running.add(started("hillock-activate", this::activate));
    boolean interrupted = false;
    for (Thread thread : running) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          // Pictures in work are finished: a thread must not outlive the call.
          interrupted = true;
          stopped = true;
        }
      }
    }
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        BatchPlan.Job job = jobs.get(i);
        results[i] =
            PictureResult.unread(
                job.input(), job.output(), Outcome.STOPPED, "the run was ended before it", 0);
      }
    }
    if (failure != null) {
      throw new BatchFailedException(failure, Arrays.asList(results));
    }
    if (interrupted) {
      throw new BatchInterruptedException(Arrays.asList(results));
    }
    return Arrays.asList(results);
  }

  /** More than cores: a file that is written waits for the disk before it gets its name. */
  private int encoders() {
    return 2 * threads;
  }

  private static Thread started(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.start();
    return thread;
  }

  /** The first stage; whoever ends last tells the second. */
  private void decode() {
    for (int i = next.getAndIncrement(); i < jobs.size() && !stopped; i = next.getAndIncrement()) {
      int index = i;
      attempt(index, null, () -> opened(index));
    }
    if (decoding.decrementAndGet() == 0) {
      put(decoded, PictureInWork.END);
    }
  }

  private void opened(int index) {
    BatchPlan.Job job = jobs.get(index);
    if (job.problem() != null) {
      report(index, PictureResult.failed(job.input(), job.output(), job.problem(), 0));
      return;
    }
    for (Path file : job.files()) {
      if (!options.force() && Files.isDirectory(file)) {
        String what = file.equals(job.output()) ? "its output " : "its figure ";
        String reason = what + file + " is a folder";
        report(index, PictureResult.failed(job.input(), job.output(), reason, 0));
        return;
      }
    }
    boolean wanted = stages.isWanted(job.output()) || stages.isWanted(job.figure());
    if (!wanted && !listener.records(index)) {
      report(index, skipped(job));
    } else {
      put(decoded, stages.decode(index, job));
    }
  }

  /** The second stage: all that waits goes to the device, as much together as is worth it. */
  private void activate() {
    List<PictureInWork> waiting = new ArrayList<>();
    boolean ended = false;
    while (!ended || !waiting.isEmpty()) {
      if (waiting.isEmpty()) {
        waiting.add(take(decoded));
      }
      decoded.drainTo(waiting);
      ended |= waiting.remove(PictureInWork.END);
      List<PictureInWork> together = together(waiting);
      waiting.removeAll(together);
      if (!together.isEmpty()) {
        run(together);
      }
    }
    for (int i = 0; i < encoders(); i++) {
      put(activated, PictureInWork.END);
    }
  }

  /** Returns the first, and what goes with it in one launch. */
  private List<PictureInWork> together(List<PictureInWork> waiting) {
    List<PictureInWork> result = new ArrayList<>();
    long numbers = 0;
    for (PictureInWork work : waiting) {
      boolean first = result.isEmpty();
      if (first || activation.goTogether(result.get(0).picture(), work.picture())) {
        numbers += work.picture().distinct().length;
        if (!first && numbers > PictureActivation.CHUNK) {
          break;
        }
        result.add(work);
      }
    }
    return result;
  }

  private void run(List<PictureInWork> together) {
    if (!stopped) {
      try {
        activation.runInPlace(together.stream().map(PictureInWork::picture).toList());
      } catch (OutOfDeviceMemoryException e) {
        for (PictureInWork work : together) {
          fail(work, e.getMessage());
        }
        return;
      } catch (Throwable e) {
        end(e);
      }
    }
    for (PictureInWork work : together) {
      put(activated, work);
    }
  }

  /** The third stage. */
  private void encode() {
    for (PictureInWork work = take(activated); work != PictureInWork.END; work = take(activated)) {
      PictureInWork current = work;
      try {
        if (!stopped) {
          attempt(
              work.index(),
              work,
              () -> {
                boolean written = stages.write(current);
                report(current.index(), written ? activated(current) : skipped(current.job()));
              });
        }
      } finally {
        work.release();
      }
    }
  }

  /** Does a step for a picture: what goes wrong with it is its result. */
  private void attempt(int index, PictureInWork work, Step step) {
    BatchPlan.Job job = jobs.get(index);
    long start = work == null ? System.nanoTime() : work.start();
    String reason;
    try {
      step.run();
      return;
    } catch (PictureException e) {
      reason = e.reason();
    } catch (OutOfMemoryError e) {
      reason = "it does not fit in memory; raise it with -Xmx";
    } catch (IOException e) {
      reason = reason(job, e);
    } catch (Throwable e) {
      end(e);
      return;
    }
    report(index, PictureResult.failed(job.input(), job.output(), reason, since(start)));
  }

  private void fail(PictureInWork work, String reason) {
    work.release();
    BatchPlan.Job job = work.job();
    report(
        work.index(), PictureResult.failed(job.input(), job.output(), reason, since(work.start())));
  }

  private synchronized void end(Throwable cause) {
    stopped = true;
    if (failure == null) {
      failure = cause;
    }
  }

  private synchronized void report(int index, PictureResult result) {
    results[index] = result;
    done++;
    failed += result.outcome() == Outcome.FAILED ? 1 : 0;
    skipped += result.outcome() == Outcome.SKIPPED ? 1 : 0;
    try {
      listener.progressed(new BatchListener.Progress(jobs.size(), done, failed, skipped, result));
    } catch (RuntimeException | Error e) {
      // The stages go on until all of them know.
      end(e);
    }
  }

  private PictureResult activated(PictureInWork work) {
    Picture picture = work.picture();
    return new PictureResult(
        work.job().input(),
        work.job().output(),
        Outcome.ACTIVATED,
        null,
        picture.width(),
        picture.height(),
        picture.channels(),
        backend,
        since(work.start()),
        work.notes());
  }

  private static PictureResult skipped(BatchPlan.Job job) {
    String there = job.figure() == null ? "its output is" : "its output and its figure are";
    String them = job.figure() == null ? "it" : "them";
    return PictureResult.unread(
        job.input(),
        job.output(),
        Outcome.SKIPPED,
        there + " there; force writes " + them + " again",
        0);
  }

  private static String reason(BatchPlan.Job job, IOException e) {
    return e instanceof FigureException
        ? e.getMessage()
        : "its output " + job.output() + " cannot be written: " + why(e);
  }

  /** Says why something cannot be written. */
  static String why(IOException e) {
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

  /** The threads of a run are its own, and nobody interrupts them. */
  private static void put(BlockingQueue<PictureInWork> queue, PictureInWork work) {
    try {
      queue.put(work);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PictureInWork take(BlockingQueue<PictureInWork> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** A figure that could not be written; the picture was. */
  static final class FigureException extends IOException {
    private static final long serialVersionUID = 1;

    FigureException(Path file, IOException cause) {
      super("its figure " + file + " cannot be written: " + why(cause), cause);
    }
  }
}
