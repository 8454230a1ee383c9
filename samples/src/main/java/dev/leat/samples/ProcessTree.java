package dev.leat.samples;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a process and all that it has started use of the machine. On Linux the figures are those of
 * {@code /proc}; elsewhere only CPU time is known, of what runs at the time.
 *
 * <p>Threads and processes that end take their context switches with them, so {@link #look} should
 * be called every now and then: what happened after the last look is not counted. CPU time is
 * complete on Linux, because processes leave theirs to whoever waits for their end. One thread.
 */
public final class ProcessTree {

  private static final Path PROC = Path.of("/proc");

  /** What the kernel tells programs, whatever it uses itself. */
  private static final long TICKS_PER_SECOND = 100;

  private static final int CPU_FIELDS_FROM = 11;
  private static final int CPU_FIELDS = 4;

  private final ProcessHandle root;
  private final boolean linux = Files.isReadable(PROC.resolve("self/stat"));
  private final Map<Long, Duration> cpu = new HashMap<>();
  private final Map<String, long[]> switches = new HashMap<>();
  private long peakMemory;

  /** Looks at a process and all that descend from it. */
  public ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  /**
   * What was used until now.
   *
   * @param cpu the time that cores worked for it
   * @param voluntary context switches because a thread had to wait; -1 where nobody knows
   * @param involuntary context switches because others wanted the core; -1 where nobody knows
   * @param peakMemory the most resident bytes at any look; pages that processes share count for
   *     each; -1 where nobody knows
   */
  public record Usage(Duration cpu, long voluntary, long involuntary, long peakMemory) {

    /** What was used since an earlier look. The peak stays what it is. */
    public Usage since(Usage earlier) {
      return voluntary < 0
          ? new Usage(cpu.minus(earlier.cpu), -1, -1, -1)
          : new Usage(
              cpu.minus(earlier.cpu),
              voluntary - earlier.voluntary,
              involuntary - earlier.involuntary,
              peakMemory);
    }
  }

  /** Looks, and returns what was used until now. */
  public Usage look() {
    List<ProcessHandle> all = Stream.concat(Stream.of(root), root.descendants()).toList();
    if (!linux) {
      all.forEach(p -> p.info().totalCpuDuration().ifPresent(used -> cpu.put(p.pid(), used)));
      return new Usage(cpu.values().stream().reduce(Duration.ZERO, Duration::plus), -1, -1, -1);
    }
    long ticks = 0;
    long memory = 0;
    for (ProcessHandle process : all) {
      Path folder = PROC.resolve(Long.toString(process.pid()));
      ticks += cpuTicks(folder);
      memory += residentBytes(folder);
      countSwitches(folder);
    }
    peakMemory = Math.max(peakMemory, memory);
    return new Usage(
        Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND),
        switches.values().stream().mapToLong(count -> count[0]).sum(),
        switches.values().stream().mapToLong(count -> count[1]).sum(),
        peakMemory);
  }

  /** Forgets the peak of memory, for instance because something was warmed up. */
  public void forgetPeak() {
    peakMemory = 0;
  }

  /** Its own and that of all that it has waited for. */
  private static long cpuTicks(Path folder) {
    String stat = read(folder.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    long ticks = 0;
    for (int i = 0; i < CPU_FIELDS && CPU_FIELDS_FROM + i < fields.length; i++) {
      ticks += Long.parseLong(fields[CPU_FIELDS_FROM + i]);
    }
    return ticks;
  }

  private static long residentBytes(Path folder) {
    return 1024 * number(read(folder.resolve("status")), "VmRSS:");
  }

  private void countSwitches(Path folder) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(folder.resolve("task"))) {
      for (Path thread : threads) {
        String status = read(thread.resolve("status"));
        if (!status.isEmpty()) {
          long voluntary = number(status, "\nvoluntary_ctxt_switches:");
          long involuntary = number(status, "nonvoluntary_ctxt_switches:");
          switches.put(thread.toString(), new long[] {voluntary, involuntary});
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return; // it has ended; what was seen of it stays
    }
  }

  /** The first number behind a name; 0 if there is none. */
  private static long number(String status, String name) {
    int at = status.indexOf(name);
    if (at < 0) {
      return 0;
    }
    String line = status.substring(at + name.length()).lines().findFirst().orElse("");
    String digits = line.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
