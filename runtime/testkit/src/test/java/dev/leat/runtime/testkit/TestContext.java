package dev.leat.runtime.testkit;

import dev.leat.pipeline.connector.ConnectorContext;
import java.util.Optional;

/** A context that lends nothing. */
record TestContext(String pipeline, String stage) implements ConnectorContext {

  static TestContext of(String name) {
    return new TestContext(name, name);
  }

  @Override
  public <S> Optional<S> service(Class<S> type) {
    return Optional.empty();
  }
}
