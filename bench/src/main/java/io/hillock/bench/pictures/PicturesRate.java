package io.hillock.bench.pictures;

import com.sun.management.OperatingSystemMXBean;
import io.hillock.image.ActivationOptions;
import io.hillock.image.BatchActivation;
import io.hillock.image.BatchListener;
import io.hillock.image.BatchOptions;
import io.hillock.image.PictureResult;
import io.hillock.image.PictureResult.Outcome;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Pictures a second of a batch, beside decoding and encoding alone by the same libraries with as
 * many threads. They take turns on groups of pictures, and the ratio of each group counts, so that
 * the noise of a shared machine falls on both.
 */
public final class PicturesRate {
  private static final int GROUP = 100;

  private final int threads = Runtime.getRuntime().availableProcessors();
  private final Path output;

  private PicturesRate(Path output) {
    this.output = output;
  }

  /**
   * Runs the benchmark on the CPU.
   *
   * @param arguments the folder of the pictures, and functions: {@code identity}, which writes what
   *     was read, and {@code gelu} where none is named; {@code alone} leaves decoding and encoding
   *     alone out
   */
  public static void main(String[] arguments) throws Exception {
    ImageIO.setUseCache(false);
    List<Path> pictures;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      pictures = files.sorted().toList();
    }
    List<String> names = new ArrayList<>(Arrays.asList(arguments).subList(1, arguments.length));
    boolean beside = !names.remove("alone");
    if (names.isEmpty()) {
      names = List.of("identity", "gelu");
    }
    Path output =
        Files.createTempDirectory(Path.of(arguments[0]).toAbsolutePath().getParent(), "out");
    try (Engine engine = Engine.create("cpu")) {
      PicturesRate rate = new PicturesRate(output);
      for (String name : names) {
        rate.run(engine, Activations.named(name), pictures, beside);
      }
    } finally {
      clear(output);
      Files.delete(output);
    }
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(line -> System.out.println("resident at most" + line.substring(6)));
    }
  }

  private void run(Engine engine, Kernel kernel, List<Path> pictures, boolean beside)
      throws Exception {
    // Mixed groups: every n-th picture.
    int groups = Math.max(1, pictures.size() / GROUP);
    List<Double> ratios = new ArrayList<>();
    List<Double> work = new ArrayList<>();
    double alone = 0;
    double batch = 0;
    int count = 0;
    for (int g = 0; g < groups; g++) {
      List<Path> group = new ArrayList<>();
      for (int i = g; i < pictures.size(); i += groups) {
        group.add(pictures.get(i));
      }
      Spent before = beside ? spent(() -> decodeAndEncode(group)) : new Spent(0, 0);
      Spent took = spent(() -> activate(engine, kernel, group));
      if (g > 0 || groups == 1) {
        alone += before.seconds;
        batch += took.seconds;
        count += group.size();
        ratios.add(before.seconds / took.seconds);
        work.add(before.cpuSeconds / took.cpuSeconds);
      }
    }
    if (!beside) {
      System.out.printf(
          Locale.ROOT, "%s: %d pictures, %.2f a second%n", kernel.name(), count, count / batch);
      return;
    }
    ratios.sort(null);
    work.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f pictures a second, decode and encode alone %.2f; ratio %.2f in all, median of %d"
            + " groups %.2f (quartiles %.2f and %.2f); of the processor's time %.2f (%.2f and %.2f)%n",
        kernel.name(),
        count / batch,
        count / alone,
        alone / batch,
        ratios.size(),
        ratios.get(ratios.size() / 2),
        ratios.get(ratios.size() / 4),
        ratios.get(ratios.size() * 3 / 4),
        work.get(work.size() / 2),
        work.get(work.size() / 4),
        work.get(work.size() * 3 / 4));
  }

  /** The time that a step takes, and that of all processors together. */
  private record Spent(double seconds, double cpuSeconds) {}

  private Spent spent(Step step) throws Exception {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    step.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
    clear(output);
    return new Spent(seconds, cpuSeconds);
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private void activate(Engine engine, Kernel kernel, List<Path> group) throws Exception {
    BatchOptions options =
        BatchOptions.of(ActivationOptions.of(kernel), output).withThreads(threads);
    for (PictureResult result : BatchActivation.run(engine, group, options, BatchListener.NONE)) {
      if (result.outcome() != Outcome.ACTIVATED) {
        throw new IllegalStateException(result.input() + ": " + result.reason());
      }
    }
  }

  private void decodeAndEncode(List<Path> group) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    List<Future<?>> running = new ArrayList<>();
    for (Path picture : group) {
      running.add(
          workers.submit(
              () -> {
                String name = picture.getFileName().toString().replaceFirst("\\.[a-z]+$", ".png");
                encode(decode(picture), output.resolve(name));
                return null;
              }));
    }
    for (Future<?> picture : running) {
      picture.get();
    }
    workers.shutdown();
  }

  private static BufferedImage decode(Path picture) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(picture.toFile())) {
      ImageReader reader = ImageIO.getImageReaders(in).next();
      try {
        reader.setInput(in, true, true);
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  private static void encode(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (OutputStream out = Files.newOutputStream(file);
        MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(image, null, null));
    } finally {
      writer.dispose();
    }
  }

  private interface Step {
    void run() throws Exception;
  }
}
