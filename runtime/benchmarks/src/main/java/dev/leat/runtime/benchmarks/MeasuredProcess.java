package dev.leat.runtime.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The main class of a measured process: runs a contender and, when the JVM ends, writes down what
 * the process used. This way the figures come from the operating system and at the very end,
 * however the contender ends.
 */
final class MeasuredProcess {

  private static final Path STATUS = Path.of("/proc/self/status");

  private MeasuredProcess() {}

  /**
   * Runs a contender.
   *
   * @param args where to write the figures, the contender, its input and its output
   */
  public static void main(String[] args) throws Exception {
    Path figures = Path.of(args[0]);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write(figures), "measure"));
    Contender.valueOf(args[1]).run(Path.of(args[2]), Path.of(args[3]));
  }

  /** CPU in nanoseconds and peak memory in bytes, each on a line. */
  private static void write(Path figures) {
    try {
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      Files.writeString(figures, system.getProcessCpuTime() + "\n" + peakMemory() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most memory that the process had, or -1 where the system does not tell. */
  private static long peakMemory() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return -1;
    }
    List<String> status = Files.readAllLines(STATUS);
    return status.stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(-1);
  }
}
