package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.runtime.scheduler.Schedulers;
import java.util.Optional;

/** What a stage is offered when it opens something. */
record StageContext(String pipeline, String stage, Schedulers schedulers)
    implements ConnectorContext {

  @Override
  public <S> Optional<S> service(Class<S> type) {
    return schedulers.service(type);
  }
}
