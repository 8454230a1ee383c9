package dev.leat.runtime.testkit;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.runtime.scheduler.Timers;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Puts faults into the functions of stages, for a share of the elements. Which elements are hit is
 * decided by the seed and by their hash codes, not by when they come: the same are hit in every run
 * and on every execution model. Thread-safe.
 *
 * {@snippet :
 * Faults faults = Faults.seeded(7).share(0.2).attempts(2);
 * Stage<String> owners =
 *     names.coroutine("owner", faults.failing(database::owner), co -> co.retry(Retry.immediately(3)));
 * }
 *
 * <p>The number of elements that are remembered, to count attempts, grows with the elements that
 * are hit: use it in tests only.
 */
public final class Faults implements Serializable {

  private static final long serialVersionUID = 1;
  private static final int ALWAYS = Integer.MAX_VALUE;

  private final long seed;
  private final double share;
  private final int attempts;
  private final ConcurrentHashMap<Object, Integer> made = new ConcurrentHashMap<>();

  private Faults(long seed, double share, int attempts) {
    this.seed = seed;
    this.share = share;
    this.attempts = attempts;
  }

  /** Faults for a tenth of the elements, at every attempt. */
  public static Faults seeded(long seed) {
    return new Faults(seed, 0.1, ALWAYS);
  }

  /**
   * The same for another share of the elements, and with no memory of attempts.
   *
   * @param part from 0 (none) to 1 (all)
   */
  public Faults share(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("the share has to be from 0 to 1: " + part);
    }
    return new Faults(seed, part, attempts);
  }

  /**
   * The same for the first attempts of each of these elements only, so that a retry succeeds.
   * Elements that are equal count as one.
   */
  public Faults attempts(int first) {
    if (first < 1) {
      throw new IllegalArgumentException("at least one attempt has to be hit: " + first);
    }
    return new Faults(seed, share, first);
  }

  /** Whether an element is hit. */
  public boolean hits(Object element) {
    long mixed = (seed * 0x9E3779B97F4A7C15L) ^ element.hashCode();
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L; // the finalizer of SplitMix64
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53 < share;
  }

  private boolean hitsNow(Object element) {
    return hits(element)
        && (attempts == ALWAYS || made.merge(element, 1, Integer::sum) <= attempts);
  }

  private String text(Object element) {
    return "injected by seed %d for element %s".formatted(seed, element);
  }

  /** Throws an {@link InjectedFault} for the elements that are hit. */
  public <T, R> CheckedFunction<T, R> failing(CheckedFunction<T, R> function) {
    return element -> {
      if (hitsNow(element)) {
        throw new InjectedFault(text(element));
      }
      return function.apply(element);
    };
  }

  /** Throws an {@link Error}, as code does that should not be caught: the stage dies. */
  public <T, R> CheckedFunction<T, R> dying(CheckedFunction<T, R> function) {
    return element -> {
      if (hitsNow(element)) {
        throw new InternalError(text(element));
      }
      return function.apply(element);
    };
  }

  /**
   * Keeps the thread waiting before the function is called, in real time; for stages that may wait.
   * It ends early if it is interrupted.
   */
  public <T, R> CheckedFunction<T, R> slow(Duration time, CheckedFunction<T, R> function) {
    return element -> {
      if (hitsNow(element)) {
        boolean released = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        assert !released : "nobody counts it down";
      }
      return function.apply(element);
    };
  }

  /** Breaks the promise that a call returns, for the elements that are hit. */
  public <T, R> CheckedFunction<T, CompletionStage<R>> rejecting(
      CheckedFunction<T, ? extends CompletionStage<R>> call) {
    return element ->
        hitsNow(element)
            ? CompletableFuture.failedFuture(new InjectedFault(text(element)))
            : call.apply(element);
  }

  /** Never answers for the elements that are hit, and does not make the call. */
  public <T, R> CheckedFunction<T, CompletionStage<R>> silent(
      CheckedFunction<T, ? extends CompletionStage<R>> call) {
    return element -> hitsNow(element) ? new CompletableFuture<>() : call.apply(element);
  }

  /**
   * Makes the call later for the elements that are hit.
   *
   * @param timers the clock, such as {@link ManualTimers}, by which it is late
   */
  public <T, R> CheckedFunction<T, CompletionStage<R>> late(
      Duration time, Timers timers, CheckedFunction<T, ? extends CompletionStage<R>> call) {
    return element -> {
      if (!hitsNow(element)) {
        return call.apply(element);
      }
      CompletableFuture<T> due = new CompletableFuture<>();
      timers.schedule(Timers.nanos(time), () -> due.complete(element));
      return due.thenCompose(late -> called(call, late));
    };
  }

  private static <T, R> CompletionStage<R> called(
      CheckedFunction<T, ? extends CompletionStage<R>> call, T element) {
    try {
      return call.apply(element);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
