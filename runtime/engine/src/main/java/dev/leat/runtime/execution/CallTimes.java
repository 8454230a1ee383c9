package dev.leat.runtime.execution;

import dev.leat.pipeline.graph.CallPolicy;
import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How long the calls of a stage may take. All times are those of {@link Timers#nanoTime}.
 *
 * @param timeout for one attempt; null for no limit
 * @param deadline from the start of the first attempt to the end of the last; null for no limit
 */
record CallTimes(@Nullable Duration timeout, @Nullable Duration deadline) {

  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

  static CallTimes of(CallPolicy policy) {
    return new CallTimes(policy.timeout(), policy.deadline());
  }

  boolean limited() {
    return timeout != null || deadline != null;
  }

  /** When an attempt that starts now has to be given up. */
  long due(Call call, long now) {
    long left = timeout == null ? Long.MAX_VALUE : Timers.nanos(timeout);
    if (deadline != null) {
      left = Math.min(left, call.firstStart + Timers.nanos(deadline) - now);
    }
    return now + left;
  }

  /** Whether the deadline of a call has passed at a time. */
  boolean passed(Call call, long at) {
    return deadline != null && at - call.firstStart >= Timers.nanos(deadline);
  }

  /** What is said of a call that is given up at a time. */
  TimeoutException failure(Call call, long at) {
    boolean late = passed(call, at);
    Duration limit = late ? deadline : timeout;
    return new TimeoutException(
        (late ? "not done within the deadline of %s ms" : "no answer within %s ms")
            .formatted(limit == null ? "?" : limit.toMillis()));
  }

  /** How long calls that were given up may take to end before the stage counts as stuck. */
  long patience() {
    Duration limit = timeout == null ? deadline : timeout;
    return Timers.nanos(
        limit == null || limit.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : limit);
  }
}
