package dev.leat.runtime.eventloop;

import java.lang.System.Logger.Level;
import java.time.Duration;

/** What this package has to say when nobody else can be told. */
final class LoopLog {

  private static final System.Logger LOG = System.getLogger(LoopLog.class.getPackageName());

  private LoopLog() {}

  static void taskFailed(Thread thread, Throwable failure) {
    LOG.log(Level.ERROR, "a task on event loop '" + thread.getName() + "' failed", failure);
  }

  static void left(Thread thread, Duration limit) {
    Throwable where = new IllegalStateException("where '" + thread.getName() + "' stands");
    where.setStackTrace(thread.getStackTrace());
    LOG.log(
        Level.WARNING,
        "event loop thread '%s' did not end within %d ms and is left behind as a daemon: a task on it blocks"
                .formatted(thread.getName(), limit.toMillis())
            + " and ignores interruption",
        where);
  }
}
