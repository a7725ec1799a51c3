package io.hillock.cpu;

import io.hillock.kernels.Program;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The CPU of this machine, always there. {@code -Dhillock.cpu.threads=N} sets how many threads
 * work, {@code -Dhillock.cpu.vector=off} turns the Vector API off; neither changes a bit of a
 * result.
 */
public final class CpuProvider implements BackendProvider {
  private static final String THREADS = "hillock.cpu.threads";
  private static final int RANK = 100;

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public List<Device> devices() {
    int lanes = VectorSupport.lanes();
    String driver =
        "Java "
            + Runtime.version().feature()
            + (lanes > 1 ? ", Vector API of " + lanes * Float.SIZE + " bits" : ", scalar")
            + ", "
            + threads()
            + (threads() == 1 ? " thread" : " threads");
    long memory = Runtime.getRuntime().maxMemory();
    return List.of(Device.available(name(), 0, processor(), memory, driver, RANK));
  }

  @Override
  public Backend open(int index) {
    List<Device> devices = devices();
    if (index != 0) {
      throw new BackendUnavailableException("the cpu has one device, 0, not " + index);
    }
    return new CpuBackend(devices.get(0), VectorSupport.compiler(), threads());
  }

  @Override
  public String source(Program program) {
    return JavaRenderer.render(program, VectorSupport.lanes());
  }

  private static int threads() {
    int cores = Runtime.getRuntime().availableProcessors();
    int asked = Integer.getInteger(THREADS, cores);
    if (asked < 1) {
      throw new BackendUnavailableException("-D" + THREADS + " must be at least 1, not " + asked);
    }
    return asked;
  }

  /** The processor's name where the system tells it, otherwise its architecture. */
  private static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      try (var lines = Files.lines(info)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException | java.io.UncheckedIOException e) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }
}
