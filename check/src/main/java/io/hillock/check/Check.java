package io.hillock.check;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Documentation;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
 * <p>An exhaustive check of a kernel of one input compares the bits and errors of all 2^32 floats.
 * In FLOAT16 and BFLOAT16 every check of a map kernel gets all values of its first input, and is
 * held to the value in float32, rounded once.
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
 *   <li>A row kernel whose {@linkplain io.hillock.kernels.Documentation#ofRow terms cancel}, in the
 *       same rows but those of subnormal numbers: the errors are in units of the row's largest
 *       result or input, leaving out the first input where the row has more than one result.
 * </ul>
 */
public final class Check {
  /** How many inputs a check takes where nothing else is said. */
  public static final long DEFAULT_INPUTS = 1 << 20;

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

  private static final double GREATEST_IN_FLOAT64 = 1;

  private static final int MAX_THREADS = 64;

  /** Exhaustive checks are written down after each range of so many floats. */
  private static final long RANGE = 1L << 26;

  private static final long ALL_FLOATS = 1L << 32;

  private final Engine engine;
  private Engine other;
  private boolean measures = true;
  private Path directory;
  private DataType dataType = DataType.FLOAT32;
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

  /** Sets how elements are stored; FLOAT32 where nothing else is said. */
  public Check dataType(DataType type) {
    dataType = Objects.requireNonNull(type, "type");
    return this;
  }

  /** Sets how many inputs a kernel gets; it gets more where there are more special values. */
  public Check inputs(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("a check takes 1 input or more, not " + count);
    }
    inputs = count;
    return this;
  }

  /**
   * Sets whether map kernels of one input and their derivatives get all 2^32 floats. Other kernels,
   * and all backwards, get their spread or their rows all the same.
   */
  public Check exhaustive(boolean all) {
    exhaustive = all;
    return this;
  }

  /**
   * Sets the engine that an exhaustive check takes its bits from, instead of the {@link Reference}:
   * one that was checked itself. Some elements of each block are compared with the interpreter.
   */
  public Check against(Engine checked) {
    other = checked;
    return this;
  }

  /** Sets whether errors are measured; without, bits alone are compared. */
  public Check measuring(boolean errors) {
    measures = errors;
    return this;
  }

  /** Sets where exhaustive checks write down what is finished, to go on there another time. */
  public Check resumingIn(Path stateDirectory) {
    directory = stateDirectory;
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

  /**
   * Returns what there is to check of a kernel: a row kernel and one of several outputs have no
   * derivative but a backward.
   */
  public static List<Kind> kinds(Kernel kernel) {
    return kernel.isRow() || kernel.outputs().size() > 1
        ? List.of(Kind.FORWARD, Kind.BACKWARD)
        : List.of(Kind.FORWARD, Kind.DERIVATIVE, Kind.BACKWARD);
  }

  /**
   * Returns the greatest error that the catalogue states, NaN where it states none: no backward has
   * one, nor has a kernel with other than its default parameters. In 16 bits there is one more
   * rounding.
   */
  public static double limit(Kernel kernel, Kind kind, DataType type) {
    boolean defaults =
        kernel.parameters().stream().allMatch(p -> kernel.parameter(p.name()) == p.defaultValue());
    Documentation documentation = kernel.documentation();
    double stated =
        switch (kind) {
          case FORWARD -> documentation.maxUlpForward();
          case DERIVATIVE -> documentation.maxUlpDerivative();
          case BACKWARD -> Double.NaN;
        };
    if (!defaults) {
      return Double.NaN;
    }
    return switch (type) {
      case FLOAT32 -> stated;
      case FLOAT64 -> kernel.isRow() ? stated : Math.min(stated, GREATEST_IN_FLOAT64);
      case FLOAT16 -> 0.5 + stated * 0x1p-13;
      case BFLOAT16 -> 0.5 + stated * 0x1p-16;
      case INT32, BOOL -> Double.NaN;
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
    return (isSwept(kernel, kind) ? sweep(kernel, kind) : spread(kernel, kind))
        .result(
            kernel.name(),
            kind.toString(),
            dataType,
            engine.device().backend(),
            engine.device().name());
  }

  private boolean isSwept(Kernel kernel, Kind kind) {
    return exhaustive
        && dataType == DataType.FLOAT32
        && kind != Kind.BACKWARD
        && SweepJob.takes(kernel);
  }

  /** Forgets what an exhaustive check has written down. */
  public void forget(Kernel kernel, Kind kind) {
    if (directory != null && isSwept(kernel, kind)) {
      state(targets(kernel, kind).get(0)).delete();
    }
  }

  private SweepState state(Kernel target) {
    String identity =
        String.join(
            "\n",
            target.program().toString(),
            Arrays.toString(target.parameterValues()),
            engine.device().backend(),
            engine.device().name(),
            other == null ? "" : other.device().backend(),
            "" + measures);
    return SweepState.open(directory, engine.device().backend() + " " + target.name(), identity);
  }

  private Tally sweep(Kernel kernel, Kind kind) {
    Kernel target = targets(kernel, kind).get(0);
    SweepState state = directory == null ? null : state(target);
    Tally all = new Tally();
    for (int range = 0; range < ALL_FLOATS / RANGE; range++) {
      Tally known = state == null ? null : state.of(range);
      if (known == null) {
        known = new Tally();
        Job job = new SweepJob(engine, other, target, range * RANGE, RANGE, measures);
        work(new Schedule(List.of(job), all.inputs(), ALL_FLOATS), known);
        if (state != null) {
          state.finish(range, known);
        }
      }
      all.add(known);
    }
    return all;
  }

  private Tally spread(Kernel kernel, Kind kind) {
    List<Job> jobs = new ArrayList<>();
    List<Kernel> targets = targets(kernel, kind);
    for (int i = 0; i < targets.size(); i++) {
      Kernel target = targets.get(i);
      if (kernel.isRow()) {
        boolean scaled = kind == Kind.BACKWARD || kernel.documentation().ofRow();
        jobs.addAll(
            RowJob.all(engine, target, kind == Kind.BACKWARD, scaled, dataType, inputs, measures));
      } else {
        boolean product = kind == Kind.BACKWARD && kernel.outputs().size() == 1;
        Kernel slope = product ? kernel.derivative(i) : null;
        jobs.add(new MapJob(engine, target, slope, dataType, inputs, measures));
      }
    }
    Tally tally = new Tally();
    work(new Schedule(jobs, 0, jobs.stream().mapToLong(Job::elements).sum()), tally);
    return tally;
  }

  /** Returns the kernels to run: one for each output, or for each input to differentiate by. */
  static List<Kernel> targets(Kernel kernel, Kind kind) {
    List<Kernel> targets = new ArrayList<>();
    if (kind == Kind.FORWARD) {
      for (int output = 0; output < kernel.outputs().size(); output++) {
        targets.add(kernel.output(output));
      }
      return targets;
    }
    for (int input : kernel.realInputs()) {
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
    private final long before;
    private final long total;
    private int job;
    private int block;
    private boolean stopped;

    /** Takes jobs, what was done before them, and how much there is to do in all. */
    Schedule(List<Job> jobs, long before, long total) {
      this.jobs = jobs;
      this.before = before;
      this.total = total;
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
          progress.update(schedule.before + tally.inputs(), schedule.total);
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
