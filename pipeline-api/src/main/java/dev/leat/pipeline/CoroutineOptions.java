package dev.leat.pipeline;

import dev.leat.pipeline.graph.CallPolicy;

/**
 * The options of a stage that waits in blocking style, {@link Stage#coroutine}.
 *
 * {@snippet :
 * stage.coroutine("owner", users, Users::owner, co -> co.concurrency(16).onError(OnError.skip()));
 * }
 */
public final class CoroutineOptions extends CallOptions<CoroutineOptions> {

  private static final CoroutineOptions DEFAULTS = new CoroutineOptions(CallPolicy.DEFAULTS, 0);

  private final int threads;

  private CoroutineOptions(CallPolicy policy, int threads) {
    super(policy);
    this.threads = threads;
  }

  /** The defaults that a stage starts from. */
  public static CoroutineOptions defaults() {
    return DEFAULTS;
  }

  @Override
  CoroutineOptions with(CallPolicy changed) {
    return new CoroutineOptions(changed, threads);
  }

  /**
   * Makes the calls on so many platform threads of the stage's own instead of virtual ones, each of
   * which stays for the whole job while it has work: for old drivers, native code, and clients that
   * belong to a thread. There are no more calls in flight than threads.
   */
  public CoroutineOptions threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    return new CoroutineOptions(policy().withConcurrency(threads), threads);
  }

  /** The number of platform threads; 0 for virtual threads. */
  public int threads() {
    return threads;
  }
}
