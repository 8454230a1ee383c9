package dev.leat.runtime;

import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A clock that stands still until a test turns it. What is due runs on a thread of its own, one
 * action after the other.
 */
final class ManualClock implements Timers, AutoCloseable {

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("clock").factory());
  private final List<Waiting> waiting = new ArrayList<>();
  private long now;
  private int atOnce;

  private record Waiting(long due, Runnable action) {}

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public double random() {
    return 0;
  }

  @Override
  public synchronized Timer schedule(long delayNanos, Runnable action) {
    Waiting timer = new Waiting(now + delayNanos, action);
    if (delayNanos > 0) {
      waiting.add(timer);
    } else {
      atOnce++;
      thread.execute(action);
    }
    return () -> cancel(timer);
  }

  private synchronized void cancel(Waiting timer) {
    waiting.remove(timer);
  }

  /** How often something was to be done at once. */
  synchronized int atOnce() {
    return atOnce;
  }

  /** Turns the clock; returns when everything that is due then has run. */
  void advance(Duration time) {
    List<Waiting> due;
    synchronized (this) {
      now += time.toNanos();
      due =
          waiting.stream()
              .filter(timer -> timer.due <= now)
              .sorted(Comparator.comparingLong(Waiting::due))
              .toList();
      waiting.removeAll(due);
    }
    due.forEach(timer -> thread.execute(timer.action));
    CompletableFuture.runAsync(() -> {}, thread).join();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
