package dev.leat.runtime.execution;

import dev.leat.pipeline.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What a job does at the moment, for people: each task with what it waits for, in the order of the
 * flow, and the stacks of the threads that work for those that wait neither for input nor for room.
 */
final class JobReport {

  private static final int MOST_FRAMES = 25;
  private static final int MOST_THREADS = 4;
  private static final int MOST_NAMES = 4;

  /** What tasks are given to tell of threads that only they know. */
  private static final long TO_SHOW = 20_000_000;

  private final JobRun job;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder stacks = new StringBuilder();

  private JobReport(JobRun job) {
    this.job = job;
  }

  /** Looks at a job; takes some milliseconds, on a thread that may wait. */
  static String of(JobRun job) {
    job.tasks().forEach(Task::show);
    LockSupport.parkNanos(TO_SHOW);
    return shown(job);
  }

  /** Looks at a job whose tasks were given time to {@linkplain Task#show show} their threads. */
  static String shown(JobRun job) {
    return new JobReport(job).write();
  }

  private String write() {
    Progress progress = job.progress();
    line(
        "job '%s' is %s for %s; nothing was delivered for %s"
            .formatted(job.name(), job.state(), time(job.elapsed()), time(progress.sinceLast())));
    if (job.tasks().isEmpty()) {
      line("  it is still being opened, or could not be");
    }
    job.tasks().forEach(this::task);
    return text.append(stacks).toString();
  }

  private void line(String words) {
    text.append(words).append('\n');
  }

  private static String time(Duration time) {
    return String.format(Locale.ROOT, "%,d ms", time.toMillis());
  }

  private void task(Task task) {
    boolean inCode = threads(task);
    Standing standing = task.standing();
    boolean holdsUp = inCode || standing == Standing.WAITS_FOR_CALLS;
    line(
        "  %s%s %s%s"
            .formatted(
                task.name(),
                task.waiting() == 0 ? "" : ", before which %,d wait,".formatted(task.waiting()),
                (inCode ? "is in its own code, see below" : does(task, standing)) + oldest(task),
                holdsUp ? "  <== waits for no other stage" : ""));
  }

  private static String does(Task task, Standing standing) {
    return switch (standing) {
      case WORKS -> "works";
      case WAITS_FOR_CALLS -> "waits for %,d calls".formatted(task.underWay());
      case WAITS_FOR_ROOM -> "waits for room in " + names(task.behind());
      case WAITS_FOR_INPUT ->
          task.before().isEmpty() ? "waits" : "waits for input from " + names(task.before());
      case READY -> "could go on; its thread is busy with something else";
      case OVER -> "has fetched everything";
    };
  }

  private static String oldest(Task task) {
    OldestElement oldest = task.oldest();
    return oldest == null ? "" : "; the oldest element under way is " + oldest;
  }

  private static String names(List<Task> tasks) {
    String more = tasks.size() > MOST_NAMES ? ", ..." : "";
    return tasks.stream()
        .limit(MOST_NAMES)
        .map(task -> "'" + task.name() + "'")
        .collect(Collectors.joining(", ", "", more));
  }

  /** Notes the stacks of a task's threads; returns whether one of them is in the user's code. */
  private boolean threads(Task task) {
    boolean inCode = false;
    int shown = 0;
    List<Thread> threads = task.threads();
    for (Thread thread : threads) {
      SeenStack stack = SeenStack.of(thread);
      inCode |= stack.isOfStage();
      if (stack.isOfStage() && shown++ < MOST_THREADS) {
        stack(task, thread, stack);
      }
    }
    if (shown > MOST_THREADS) {
      stacks.append("  and %d more threads%n".formatted(shown - MOST_THREADS));
    }
    return inCode;
  }

  private void stack(Task task, Thread thread, SeenStack stack) {
    stacks.append(
        "%nthread '%s' (%s%s) works for stage '%s'%s%n"
            .formatted(
                thread.getName(),
                thread.isVirtual() ? "virtual, " : "",
                thread.getState().toString().toLowerCase(Locale.ROOT).replace('_', ' '),
                RunningStage.of(stack.of(task.stages())).name(),
                StallDoctor.owner(thread)));
    stack.frames().stream()
        .limit(MOST_FRAMES)
        .forEach(frame -> stacks.append("    at ").append(frame).append('\n'));
  }
}
