package dev.leat.pipeline.graph;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Retry;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a stage that waits makes its calls.
 *
 * {@snippet :
 * CallPolicy policy = CallPolicy.DEFAULTS.withConcurrency(64).withTimeout(ofSeconds(2));
 * }
 *
 * @param concurrency the most calls in flight, at least 1
 * @param ordered whether results keep the order of the input
 * @param orderKey the key within which the order is kept, or null for that of the whole input
 * @param reorderWindow the most elements under way, or 0 for {@value #DEFAULT_WINDOW_FACTOR} times
 *     the concurrency
 * @param timeout the limit for one attempt, or null for none
 * @param deadline the limit for one element, or null for none
 * @param retry when a failed attempt is repeated
 * @param onError what happens to an element whose attempts all failed
 */
public record CallPolicy(
    int concurrency,
    boolean ordered,
    @Nullable CheckedFunction<Object, Object> orderKey,
    int reorderWindow,
    @Nullable Duration timeout,
    @Nullable Duration deadline,
    Retry retry,
    OnError onError) {

  /** How many times the concurrency the reorder window is by default. */
  public static final int DEFAULT_WINDOW_FACTOR = 16;

  /** The policy of a stage without options. */
  public static final CallPolicy DEFAULTS =
      new CallPolicy(256, true, null, 0, null, null, Retry.none(), OnError.fail());

  private static final int MAX = 1 << 24;

  /** Checks the bounds that each setting has by itself. */
  public CallPolicy {
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(onError, "onError");
    requireRange("concurrency", concurrency, 1);
    requireRange("reorderWindow", reorderWindow, 0);
    requirePositive("timeout", timeout);
    requirePositive("deadline", deadline);
  }

  /** The number of elements that may be under way, with the default filled in. */
  public int window() {
    return reorderWindow == 0
        ? Math.min(concurrency * DEFAULT_WINDOW_FACTOR, Math.max(concurrency, 1 << 20))
        : reorderWindow;
  }

  /** A copy with another concurrency. */
  public CallPolicy withConcurrency(int calls) {
    return new CallPolicy(
        calls, ordered, orderKey, reorderWindow, timeout, deadline, retry, onError);
  }

  /** A copy that keeps the order or does not. */
  public CallPolicy withOrdered(boolean keep) {
    return new CallPolicy(
        concurrency, keep, null, reorderWindow, timeout, deadline, retry, onError);
  }

  /** A copy that keeps the order within a key. */
  public CallPolicy withOrderedBy(CheckedFunction<Object, Object> key) {
    return new CallPolicy(concurrency, true, key, reorderWindow, timeout, deadline, retry, onError);
  }

  /** A copy with another reorder window. */
  public CallPolicy withReorderWindow(int elements) {
    requireRange("reorderWindow", elements, 1);
    return new CallPolicy(
        concurrency, ordered, orderKey, elements, timeout, deadline, retry, onError);
  }

  /** A copy with a limit for one attempt. */
  public CallPolicy withTimeout(Duration attempt) {
    return new CallPolicy(
        concurrency, ordered, orderKey, reorderWindow, attempt, deadline, retry, onError);
  }

  /** A copy with a limit for one element. */
  public CallPolicy withDeadline(Duration element) {
    return new CallPolicy(
        concurrency, ordered, orderKey, reorderWindow, timeout, element, retry, onError);
  }

  /** A copy with other retries. */
  public CallPolicy withRetry(Retry other) {
    return new CallPolicy(
        concurrency, ordered, orderKey, reorderWindow, timeout, deadline, other, onError);
  }

  /** A copy with another action on errors. */
  public CallPolicy withOnError(OnError action) {
    return new CallPolicy(
        concurrency, ordered, orderKey, reorderWindow, timeout, deadline, retry, action);
  }

  private static void requireRange(String name, int value, int min) {
    if (value < min || value > MAX) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, not %d".formatted(name, Math.max(min, 1), MAX, value));
    }
  }

  private static void requirePositive(String name, @Nullable Duration value) {
    if (value != null && (value.isZero() || value.isNegative())) {
      throw new IllegalArgumentException(name + " must be longer than zero, not " + value);
    }
  }
}
