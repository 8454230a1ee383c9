package dev.leat.pipeline;

import dev.leat.pipeline.graph.CallPolicy;

/**
 * The options of a stage that waits without blocking, {@link Stage#io} and {@link Stage#ioMany}.
 *
 * {@snippet :
 * stage.io("locate", geo, GeoClient::find, io -> io.concurrency(64).timeout(ofSeconds(2)));
 * }
 */
public final class IoOptions extends CallOptions<IoOptions> {

  private static final IoOptions DEFAULTS = new IoOptions(CallPolicy.DEFAULTS);

  private IoOptions(CallPolicy policy) {
    super(policy);
  }

  /** The defaults that a stage starts from. */
  public static IoOptions defaults() {
    return DEFAULTS;
  }

  @Override
  IoOptions with(CallPolicy changed) {
    return new IoOptions(changed);
  }
}
