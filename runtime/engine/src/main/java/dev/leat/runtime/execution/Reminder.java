package dev.leat.runtime.execution;

import dev.leat.runtime.scheduler.Timers;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the receivers of what a task has sent {@linkplain Port#sendQuietly quietly}, if the task
 * goes on with something that takes longer than expected. Used by the thread that drains the task,
 * but for the timer.
 */
final class Reminder {

  private static final long LATE_NANOS = 2_000_000;

  private final Timers timers;
  private final BooleanSupplier quiet;
  private final Runnable wake;
  private volatile boolean armed;
  private Timers.@Nullable Timer timer;

  /**
   * A reminder that is not set.
   *
   * @param quiet whether there is something that receivers were not woken for
   * @param wake wakes them, on any thread
   */
  Reminder(Timers timers, BooleanSupplier quiet, Runnable wake) {
    this.timers = timers;
    this.quiet = quiet;
    this.wake = wake;
  }

  /** The task goes on: sees to it that what was sent quietly is not kept waiting for long. */
  void arm() {
    if (!armed && quiet.getAsBoolean()) {
      armed = true;
      timer = timers.schedule(LATE_NANOS, this::late);
    }
  }

  private void late() {
    armed = false;
    wake.run();
  }

  /** The task has nothing more to do, and wakes the receivers itself. */
  void cancel() {
    Timers.Timer set = timer;
    if (set != null) {
      timer = null;
      set.cancel();
      armed = false;
    }
  }
}
