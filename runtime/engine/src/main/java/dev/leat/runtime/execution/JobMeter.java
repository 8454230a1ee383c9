package dev.leat.runtime.execution;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.JobStats;
import dev.leat.runtime.plan.Measured;
import dev.leat.runtime.plan.ProcessFigures;
import dev.leat.runtime.plan.SegmentFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one job beside the counts of its stages. Thread-safe.
 *
 * <p>The process is looked at from when the job has run for a tenth of a second, so that short jobs
 * cost nothing.
 */
final class JobMeter {

  private static final int BEFORE = 1;

  private final JobRun job;
  private @Nullable ProcessCpu first;
  private @Nullable ProcessCpu last;
  private long firstOwn;
  private int looks;

  JobMeter(JobRun job) {
    this.job = job;
  }

  /** Begins to measure the process. */
  synchronized void begin(ProcessCpu now) {
    if (first == null) {
      first = now;
      firstOwn = own();
    }
  }

  synchronized boolean hasBegun() {
    return first != null;
  }

  /** The watchdog looks at the job; returns whether it has for so long that it is measured. */
  synchronized boolean beginsNow() {
    return first == null && ++looks > BEFORE;
  }

  /** Ends measuring. */
  synchronized void end(ProcessCpu now) {
    if (first != null && last == null) {
      last = now;
    }
  }

  private long own() {
    return job.tasks().stream().mapToLong(task -> task.meter().cpuNanos()).sum();
  }

  /** Everything that is known of the job. */
  Measured measured(JobStats stats, Duration elapsed, List<Finding> findings) {
    Watchdog watchdog = job.watchdog();
    Optional<ProcessFigures> process =
        watchdog == null ? Optional.empty() : process(watchdog.counted());
    return new Measured(stats, elapsed, findings, segments(), process);
  }

  /** The figures of all segments that have tasks, in their order. */
  private List<SegmentFigures> segments() {
    TreeMap<Integer, SegmentFigures> all = new TreeMap<>();
    for (Task task : job.tasks()) {
      SegmentFigures figures = task.meter().figures();
      all.merge(figures.segment(), figures, SegmentFigures::plus);
    }
    return new ArrayList<>(all.values());
  }

  /** Where the CPU time went; empty if the job is too short. */
  private synchronized Optional<ProcessFigures> process(long counted) {
    ProcessCpu from = first;
    if (from == null) {
      return Optional.empty();
    }
    ProcessCpu to = last == null ? ProcessCpu.now(counted) : last;
    long own = Math.max(0, own() - firstOwn);
    long jobs = Math.max(0, to.counted() - from.counted() - own);
    // What is left, so that threads which have ended are in it.
    long others =
        (to.process() - from.process())
            - (own + jobs)
            - (to.gc() - from.gc())
            - (to.jit() - from.jit())
            - (to.vm() - from.vm());
    return Optional.of(
        new ProcessFigures(
            between(from.nanos(), to.nanos()),
            between(from.process(), to.process()),
            Duration.ofNanos(own),
            Duration.ofNanos(jobs),
            Duration.ofNanos(Math.max(0, others)),
            between(from.gc(), to.gc()),
            between(from.jit(), to.jit()),
            between(from.vm(), to.vm())));
  }

  private static Duration between(long from, long to) {
    return Duration.ofNanos(Math.max(0, to - from));
  }
}
