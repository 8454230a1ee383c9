package dev.leat.runtime.eventloop;

import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/** A transport as Vert.x's builder takes it. */
record NamedTransport(String name, LendingTransport implementation) implements Transport {

  @Override
  public boolean available() {
    return implementation.isAvailable();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return implementation.unavailabilityCause();
  }
}
