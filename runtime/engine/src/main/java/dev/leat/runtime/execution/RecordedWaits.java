package dev.leat.runtime.execution;

import dev.leat.pipeline.Finding.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the waits that the flight recorder of the JVM has seen on event loops and workers, and
 * coroutines that were pinned: each single one that lasted for so long, where the watchdog sees
 * those that last longer, or come often. It tells them a second or so after they have ended, by
 * threads of its own.
 *
 * <p>An event says which thread waited and where, and not for which task. So one is believed only
 * if the code of a stage of a running job is in its stack.
 */
final class RecordedWaits implements AutoCloseable {

  /** Events of what waits for certain, and the calls that they stand for, which they leave out. */
  private static final Map<String, String> WAITS =
      Map.of(
          "jdk.ThreadSleep", "java.lang.Thread.sleep",
          "jdk.ThreadPark", "java.util.concurrent.locks.LockSupport.park",
          "jdk.JavaMonitorWait", "java.lang.Object.wait",
          "jdk.JavaMonitorEnter", "",
          "jdk.SocketRead", "java.net.Socket.read");

  private static final String PINNED = "jdk.VirtualThreadPinned";

  private final RecordingStream stream = new RecordingStream();
  private final Collection<JobRun> jobs;

  private RecordedWaits(Collection<JobRun> jobs) {
    this.jobs = jobs;
  }

  /**
   * Begins to record; takes a quarter of a second the first time.
   *
   * @param jobs those that run, whenever it is asked
   * @param shortest how long a wait has to last
   */
  static RecordedWaits start(Collection<JobRun> jobs, Duration shortest) {
    RecordedWaits waits = new RecordedWaits(jobs);
    WAITS.keySet().forEach(name -> waits.record(name, shortest));
    waits.record(PINNED, shortest);
    waits.stream.startAsync();
    return waits;
  }

  private void record(String name, Duration shortest) {
    stream.enable(name).withThreshold(shortest).withStackTrace();
    stream.onEvent(name, this::seen);
  }

  private void seen(RecordedEvent event) {
    RecordedThread thread = event.getThread();
    Cause cause = thread == null ? null : cause(event, thread);
    if (cause == null || event.getStackTrace() == null) {
      return;
    }
    String call = WAITS.getOrDefault(event.getEventType().getName(), "");
    SeenStack stack = SeenStack.of(event.getStackTrace(), call);
    if (stack.isOfUser() && !stack.loadsClasses()) {
      task(stack).ifPresent(task -> Findings.report(task, cause, event.getDuration(), 0, stack));
    }
  }

  /** What it is that a thread has done; null if it may. */
  private static @Nullable Cause cause(RecordedEvent event, RecordedThread thread) {
    if (event.getEventType().getName().equals(PINNED)) {
      return Cause.PINS_CARRIER;
    }
    for (WorkSlot slot : WorkSlot.mustNotWait()) {
      if (slot.thread().threadId() == thread.getJavaThreadId()) {
        return slot.role() == WorkSlot.Role.EVENT_LOOP
            ? Cause.BLOCKS_EVENT_LOOP
            : Cause.WAITS_ON_WORKER;
      }
    }
    return null;
  }

  /** The task of the stage whose code is in a stack. */
  private Optional<Task> task(SeenStack stack) {
    List<Task> tasks = new ArrayList<>();
    List<StageRun> stages = new ArrayList<>();
    for (JobRun job : jobs) {
      for (Task task : job.tasks()) {
        tasks.add(task);
        stages.addAll(task.stages());
      }
    }
    return stack
        .certainlyOf(stages)
        .flatMap(stage -> tasks.stream().filter(task -> task.stages().contains(stage)).findFirst());
  }

  /** Ends recording. */
  @Override
  public void close() {
    stream.close();
  }
}
