package dev.leat.runtime.scheduler;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Timers of the system's clock, with one thread that starts with the first timer. */
final class SystemTimers implements Timers {

  private final ScheduledThreadPoolExecutor executor;

  SystemTimers() {
    executor = new ScheduledThreadPoolExecutor(1, LeatThreads.factory("leat-timers"));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable action) {
    Future<?> future = executor.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  void shutdown() {
    executor.shutdownNow();
  }

  boolean awaitEnd(long nanos) throws InterruptedException {
    return executor.awaitTermination(nanos, TimeUnit.NANOSECONDS);
  }
}
