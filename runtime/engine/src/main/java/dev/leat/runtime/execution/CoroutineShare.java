package dev.leat.runtime.execution;

import dev.leat.pipeline.Finding.Cause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What part of their time the coroutines of a task were not waiting, over windows of looks: many
 * short computations are found by it, and many short pins. Used by the watchdog only.
 */
final class CoroutineShare {

  private static final int WINDOW = 50;
  private static final int FEWEST = 10;
  private static final double COMPUTING = 0.25;
  private static final double PINNED = 0.1;

  /** An element that takes less is not worth to be computed elsewhere. */
  private static final long LEAST_NANOS = 50_000;

  private static final long FEWEST_ELEMENTS = 20;

  /** The first windows of a job may be what the JVM needs to get going. */
  private static final int WINDOWS = 2;

  private final Task task;
  private int looks;
  private long seen;
  private long active;
  private long mounted;
  private long pinned;
  private long firstElements;
  private long firstCpu;
  private long firstMounted;
  private int windows;

  CoroutineShare(Task task) {
    this.task = task;
  }

  /**
   * What was seen of the threads of a task at once.
   *
   * @param seen how many were looked at
   * @param active how many of them ran or could have
   * @param mounted how many of them ran
   * @param pinned how many of them waited on their carriers
   */
  record Look(int seen, int active, int mounted, int pinned) {}

  /**
   * Counts a look.
   *
   * @param cpu the CPU time of all carriers so far
   * @param allMounted how many threads of all tasks were seen mounted so far
   */
  void add(Look look, long cpu, long allMounted) {
    if (looks == 0) {
      firstElements = elements();
      firstCpu = cpu;
      firstMounted = allMounted - look.mounted();
    }
    looks++;
    seen += look.seen();
    active += look.active();
    mounted += look.mounted();
    pinned += look.pinned();
    if (looks == WINDOW) {
      judge(cpu - firstCpu, allMounted - firstMounted);
      looks = 0;
      seen = 0;
      active = 0;
      mounted = 0;
      pinned = 0;
    }
  }

  private long elements() {
    return task.stages().isEmpty() ? 0 : task.stages().get(0).moved();
  }

  private void judge(long cpu, long allMounted) {
    if (pinned >= FEWEST && pinned >= PINNED * seen) {
      say(Cause.PINS_CARRIER, (double) pinned / seen, Mount.Kind.PINS);
    }
    // An element that comes and goes is moved three times.
    long elements = (elements() - firstElements) / 3;
    boolean much =
        mounted >= FEWEST
            && active >= COMPUTING * seen
            && elements >= FEWEST_ELEMENTS
            && (double) cpu * mounted / allMounted / elements >= LEAST_NANOS;
    windows = much ? windows + 1 : 0;
    if (windows > WINDOWS) {
      say(Cause.COMPUTES_ON_CARRIER, (double) active / seen, Mount.Kind.RUNS);
    }
  }

  private void say(Cause cause, double share, Mount.Kind kind) {
    SeenStack stack = stack(kind);
    if (stack != null) {
      Findings.report(task, cause, Duration.ZERO, share, stack);
    }
  }

  /** Where a thread is that does it just now; null if there is none. */
  private @Nullable SeenStack stack(Mount.Kind kind) {
    RunningThreads running = task.running();
    for (int i = 0; running != null && i < RunningThreads.places(); i++) {
      Thread thread = running.at(i);
      if (thread != null && Mount.of(thread).kind() == kind) {
        SeenStack stack = SeenStack.of(thread);
        if (stack.isOfUser() && !stack.loadsClasses()) {
          return stack;
        }
      }
    }
    return null;
  }
}
