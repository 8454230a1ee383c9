package dev.leat.pipeline;

import dev.leat.pipeline.connector.ConnectorContext;
import java.util.Optional;

/** The context of a job that lends nothing. */
final class NoContext implements ConnectorContext {

  @Override
  public String pipeline() {
    return "test";
  }

  @Override
  public String stage() {
    return "stage";
  }

  @Override
  public <S> Optional<S> service(Class<S> type) {
    return Optional.empty();
  }
}
