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

  private static final CoroutineOptions DEFAULTS = new CoroutineOptions(CallPolicy.DEFAULTS);

  private CoroutineOptions(CallPolicy policy) {
    super(policy);
  }

  /** The defaults that a stage starts from. */
  public static CoroutineOptions defaults() {
    return DEFAULTS;
  }

  @Override
  CoroutineOptions with(CallPolicy changed) {
    return new CoroutineOptions(changed);
  }
}
