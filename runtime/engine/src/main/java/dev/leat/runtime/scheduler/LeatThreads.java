package dev.leat.runtime.scheduler;

import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.NonBlocking;

/**
 * Makes all threads of the engine: daemons with a readable name, whose uncaught exceptions are
 * logged.
 */
final class LeatThreads {

  private static final System.Logger LOG = System.getLogger(LeatThreads.class.getName());

  private LeatThreads() {}

  /** Threads that may block, named with a number. */
  static ThreadFactory factory(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> prepared(new Thread(task, prefix + "-" + number.incrementAndGet()));
  }

  /** Threads that compute and must not block, named with a number. */
  static ThreadFactory computing(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> prepared(new ComputeThread(task, prefix + "-" + number.incrementAndGet()));
  }

  /** Virtual threads, named with a number. */
  static ThreadFactory virtual(String prefix) {
    return Thread.ofVirtual()
        .name(prefix + "-", 1)
        .uncaughtExceptionHandler(LeatThreads::uncaught)
        .factory();
  }

  private static Thread prepared(Thread thread) {
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(LeatThreads::uncaught);
    return thread;
  }

  private static void uncaught(Thread thread, Throwable failure) {
    LOG.log(Level.ERROR, () -> "uncaught exception on thread " + thread.getName(), failure);
  }

  /** Marked so that checks for blocking calls know it. */
  private static final class ComputeThread extends Thread implements NonBlocking {

    ComputeThread(Runnable task, String name) {
      super(task, name);
    }
  }
}
