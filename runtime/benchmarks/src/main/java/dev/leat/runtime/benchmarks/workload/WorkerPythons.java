package dev.leat.runtime.benchmarks.workload;

import com.sun.management.OperatingSystemMXBean;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** X4, X5: a Python function in workers that are at work already, beside Python's own pools. */
final class WorkerPythons {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final String SHORT = "short";
  private static final String LONG = "long";
  private static final String LOOP = "loop";
  private static final int SHORT_BATCH = 256;
  private static final int LONG_BATCH = 64;
  private static final int LENGTH = 100;
  private static final int MULTIPLIER = 31;
  private static final long MASK = 0xffff_ffff_ffffL;

  private static final Figure ALL = Figure.own("CPU of all", "ns/element", false);

  private WorkerPythons() {}

  static Workload texts() {
    return new Workload(
        "X4",
        "texts of 100 characters through a Python function, 256 at once, 1 process",
        200_000,
        2_000,
        List.of(
            new Figure(
                "CPU beside the loop",
                "ns/element",
                false,
                (run, base) -> run.own(ALL.name()) - base.own(ALL.name())),
            ALL,
            Figure.NANOS),
        List.of(
            new Candidate("leat", LOOP, size -> leat(size, SHORT, 1, SHORT_BATCH)),
            new Candidate(LOOP, LOOP, size -> peer(size, LOOP, SHORT, 1, SHORT_BATCH)),
            new Candidate("pool.imap", LOOP, size -> peer(size, "imap", SHORT, 1, SHORT_BATCH)),
            new Candidate(
                "pool.executor", LOOP, size -> peer(size, "executor", SHORT, 1, SHORT_BATCH))));
  }

  static Workload twoProcesses() {
    return new Workload(
        "X5",
        "0.2 ms of Python an element, 64 at once, in 2 processes beside 1",
        4_000,
        200,
        List.of(Figure.SPEED_UP, Figure.NANOS, ALL),
        List.of(
            new Candidate("leat", "leat-1", size -> leat(size, LONG, 2, LONG_BATCH)),
            new Candidate("leat-1", "leat-1", size -> leat(size, LONG, 1, LONG_BATCH)),
            new Candidate("pool.imap", "imap-1", size -> peer(size, "imap", LONG, 2, LONG_BATCH)),
            new Candidate("imap-1", "imap-1", size -> peer(size, "imap", LONG, 1, LONG_BATCH)),
            new Candidate(
                "pool.executor", "executor-1", size -> peer(size, "executor", LONG, 2, LONG_BATCH)),
            new Candidate(
                "executor-1", "executor-1", size -> peer(size, "executor", LONG, 1, LONG_BATCH))));
  }

  private static LongFunction<Object> elements(String function) {
    return function.equals(LONG) ? Long::toString : WorkerPythons::text;
  }

  private static Object text(long number) {
    StringBuilder text = new StringBuilder("element ").append(number).append(' ');
    while (text.length() < LENGTH) {
      text.append('x');
    }
    return text.toString();
  }

  /** As the one of {@code peers.py}. */
  private static long checksum(long total, String result) {
    char last = result.length() < 2 ? '0' : result.charAt(result.length() - 2);
    return (total * MULTIPLIER + result.length() + last) & MASK;
  }

  static Path folder(Size size) throws IOException {
    Path folder = Files.createDirectories(size.folder().resolve("python"));
    for (String name : List.of("work.py", "peers.py")) {
      try (InputStream content = WorkerPythons.class.getResourceAsStream(name)) {
        if (content == null) {
          throw new IOException("the file %s is missing beside the classes".formatted(name));
        }
        Files.copy(content, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }

  private static Program leat(Size size, String function, int processes, int batch)
      throws Exception {
    WorkerBatches workers = WorkerBatches.python(processes, folder(size), function).started();
    return new Program() {
      private Map<String, Double> measured = Map.of();

      @Override
      public long run() throws Exception {
        long[] total = new long[1];
        long before = SYSTEM.getProcessCpuTime() + workers.cpuNanos();
        workers.run(
            size.elements(),
            batch,
            elements(function),
            result -> total[0] = checksum(total[0], (String) result));
        double used = SYSTEM.getProcessCpuTime() + workers.cpuNanos() - before;
        measured = Map.of(ALL.name(), used / size.elements());
        return total[0];
      }

      @Override
      public Map<String, Double> measured() {
        return measured;
      }
    }.closing(workers);
  }

  private static Program peer(Size size, String model, String function, int processes, int batch)
      throws IOException {
    PythonPeer peer =
        PythonPeer.start(
            folder(size),
            List.of(
                model,
                function,
                Integer.toString(processes),
                Integer.toString(batch),
                Long.toString(size.elements())));
    return new Program() {
      private Map<String, Double> measured = Map.of();

      @Override
      public long run() throws Exception {
        PythonPeer.Outcome outcome = peer.run();
        measured = Map.of(ALL.name(), (double) outcome.cpuNanos() / size.elements());
        return outcome.checksum();
      }

      @Override
      public Map<String, Double> measured() {
        return measured;
      }
    }.closing(peer);
  }
}
