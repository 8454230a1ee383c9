package dev.leat.runtime.eventloop;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What tests ask about threads. */
final class Threads {

  private Threads() {}

  /** The thread an executor runs on. */
  static Thread of(Executor executor) {
    return CompletableFuture.supplyAsync(Thread::currentThread, executor)
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  /** The platform threads alive now, but for those that the JVM starts when it likes. */
  static Set<Thread> alive() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> {
      ThreadGroup group = thread.getThreadGroup();
      return thread.getName().startsWith("ForkJoinPool")
          || (group != null && !group.getName().equals("main"));
    });
    return threads;
  }

  static List<String> namesStarting(String prefix) {
    return alive().stream().map(Thread::getName).filter(n -> n.startsWith(prefix)).toList();
  }

  /** Waits until the condition holds; false when it does not within the limit. */
  static boolean holds(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return true;
  }
}
