package dev.leat.runtime.benchmarks.workload;

import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Launcher;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** X6 to X9: how workers begin, are replaced, end with whoever started them, and are idle. */
final class WorkerLife {

  private static final Figure FIRST = Figure.own("first element", "ms", false);
  private static final Figure MEMORY = Figure.own("memory", "MB", false);
  private static final Figure REPLACED = Figure.own("first element after kill -9", "ms", false);
  private static final Figure IDLE = Figure.own("orphans of idle ones after 1 s", "", false);
  private static final Figure BUSY = Figure.own("orphans of busy ones after 1 s", "", false);
  private static final Figure IDLE_CPU = Figure.own("CPU of idle workers", "ms/s", false);
  private static final long IDLE_NANOS = 2_000_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long WARM_UP = 1_000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final int WORKERS = 2;

  private WorkerLife() {}

  /** Makes workers that have not been started. */
  @FunctionalInterface
  private interface Making {
    WorkerBatches make(Size size) throws Exception;
  }

  static Workload start() {
    return new Workload(
        "X6",
        "from nothing to the first element of a new worker, and its memory then",
        1,
        1,
        List.of(FIRST, MEMORY),
        List.of(
            new Candidate("leat", "leat", size -> new Start(size, each -> jvm(1))),
            new Candidate(
                "leat python", "leat", size -> new Start(size, each -> python(each, 1)))));
  }

  static Workload idle() {
    return new Workload(
        "X9",
        "2 workers that have nothing to do, for %d s".formatted(IDLE_NANOS / NANOS_PER_SECOND),
        1,
        1,
        List.of(IDLE_CPU),
        List.of(
            new Candidate("leat", "leat", size -> new Idle(jvm(WORKERS))),
            new Candidate("leat python", "leat", size -> new Idle(python(size, WORKERS)))));
  }

  static Workload replacement() {
    return new Workload(
        "X7",
        "a worker is killed, and its replacement answers",
        1,
        1,
        List.of(REPLACED),
        List.of(
            new Candidate("leat", "leat", size -> new Replacement(jvm(1))),
            new Candidate("leat python", "leat", size -> new Replacement(python(size, 1)))));
  }

  static Workload orphans() {
    return new Workload(
        "X8",
        "processes that are left 1 s after kill -9 of the program that started 2 workers",
        1,
        1,
        List.of(IDLE, BUSY),
        List.of(new Candidate("leat", "leat", size -> new Orphans())));
  }

  private static WorkerBatches jvm(int workers) throws Exception {
    return WorkerBatches.jvm(workers, (Object each) -> each);
  }

  private static WorkerBatches python(Size size, int workers) throws Exception {
    return WorkerBatches.python(workers, WorkerPythons.folder(size), "short");
  }

  private static void one(WorkerBatches workers) throws Exception {
    workers.run(1, 1, n -> "a", result -> {});
  }

  /** A worker that is started for each run. */
  private static final class Start implements Program {

    private final Size size;
    private final Making making;
    private Map<String, Double> measured = Map.of();

    Start(Size size, Making making) {
      this.size = size;
      this.making = making;
    }

    @Override
    public long run() throws Exception {
      try (WorkerBatches workers = making.make(size)) {
        long begin = System.nanoTime();
        one(workers.started());
        double nanos = System.nanoTime() - begin;
        double bytes = workers.stats().getFirst().memoryBytes();
        measured =
            Map.of(
                FIRST.name(), nanos / NANOS_PER_MILLI,
                MEMORY.name(), bytes / BYTES_PER_MEGABYTE);
      }
      return 1;
    }

    @Override
    public Map<String, Double> measured() {
      return measured;
    }
  }

  /** Measures workers that are started before the first run. */
  private abstract static class OfWorkers implements Program {

    final WorkerBatches workers;
    Map<String, Double> measured = Map.of();

    OfWorkers(WorkerBatches workers) throws Exception {
      this.workers = workers.started();
    }

    @Override
    public Map<String, Double> measured() {
      return measured;
    }

    @Override
    public void end() {
      workers.close();
    }
  }

  /** A worker that is killed in each run. */
  private static final class Replacement extends OfWorkers {

    Replacement(WorkerBatches workers) throws Exception {
      super(workers);
    }

    @Override
    public long run() throws Exception {
      one(workers);
      long pid = workers.stats().getFirst().pid();
      long begin = System.nanoTime();
      boolean unused = ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      do {
        one(workers);
      } while (workers.stats().getFirst().pid() == pid);
      measured = Map.of(REPLACED.name(), (System.nanoTime() - begin) / NANOS_PER_MILLI);
      return 1;
    }
  }

  /** Workers that have computed something, and then nothing. */
  private static final class Idle extends OfWorkers {

    Idle(WorkerBatches workers) throws Exception {
      super(workers);
    }

    @Override
    public long run() throws Exception {
      workers.run(WARM_UP, 1, n -> "a", result -> {});
      TimeUnit.NANOSECONDS.sleep(IDLE_NANOS); // until compilers are done
      long before = workers.cpuNanos();
      long begin = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(IDLE_NANOS);
      double used = workers.cpuNanos() - before;
      double seconds = (double) (System.nanoTime() - begin) / NANOS_PER_SECOND;
      measured = Map.of(IDLE_CPU.name(), used / NANOS_PER_MILLI / seconds);
      return 1;
    }
  }

  /** Programs with workers that are killed. */
  private static final class Orphans implements Program {

    private Map<String, Double> measured = Map.of();

    @Override
    public long run() throws Exception {
      measured = Map.of(IDLE.name(), orphans("idle"), BUSY.name(), orphans("busy"));
      return 1;
    }

    private static double orphans(String how) throws Exception {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(Launcher.OPTIONS);
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), Parent.class.getName(), how));
      Process parent =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        String ready = parent.inputReader().readLine();
        List<ProcessHandle> workers = parent.children().toList();
        if (!"ready".equals(ready) || workers.size() != WORKERS) {
          throw new IllegalStateException("the program with workers did not start");
        }
        parent.destroyForcibly();
        TimeUnit.SECONDS.sleep(1);
        List<ProcessHandle> left = workers.stream().filter(ProcessCpu::runs).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        return left.size();
      } finally {
        parent.destroyForcibly();
      }
    }

    @Override
    public Map<String, Double> measured() {
      return measured;
    }
  }

  /** A program with workers that do nothing, or are in busy loops. */
  static final class Parent {

    private static final long BUSY_NANOS = 400_000_000;

    private Parent() {}

    /** Says when they are; ends when it is killed, or its input ends. */
    public static void main(String[] args) throws Exception {
      boolean busy = args[0].equals("busy");
      WorkerBatches workers = WorkerBatches.jvm(WORKERS, (Long n) -> busy && n > 1 ? spin() : n);
      workers.started().run(WORKERS, 1, n -> n, result -> {});
      Thread running =
          new Thread(() -> {
            try {
              workers.run(WORKERS, 1, n -> n + 2, result -> {});
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
      running.setDaemon(true);
      running.start();
      long before = workers.cpuNanos();
      while (busy && workers.cpuNanos() - before < BUSY_NANOS) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      System.out.println("ready");
      int unused = System.in.read();
      workers.close();
    }

    private static long spin() {
      while (true) {
        Thread.onSpinWait();
      }
    }
  }
}
