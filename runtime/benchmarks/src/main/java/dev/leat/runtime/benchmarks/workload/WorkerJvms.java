package dev.leat.runtime.benchmarks.workload;

import com.sun.management.OperatingSystemMXBean;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** X1 to X3: worker JVMs that are at work already. */
final class WorkerJvms {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final int ROUNDS = 4_400;
  private static final int BATCH = 256;
  private static final int LARGE_BATCH = 1_024;
  private static final int BYTES = 64;
  private static final int CORES = 2;
  private static final String HERE = "threads";
  private static final String ONE = "one-worker";

  private static final Figure ALL = Figure.own("CPU of all", "ns/element", false);
  private static final Figure THEIRS = Figure.own("CPU of workers", "ns/element", false);

  private WorkerJvms() {}

  static Workload costly() {
    return new Workload(
        "X1",
        "5 us of CPU an element in 2 worker JVMs, 256 at once, beside 2 threads of this process",
        200_000,
        1_000,
        List.of(
            new Figure(
                "CPU of all / base",
                "",
                false,
                (run, base) -> run.own(ALL.name()) / base.own(ALL.name())),
            new Figure(
                "CPU of workers / base",
                "",
                false,
                (run, base) -> run.own(THEIRS.name()) / base.own(ALL.name())),
            ALL,
            Figure.NANOS),
        List.of(
            new Candidate("leat", HERE, size -> forked(size, CORES)),
            new Candidate(HERE, HERE, WorkerJvms::threads)));
  }

  static Workload echo() {
    return new Workload(
        "X2",
        "64 bytes there and back from a worker JVM, 1,024 elements at once",
        1_000_000,
        10_000,
        List.of(ALL, THEIRS, Figure.NANOS),
        List.of(new Candidate("leat", "leat", WorkerJvms::echo)));
  }

  static Workload twoProcesses() {
    return new Workload(
        "X3",
        "5 us of CPU an element, 256 at once, in 2 worker JVMs beside 1",
        200_000,
        1_000,
        List.of(Figure.SPEED_UP, Figure.NANOS, ALL),
        List.of(
            new Candidate("leat", ONE, size -> forked(size, CORES)),
            new Candidate(ONE, ONE, size -> forked(size, 1))));
  }

  private static long compute(Long x) {
    return Arithmetic.spin(x, ROUNDS);
  }

  /** Something that is computed, with the CPU time that it takes in this process and others. */
  private abstract static class Counting implements Program {

    private final long elements;
    private Map<String, Double> measured = Map.of();

    Counting(Size size) {
      elements = size.elements();
    }

    abstract void compute(OrderedSum sum) throws Exception;

    long others() {
      return 0;
    }

    final long elements() {
      return elements;
    }

    @Override
    public final long run() throws Exception {
      OrderedSum sum = new OrderedSum();
      long own = SYSTEM.getProcessCpuTime();
      long theirs = others();
      compute(sum);
      double used = others() - theirs;
      measured =
          Map.of(
              ALL.name(), (SYSTEM.getProcessCpuTime() - own + used) / elements,
              THEIRS.name(), used / elements);
      return sum.value();
    }

    @Override
    public final Map<String, Double> measured() {
      return measured;
    }
  }

  private static Program forked(Size size, int processes) throws Exception {
    WorkerBatches workers = WorkerBatches.jvm(processes, WorkerJvms::compute).started();
    return new Counting(size) {
      @Override
      void compute(OrderedSum sum) throws Exception {
        workers.run(elements(), BATCH, n -> n, result -> sum.add((Long) result));
      }

      @Override
      long others() {
        return workers.cpuNanos();
      }
    }.closing(workers);
  }

  private static Program threads(Size size) {
    ExecutorService threads = Executors.newFixedThreadPool(CORES);
    return new Counting(size) {
      @Override
      void compute(OrderedSum sum) throws Exception {
        List<Future<long[]>> all = new ArrayList<>();
        for (long from = 0; from < elements(); from += BATCH) {
          long first = from;
          int count = (int) Math.min(BATCH, elements() - from);
          all.add(threads.submit(() -> computed(first, count)));
        }
        for (Future<long[]> each : all) {
          Chunks.add(sum, each.get());
        }
      }
    }.closing(threads);
  }

  private static long[] computed(long first, int count) {
    long[] results = new long[count];
    Arrays.setAll(results, i -> compute(first + i));
    return results;
  }

  private static Program echo(Size size) throws Exception {
    WorkerBatches workers = WorkerBatches.jvm(1, (byte[] bytes) -> bytes).started();
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, (byte) 'x');
    return new Counting(size) {
      @Override
      void compute(OrderedSum sum) throws Exception {
        workers.run(
            elements(), LARGE_BATCH, n -> bytes, result -> sum.add(((byte[]) result).length));
      }

      @Override
      long others() {
        return workers.cpuNanos();
      }
    }.closing(workers);
  }
}
