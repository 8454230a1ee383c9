package dev.leat.runtime.testkit;

import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test turns it: time-outs, retry pauses and batches by time
 * become exact and cost no waiting.
 *
 * {@snippet :
 * ManualTimers timers = ManualTimers.seeded(1);
 * try (LocalRuntime runtime = LocalRuntime.builder().timers(timers).build()) {
 *   Job job = runtime.start(readings.batch(100, Duration.ofSeconds(5)).to(sink));
 *   timers.awaitTimer(Duration.ofSeconds(5));
 *   timers.advance(Duration.ofSeconds(5));
 * }
 * }
 *
 * <p>Only the clock is turned by hand; the threads of the runtime run as ever. A job has perhaps
 * not yet set the timer that a test wants to fire: {@link #awaitTimer} waits until it has. Time
 * that passes before a timer is set does not count for it.
 *
 * <p>Thread-safe. Actions run on the thread that calls {@link #advance}, except that an action
 * which is due at once runs on the thread that schedules it.
 */
public final class ManualTimers implements Timers {

  private final Shared shared = new Shared();
  private final Queue<Entry> waiting = new PriorityQueue<>();
  private final Random random;
  private long now;
  private long target;
  private long scheduled;

  private ManualTimers(long seed) {
    this.random = new Random(seed);
  }

  /**
   * A clock that stands at zero.
   *
   * @param seed decides what {@link #random} returns
   */
  public static ManualTimers seeded(long seed) {
    return new ManualTimers(seed);
  }

  @Override
  public long nanoTime() {
    return shared.read(() -> now);
  }

  @Override
  public double random() {
    return shared.read(random::nextDouble);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable action) {
    if (delayNanos <= 0) {
      action.run();
      return () -> {};
    }
    Entry entry = shared.changed(() -> add(now + delayNanos, action));
    return () -> shared.change(() -> waiting.remove(entry));
  }

  private Entry add(long due, Runnable action) {
    Entry entry = new Entry(due, scheduled++, action);
    waiting.add(entry);
    return entry;
  }

  /**
   * Turns the clock forward. Actions that become due run one after the other in the order of their
   * times, those of the same time in the order in which they were scheduled; each sees the clock at
   * its own time, and what it schedules within the span runs too.
   *
   * @throws IllegalArgumentException if the span is negative
   */
  public void advance(Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("the clock does not go back: " + span);
    }
    long until = shared.read(() -> target += span.toNanos());
    for (Entry due = take(until); due != null; due = take(until)) {
      due.action.run();
    }
    shared.change(() -> now = Math.max(now, until));
  }

  private @Nullable Entry take(long until) {
    return shared.read(() -> {
      Entry first = waiting.peek();
      if (first == null || first.due - until > 0) {
        return null;
      }
      waiting.remove();
      now = Math.max(now, first.due);
      return first;
    });
  }

  /**
   * Waits until an action is scheduled that is due after exactly this delay from now.
   *
   * @throws AssertionError if there is none within 20 s of real time; the message tells which
   *     delays there are
   */
  public void awaitTimer(Duration delay) {
    long nanos = delay.toNanos();
    shared.await(
        "a timer that is due in " + delay,
        () -> waiting.stream().anyMatch(entry -> entry.due - now == nanos),
        () -> "timers are due in " + delays());
  }

  /**
   * Waits until so many actions or more wait for their time.
   *
   * @throws AssertionError if there are not within 20 s of real time; the message tells which
   *     delays there are
   */
  public void awaitTimers(int atLeast) {
    shared.await(
        "at least %d timers".formatted(atLeast),
        () -> waiting.size() >= atLeast,
        () -> "timers are due in " + delays());
  }

  /** How long each waiting action has still to wait, the earliest first. */
  public List<Duration> delays() {
    return shared.read(
        () -> waiting.stream().sorted().map(entry -> Duration.ofNanos(entry.due - now)).toList());
  }

  /** How far the clock was turned in all. */
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime());
  }

  @Override
  public String toString() {
    return "clock at %s, timers due in %s".formatted(elapsed(), delays());
  }

  /** An action that waits; compared by identity, ordered by time. */
  private static final class Entry implements Comparable<Entry> {

    private final long due;
    private final long sequence;
    private final Runnable action;

    Entry(long due, long sequence, Runnable action) {
      this.due = due;
      this.sequence = sequence;
      this.action = action;
    }

    @Override
    public int compareTo(Entry other) {
      return due == other.due
          ? Long.compare(sequence, other.sequence)
          : Long.compare(due, other.due);
    }
  }
}
