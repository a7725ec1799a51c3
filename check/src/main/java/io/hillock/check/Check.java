package io.hillock.check;

import io.hillock.kernels.Documentation;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.DataType;
import io.hillock.tensor.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Proves an engine: runs kernels and compares every element's bits with the reference, and its
 * value with the true one.
 *
 * <pre>{@code
 * Check check = new Check(engine).inputs(4_000_000).onDifference(System.err::println);
 * for (Check.Kind kind : Check.kinds(GELU)) {
 *   CheckResult result = check.run(GELU, kind);
 * }
 * }</pre>
 *
 * <p>About a zero of a derivative that is not at 0, as GELU's has one at -0.7518, the unit is at
 * least the ULP of 1/16: the terms cancel there.
 *
 * <p>A true value is not sought where there is none to compare with: for expressions on the bits of
 * floats, and in these cases, where rounding an intermediate result decides.
 *
 * <ul>
 *   <li>The backward of a map kernel, where the derivative is not a normal float32 or the upstream
 *       gradient is zero, infinite or NaN: the derivative's own error is what {@link
 *       Kind#DERIVATIVE} measures.
 *   <li>The backward of a row kernel, in rows of other than moderate size. Its sums cancel: the
 *       errors are in units of the largest upstream or true gradient of the row.
 * </ul>
 */
public final class Check {
  /** How many inputs a check takes where nothing else is said. */
  public static final long DEFAULT_INPUTS = 4_000_000;

  /** What of a kernel is checked. */
  public enum Kind {
    /** The function. */
    FORWARD,
    /** The partial derivatives by all inputs. */
    DERIVATIVE,
    /** The gradients by all inputs. */
    BACKWARD;

    /** Returns the name as it is printed: in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Is told how far a check has come; from any thread, one call at a time. */
  public interface Progress {
    /**
     * Called after each block.
     *
     * @param done the elements that were compared
     * @param total the elements there are
     */
    void update(long done, long total);
  }

  private static final int MAX_THREADS = 64;

  private final Engine engine;
  private long inputs = DEFAULT_INPUTS;
  private boolean exhaustive;
  private int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
  private Progress progress = (done, total) -> {};
  private BooleanSupplier cancelled = () -> false;
  private Consumer<Difference> onDifference = difference -> {};

  /** Creates a check of an engine, with {@link #DEFAULT_INPUTS} inputs. */
  public Check(Engine engine) {
    this.engine = engine;
  }

  /** Sets how many inputs a kernel gets; it gets more where there are more special values. */
  public Check inputs(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("a check takes 1 input or more, not " + count);
    }
    inputs = count;
    return this;
  }

  /** Sets whether map kernels get all 2^32 floats; row kernels get their rows all the same. */
  public Check exhaustive(boolean all) {
    exhaustive = all;
    return this;
  }

  /** Sets the number of threads that compute references and true values. */
  public Check threads(int count) {
    if (count < 1 || count > MAX_THREADS) {
      throw new IllegalArgumentException(
          "a check runs on 1 to " + MAX_THREADS + " threads, not on " + count);
    }
    threads = count;
    return this;
  }

  /** Sets who is told how far it has come. */
  public Check progress(Progress listener) {
    progress = listener;
    return this;
  }

  /** Sets what is asked before each block whether to stop. */
  public Check cancelledBy(BooleanSupplier question) {
    cancelled = question;
    return this;
  }

  /** Sets who is told of the first few differences in each block; one call at a time. */
  public Check onDifference(Consumer<Difference> listener) {
    onDifference = listener;
    return this;
  }

  /** Returns what there is to check of a kernel: a row kernel has no derivative but a backward. */
  public static List<Kind> kinds(Kernel kernel) {
    return kernel.isRow()
        ? List.of(Kind.FORWARD, Kind.BACKWARD)
        : List.of(Kind.FORWARD, Kind.DERIVATIVE, Kind.BACKWARD);
  }

  /**
   * Returns the greatest error that the catalogue states, NaN where it states none: no backward has
   * one, nor has a kernel with other than its default parameters.
   */
  public static double limit(Kernel kernel, Kind kind) {
    boolean defaults =
        kernel.parameters().stream().allMatch(p -> kernel.parameter(p.name()) == p.defaultValue());
    Documentation documentation = kernel.documentation();
    return switch (kind) {
      case FORWARD -> defaults ? documentation.maxUlpForward() : Double.NaN;
      case DERIVATIVE -> defaults ? documentation.maxUlpDerivative() : Double.NaN;
      case BACKWARD -> Double.NaN;
    };
  }

  /**
   * Checks one kernel.
   *
   * @param kernel the kernel, not one of its derivatives
   * @param kind what of it; for derivatives and gradients by all of its inputs together
   * @return what was found
   * @throws CancellationException if it was cancelled
   * @throws IllegalArgumentException for the derivative of a row kernel
   */
  public CheckResult run(Kernel kernel, Kind kind) {
    List<Job> jobs = new ArrayList<>();
    for (Kernel target : targets(kernel, kind)) {
      if (target.isRow()) {
        jobs.addAll(RowJob.all(engine, target, kind == Kind.BACKWARD, inputs));
      } else {
        Inputs spread = exhaustive ? Inputs.exhaustive(target) : Inputs.spread(target, inputs);
        jobs.add(new MapJob(engine, target, kind == Kind.BACKWARD, spread));
      }
    }
    Tally tally = new Tally();
    work(new Schedule(jobs), tally);
    return tally.result(
        kernel.name(),
        kind.toString(),
        DataType.FLOAT32.name().toLowerCase(Locale.ROOT),
        engine.device().backend(),
        engine.device().name());
  }

  /** Returns the kernels to run: one for each input where it is differentiated by them. */
  static List<Kernel> targets(Kernel kernel, Kind kind) {
    if (kind == Kind.FORWARD) {
      return List.of(kernel);
    }
    List<Kernel> targets = new ArrayList<>();
    for (int input = 0; input < kernel.inputs().size(); input++) {
      targets.add(kind == Kind.DERIVATIVE ? kernel.derivative(input) : kernel.backward(input));
    }
    return targets;
  }

  /** A kernel and its inputs, in blocks that can be compared independently. */
  interface Job {
    /** Returns the elements in all blocks. */
    long elements();

    int blocks();

    /** Returns a worker for one thread. */
    Worker worker();
  }

  /** Compares blocks, one at a time. */
  interface Worker {
    void compare(int block, Tally tally, Consumer<Difference> differences);
  }

  /** Hands out blocks. */
  private static final class Schedule {
    private final List<Job> jobs;
    private final long total;
    private int job;
    private int block;
    private boolean stopped;

    Schedule(List<Job> jobs) {
      this.jobs = jobs;
      this.total = jobs.stream().mapToLong(Job::elements).sum();
    }

    private record Place(Job job, int block) {}

    /** Returns the next block, or null where none is left. */
    synchronized Place next() {
      while (!stopped && job < jobs.size()) {
        if (block < jobs.get(job).blocks()) {
          return new Place(jobs.get(job), block++);
        }
        job++;
        block = 0;
      }
      return null;
    }

    synchronized void stop() {
      stopped = true;
    }
  }

  private void work(Schedule schedule, Tally tally) {
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "hillock-check");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(executor.submit(() -> workOn(schedule, tally)));
      }
      for (Future<?> future : futures) {
        await(future);
      }
    } finally {
      schedule.stop();
      executor.shutdown();
    }
  }

  private void workOn(Schedule schedule, Tally tally) {
    Consumer<Difference> tell =
        difference -> {
          synchronized (tally) {
            onDifference.accept(difference);
          }
        };
    Job job = null;
    Worker worker = null;
    try {
      for (Schedule.Place next = schedule.next(); next != null; next = schedule.next()) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("the check was cancelled");
        }
        if (next.job() != job) {
          job = next.job();
          worker = job.worker();
        }
        Tally part = new Tally();
        worker.compare(next.block(), part, tell);
        synchronized (tally) {
          tally.add(part);
          progress.update(tally.inputs(), schedule.total);
        }
      }
    } finally {
      // Whoever fails or finds nothing left to do ends the work of the others after their block.
      schedule.stop();
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the check was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
