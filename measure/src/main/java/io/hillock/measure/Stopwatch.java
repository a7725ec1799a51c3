package io.hillock.measure;

import io.hillock.tensor.Device;
import io.hillock.tensor.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Times functions on an engine beside a plain copy of the same device and, where asked, beside
 * other libraries: all in turns, and reported as medians.
 *
 * <pre>{@code
 * Stopwatch stopwatch = new Stopwatch(engine).rounds(15);
 * List<Speed> speeds = stopwatch.time(new Subject(GELU, FORWARD, FLOAT32, Shape.of(1 << 24)));
 * }</pre>
 */
public final class Stopwatch {
  /** How many rounds there are where nothing else is said. */
  public static final int DEFAULT_ROUNDS = 11;

  private final Engine engine;
  private int rounds = DEFAULT_ROUNDS;
  private List<? extends Peer> peers = List.of();

  /** Creates a stopwatch for an engine. */
  public Stopwatch(Engine engine) {
    this.engine = engine;
  }

  /**
   * Sets how often each is timed.
   *
   * @throws IllegalArgumentException if that is not at all
   */
  public Stopwatch rounds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("there must be 1 round or more, not " + count);
    }
    rounds = count;
    return this;
  }

  /** Sets the other libraries. */
  public Stopwatch beside(List<? extends Peer> others) {
    peers = List.copyOf(others);
    return this;
  }

  /** What is timed, and how its result is called. */
  private record Entry(Workload workload, String implementation, String backend, String device) {}

  /**
   * Times a function.
   *
   * @param subject the function
   * @return the speeds of the copy, of this engine, and of those peers that have the function
   * @throws io.hillock.tensor.HillockException if the device has not the room or not the type
   */
  public List<Speed> time(Subject subject) {
    List<Entry> entries = new ArrayList<>();
    try {
      Device device = engine.device();
      CopyWorkload copy = new CopyWorkload(engine, subject);
      entries.add(new Entry(copy, Speed.COPY, device.backend(), device.name()));
      KernelWorkload kernel = new KernelWorkload(engine, subject);
      entries.add(new Entry(kernel, Speed.HILLOCK, device.backend(), device.name()));
      for (Peer peer : peers) {
        Optional<Workload> workload = peer.workload(subject);
        workload.ifPresent(
            work ->
                entries.add(
                    new Entry(work, peer.implementation(), peer.implementation(), peer.device())));
      }
      double[][] nanos = Turns.time(entries.stream().map(Entry::workload).toList(), rounds);
      List<Speed> speeds = new ArrayList<>();
      for (int i = 0; i < nanos.length; i++) {
        long bytes = i == 0 ? copy.bytes() : kernel.bytes();
        double[] shares = new double[rounds];
        for (int round = 0; round < rounds; round++) {
          shares[round] = nanos[0][round] / copy.bytes() / (nanos[i][round] / bytes);
        }
        speeds.add(speed(subject, entries.get(i), bytes, median(nanos[i]), median(shares)));
      }
      return speeds;
    } finally {
      entries.forEach(entry -> entry.workload().close());
    }
  }

  private static Speed speed(
      Subject subject, Entry entry, long bytes, double nanos, double shareOfCopy) {
    boolean isCopy = entry.implementation().equals(Speed.COPY);
    return new Speed(
        isCopy ? Speed.COPY : subject.function().name(),
        (isCopy ? Subject.Kind.FORWARD : subject.kind()).toString(),
        entry.implementation(),
        entry.backend(),
        entry.device(),
        subject.type(),
        subject.shape(),
        nanos / subject.elements(),
        bytes / nanos,
        shareOfCopy);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
