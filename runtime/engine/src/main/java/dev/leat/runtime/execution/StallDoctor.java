package dev.leat.runtime.execution;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Finding.Cause;
import dev.leat.pipeline.Job;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sees when a job moves no element for a time, and says which stages hold it up: those whose code a
 * thread is in, and those whose calls do not end. All others wait for input or for room. Used by
 * the watchdog only.
 */
final class StallDoctor {

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

  void look(long now) {
    long sum = job.moved();
    boolean runs = job.state() == Job.State.RUNNING || job.state() == Job.State.DRAINING;
    if (sum != moved || !runs) {
      moved = sum;
      since = now;
      asked = false;
      told = false;
      return;
    }
    long still = now - since;
    if (!asked && 2 * still > limit) {
      asked = true;
      job.tasks().forEach(Task::show); // which takes until the next look
    } else if (!told && still > limit) {
      told = true;
      job.tasks().forEach(task -> culprit(task, Duration.ofNanos(still)).ifPresent(job::found));
    }
  }

  private static Optional<Finding> culprit(Task task, Duration still) {
    if (task instanceof LaneTask || task instanceof ListenTask || task.stages().isEmpty()) {
      return Optional.empty(); // a source may wait for input
    }
    List<Thread> threads = task.threads();
    for (Thread thread : threads) {
      SeenStack stack = SeenStack.of(thread);
      if (stack.isOfStage()) {
        String call = stack.call() + owner(thread) + others(threads.size() - 1);
        RunningStage stage = RunningStage.of(stack.of(task.stages()));
        return Optional.of(finding(stage, still, call, stack.where(), stack.frames()));
      }
    }
    return task.stages().stream()
        .filter(stage -> stage.stats().inFlight() > 0)
        .map(stage -> callsOf(stage, still))
        .findFirst();
  }

  /** Who holds the lock that a thread waits for, as far as the JVM tells it. */
  static String owner(Thread thread) {
    if (thread.isVirtual()) {
      return "";
    }
    ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId());
    return info == null || info.getLockOwnerName() == null
        ? ""
        : ", which thread '%s' holds,".formatted(info.getLockOwnerName());
  }

  private static String others(int threads) {
    return threads < 1 ? "" : " and %d more threads".formatted(threads);
  }

  private static Finding callsOf(StageRun stage, Duration still) {
    RunningStage running = RunningStage.of(List.of(stage));
    String calls = "%d calls that do not end".formatted(stage.stats().inFlight());
    return finding(running, still, calls, running.site().toString(), List.of());
  }

  private static Finding finding(
      RunningStage stage, Duration still, String call, String site, List<StackTraceElement> stack) {
    return new Finding(stage.name(), stage.kind(), Cause.STALLS_JOB, still, 0, call, site, stack);
  }
}
