package dev.leat.runtime.execution;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Finding.Cause;
import dev.leat.pipeline.Job;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Sees when a job moves no element for a time, and says which stages hold it up: those whose code a
 * thread is in, and those whose calls do not end. All others wait for input or for room. Used by
 * the watchdog only.
 */
final class StallDoctor {

  private static final System.Logger LOG = System.getLogger(Findings.LOG_NAME);

  private final JobRun job;
  private final long limit;
  private long moved = -1;
  private long since;
  private boolean asked;
  private boolean told;

  /**
   * Nothing seen yet.
   *
   * @param limit how long nothing may move, in nanoseconds
   */
  StallDoctor(JobRun job, long limit) {
    this.job = job;
    this.limit = limit;
  }

  /** Looks at the job; the time in which it had nothing to do does not count. */
  void look(long now) {
    long sum = job.moved();
    boolean runs = job.state() == Job.State.RUNNING || job.state() == Job.State.DRAINING;
    if (sum != moved || !runs || job.tasks().stream().noneMatch(StallDoctor::isAtWork)) {
      moved = sum;
      begin(now);
      return;
    }
    long still = now - since;
    if (!asked && 2 * still > limit) {
      asked = true;
      job.tasks().forEach(Task::show); // which takes until the next look
    } else if (!told && still > limit) {
      List<Finding> found = culprits(Duration.ofNanos(still));
      told = !found.isEmpty();
      if (found.stream().filter(job::found).count() > 0) {
        LOG.log(Level.WARNING, () -> JobReport.shown(job));
      }
    }
  }

  private void begin(long now) {
    since = now;
    asked = false;
    told = false;
  }

  /** A source may wait for input. */
  private static boolean isSource(Task task) {
    return task instanceof LaneTask || task instanceof ListenTask || task.stages().isEmpty();
  }

  private static boolean isAtWork(Task task) {
    return !isSource(task)
        && (task.isWorkedFor()
            || task.stages().stream().anyMatch(stage -> stage.underWay() > 0)
            || (task.running() != null && !task.threads().isEmpty()));
  }

  private List<Finding> culprits(Duration still) {
    return job.tasks().stream().flatMap(task -> culprit(task, still).stream()).toList();
  }

  private static Optional<Finding> culprit(Task task, Duration still) {
    if (isSource(task)) {
      return Optional.empty();
    }
    List<Thread> threads = task.threads();
    for (Thread thread : threads) {
      SeenStack stack = SeenStack.of(thread);
      if (stack.isOfStage()) {
        String call = stack.call() + owner(thread) + others(threads.size() - 1);
        RunningStage stage = RunningStage.of(stack.of(task.stages()));
        return Optional.of(finding(stage, still, call, stack.where(), stack.framesOfCode()));
      }
    }
    return task.stages().stream()
        .filter(stage -> stage.underWay() > 0)
        .map(stage -> callsOf(stage, still))
        .findFirst();
  }

  /** Who holds the lock that a thread waits for, as far as the JVM tells it. */
  static String owner(Thread thread) {
    if (thread.isVirtual()) {
      return "";
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    ThreadInfo info = threads.getThreadInfo(thread.threadId());
    if (info == null || info.getLockOwnerName() == null) {
      return "";
    }
    long[] locked = threads.findDeadlockedThreads();
    boolean forEver =
        locked != null && LongStream.of(locked).anyMatch(id -> id == thread.threadId());
    return ", which thread '%s' holds%s,"
        .formatted(info.getLockOwnerName(), forEver ? " for ever (a deadlock)" : "");
  }

  private static String others(int threads) {
    return threads < 1 ? "" : " and %d more threads".formatted(threads);
  }

  private static Finding callsOf(StageRun stage, Duration still) {
    RunningStage running = RunningStage.of(List.of(stage));
    String calls = "%d calls that do not end".formatted(stage.underWay());
    return finding(running, still, calls, running.site().toString(), List.of());
  }

  private static Finding finding(
      RunningStage stage, Duration still, String call, String site, List<StackTraceElement> stack) {
    return new Finding(stage.name(), stage.kind(), Cause.STALLS_JOB, still, 0, call, site, stack);
  }
}
