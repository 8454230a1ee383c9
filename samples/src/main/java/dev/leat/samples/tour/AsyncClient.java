package dev.leat.samples.tour;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Asks the service of the tour without waiting for the answer. Thread-safe. */
final class AsyncClient implements AutoCloseable {

  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ConnectionProvider connections;
  private final HttpClient client;

  /**
   * Prepares a client.
   *
   * @param loops the event loops of the runtime
   * @param most how many connections there may be
   */
  AsyncClient(LoopResources loops, int most) {
    connections =
        ConnectionProvider.builder("tour")
            .maxConnections(most)
            .pendingAcquireMaxCount(2 * most)
            .build();
    client = HttpClient.create(connections).runOn(loops).responseTimeout(LIMIT);
  }

  CompletionStage<String> ask(String url) {
    return client.get().uri(url).responseContent().aggregate().asString().toFuture();
  }

  @Override
  public void close() {
    connections.disposeLater().block(CLOSING);
  }
}
