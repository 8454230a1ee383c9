package dev.leat.runtime.execution;

import dev.leat.runtime.scheduler.Timers;
import org.jspecify.annotations.Nullable;

/** The one timer of a task: set to the next time at which there is something to do. One thread. */
final class WakeTimer {

  /** No time. */
  static final long NEVER = Long.MIN_VALUE;

  private final Timers timers;
  private final Runnable wake;
  private Timers.@Nullable Timer timer;
  private long set;

  /**
   * A timer that is not set.
   *
   * @param wake called by another thread when the time has come
   */
  WakeTimer(Timers timers, Runnable wake) {
    this.timers = timers;
    this.wake = wake;
  }

  /** The earlier of two times. */
  static long earlier(long a, long b) {
    if (a == NEVER || b == NEVER) {
      return a == NEVER ? b : a;
    }
    return a - b < 0 ? a : b;
  }

  /** Wakes the task at {@code due} at the latest; it may be woken earlier. */
  void wakeAt(long due) {
    if (due == NEVER) {
      cancel();
      return;
    }
    long now = timers.nanoTime();
    if (timer != null) {
      if (set - due <= 0 && set - now > 0) {
        return;
      }
      timer.cancel();
    }
    set = due;
    timer = timers.schedule(due - now, wake);
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
