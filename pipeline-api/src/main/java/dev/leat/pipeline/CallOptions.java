package dev.leat.pipeline;

import dev.leat.pipeline.graph.CallPolicy;
import java.time.Duration;
import java.util.Objects;

/**
 * The options that all stages which wait have in common. Options are immutable: each method returns
 * a changed copy.
 *
 * {@snippet :
 * ids.coroutine(
 *     "owner",
 *     directory::owner,
 *     co -> co.concurrency(32).timeout(Duration.ofSeconds(2)).retry(Retry.immediately(3)));
 * }
 *
 * @param <O> the type of the options themselves
 */
public abstract sealed class CallOptions<O extends CallOptions<O>>
    permits IoOptions, CoroutineOptions {

  private final CallPolicy policy;

  CallOptions(CallPolicy policy) {
    this.policy = policy;
  }

  abstract O with(CallPolicy changed);

  /**
   * The most calls in flight at once, for the whole job; by default 256. A call that timed out
   * counts until it has really ended.
   */
  public O concurrency(int calls) {
    return with(policy.withConcurrency(calls));
  }

  /** Results leave as they come, not in the order of the input. */
  public O unordered() {
    return with(policy.withOrdered(false));
  }

  /**
   * Results keep the order only of elements with the same key, so that a slow call holds up nobody
   * but those of its own key.
   *
   * @param key the key of an element of the input
   */
  public <T> O orderedBy(CheckedFunction<? super T, ?> key) {
    Objects.requireNonNull(key, "key");
    return with(policy.withOrderedBy(Erased.function(key)));
  }

  /**
   * How many elements may be under way while the oldest of them is not finished, at least {@link
   * #concurrency}; by default 16 times as many. A wide window keeps a slow call from idling the
   * others.
   */
  public O reorderWindow(int elements) {
    return with(policy.withReorderWindow(elements));
  }

  /** The longest that one attempt may take; by default there is no limit. */
  public O timeout(Duration attempt) {
    return with(policy.withTimeout(attempt));
  }

  /**
   * The longest that all attempts and pauses of one element may take together; by default there is
   * no limit.
   */
  public O deadline(Duration element) {
    return with(policy.withDeadline(element));
  }

  /** Whether and when a failed attempt is repeated; by default it is not. */
  public O retry(Retry retry) {
    return with(policy.withRetry(retry));
  }

  /** What happens to an element whose attempts all failed; by default the job fails. */
  public O onError(OnError action) {
    return with(policy.withOnError(action));
  }

  /** The settings as runtimes see them. */
  public CallPolicy policy() {
    return policy;
  }
}
