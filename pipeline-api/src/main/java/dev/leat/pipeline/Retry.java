package dev.leat.pipeline;

import java.time.Duration;
import java.util.Objects;

/**
 * How often and when the function of a stage is tried again after it failed or timed out. The pause
 * before attempt n+1 is {@code firstPause * 2^(n-1)}, at most {@code maxPause}, varied at random by
 * up to {@code jitter} of itself in either direction. While it pauses, an element keeps its place
 * in the order but no slot of the concurrency.
 *
 * {@snippet :
 * Retry.backoff(3, Duration.ofMillis(50)).jitter(0.2);
 * }
 */
public final class Retry {

  /** Longer pauses make no difference, and cannot be counted in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Retry NONE = new Retry(1, Duration.ZERO, Duration.ZERO, 0, failure -> true);

  private final int attempts;
  private final Duration firstPause;
  private final Duration maxPause;
  private final double jitter;
  private final CheckedPredicate<? super Throwable> condition;

  private Retry(
      int attempts,
      Duration firstPause,
      Duration maxPause,
      double jitter,
      CheckedPredicate<? super Throwable> condition) {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "attempts counts the first one too and must be at least 1, not " + attempts);
    }
    if (firstPause.isNegative() || maxPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "pauses must not be negative, and the longest not below the first: first %s, longest %s"
              .formatted(firstPause, maxPause));
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter is a share from 0 to 1, not " + jitter);
    }
    this.attempts = attempts;
    this.firstPause = bounded(firstPause);
    this.maxPause = bounded(maxPause);
    this.jitter = jitter;
    this.condition = Objects.requireNonNull(condition, "condition");
  }

  private static Duration bounded(Duration pause) {
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  /** One attempt only; the default. */
  public static Retry none() {
    return NONE;
  }

  /** At most {@code attempts} attempts in all, the first included, without a pause. */
  public static Retry immediately(int attempts) {
    return new Retry(attempts, Duration.ZERO, Duration.ZERO, 0, failure -> true);
  }

  /**
   * At most {@code attempts} attempts in all, the first included, with pauses that double from
   * {@code firstPause} up to 100 times that, and a jitter of a half.
   */
  public static Retry backoff(int attempts, Duration firstPause) {
    Duration maxPause = bounded(firstPause).multipliedBy(100);
    return new Retry(attempts, bounded(firstPause), maxPause, 0.5, failure -> true);
  }

  /** The same with another bound on the pauses. */
  public Retry maxPause(Duration longest) {
    return new Retry(attempts, firstPause, longest, jitter, condition);
  }

  /** The same with another jitter, from 0 (none) to 1. */
  public Retry jitter(double share) {
    return new Retry(attempts, firstPause, maxPause, share, condition);
  }

  /**
   * The same for failures that fulfil a condition only; a time-out is a {@link
   * java.util.concurrent.TimeoutException}.
   */
  public Retry when(CheckedPredicate<? super Throwable> retryable) {
    return new Retry(attempts, firstPause, maxPause, jitter, retryable);
  }

  /** The number of attempts in all. */
  public int attempts() {
    return attempts;
  }

  /** Whether another attempt follows on the failure of attempt number {@code attempt}, from 1. */
  public boolean retries(int attempt, Throwable failure) throws Exception {
    return attempt < attempts && condition.test(failure);
  }

  /**
   * The pause after attempt number {@code attempt}, from 1.
   *
   * @param random a number from 0 (inclusive) to 1 (exclusive) that decides the jitter
   */
  public Duration pauseAfter(int attempt, double random) {
    double factor = Math.pow(2, Math.min(attempt - 1, 62));
    double nanos = Math.min((double) firstPause.toNanos() * factor, (double) maxPause.toNanos());
    return Duration.ofNanos((long) (nanos * (1 + jitter * (2 * random - 1))));
  }

  @Override
  public String toString() {
    return attempts == 1
        ? "none"
        : attempts + " attempts, first pause " + firstPause.toMillis() + " ms";
  }
}
