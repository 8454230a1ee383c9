package dev.leat.pipeline.connector;

import java.util.Optional;

/**
 * What a runtime offers to a source, a sink or a {@link dev.leat.pipeline.Resource} when it opens
 * it. Thread-safe.
 *
 * {@snippet :
 * Resource<Meter> meter =
 *     Resource.using(context -> context.require(Meters.class).meter(context.stage()), Meter::close);
 * }
 */
public interface ConnectorContext {

  /** The name of the pipeline. */
  String pipeline();

  /** The name of the stage that is opened. */
  String stage();

  /**
   * Something that the runtime lends out, by type: for instance the event loops of Reactor Netty.
   * What is lent is owned by the runtime and must not be closed.
   */
  <S> Optional<S> service(Class<S> type);

  /**
   * Like {@link #service}, for what is indispensable.
   *
   * @throws IllegalStateException if this runtime does not offer it; the message names the type and
   *     the stage
   */
  default <S> S require(Class<S> type) {
    return service(type)
        .orElseThrow(() ->
            new IllegalStateException(
                "stage '%s' needs %s, which this runtime does not offer"
                    .formatted(stage(), type.getName())));
  }
}
