package dev.leat.runtime.benchmarks.suite;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures candidates of a workload in this JVM. They take turns, so that all of them see the same
 * machine; only those that are compared with each other share a JVM, so that nobody's code is
 * compiled for what others do.
 *
 * <p>Why not JMH: it runs each method in a JVM of its own, where it cannot be compared with the
 * limit of the same process; a job is long enough for a clock; and it knows neither the CPU time of
 * all threads nor that results have to be equal. Dead code is no danger, because every job's
 * checksum is checked.
 */
public final class Measuring {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int STEADY = 3;
  private static final double CLOSE = 1.1;

  private final Size size;
  private final Pace pace;
  private final int launch;

  /**
   * A measuring of jobs of that size.
   *
   * @param launch the number of this JVM launch
   */
  public Measuring(Size size, Pace pace, int launch) {
    this.size = size;
    this.pace = pace;
    this.launch = launch;
  }

  /** All runs of the candidates, in the order of time. */
  public List<Measured> measure(List<Candidate> candidates) throws Exception {
    Map<Candidate, Program> programs = new LinkedHashMap<>();
    try {
      for (Candidate candidate : candidates) {
        Program program = candidate.opening().open(size);
        programs.put(candidate, program);
        warmUp(program);
      }
      List<Measured> all = new ArrayList<>();
      for (int round = 0; round < pace.runs(); round++) {
        for (Map.Entry<Candidate, Program> entry : programs.entrySet()) {
          all.add(measure(entry.getKey(), entry.getValue(), round));
        }
      }
      return all;
    } finally {
      for (Program program : programs.values()) {
        program.end();
      }
    }
  }

  /** Until runs no longer become faster: three in a row that are close to the best so far. */
  private void warmUp(Program program) throws Exception {
    long start = System.nanoTime();
    double best = Double.MAX_VALUE;
    int close = 0;
    boolean settled = false;
    while (!over(start, settled ? pace.warmUp() : pace.longestWarmUp())) {
      double wall = wallOfOneJob(program);
      close = wall < CLOSE * best ? close + 1 : 0;
      best = Math.min(best, wall);
      settled = close >= STEADY;
    }
  }

  private double wallOfOneJob(Program program) throws Exception {
    long start = System.nanoTime();
    int jobs = 0;
    do {
      program.run();
      jobs++;
    } while (!over(start, pace.run()));
    return (double) (System.nanoTime() - start) / jobs;
  }

  private Measured measure(Candidate candidate, Program program, int round) throws Exception {
    System.gc();
    long bytes = THREADS.getTotalThreadAllocatedBytes();
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    long checksum = 0;
    int jobs = 0;
    do {
      long result = program.run();
      if (jobs > 0 && result != checksum) {
        throw new IllegalStateException(candidate.name() + " made different results");
      }
      checksum = result;
      jobs++;
    } while (!over(start, pace.run()));
    double wall = System.nanoTime() - start;
    double used = SYSTEM.getProcessCpuTime() - cpu;
    double allocated = THREADS.getTotalThreadAllocatedBytes() - bytes;
    return new Measured(
        candidate.name(),
        launch,
        round,
        size.elements(),
        wall / jobs,
        used / jobs,
        allocated / jobs,
        checksum,
        program.measured());
  }

  private static boolean over(long start, Duration time) {
    return System.nanoTime() - start >= time.toNanos();
  }
}
