package dev.leat.samples.tour;

import dev.leat.pipeline.connector.ConnectorContext;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Asks the service of the tour without waiting for the answer. Keeps its connections for the next
 * job, as the blocking client does. Thread-safe.
 */
final class AsyncClient {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final AtomicReference<AsyncClient> OPEN = new AtomicReference<>();

  private final HttpClient client;

  private AsyncClient(LoopResources loops, int most) {
    ConnectionProvider connections =
        ConnectionProvider.builder("tour")
            .maxConnections(most)
            .pendingAcquireMaxCount(2 * most)
            .build();
    client = HttpClient.create(connections).runOn(loops).responseTimeout(LIMIT);
  }

  /**
   * The client of this process, which is opened once and lives as long. It is on the event loops of
   * the runtime that needs it first; if that has none, on one of its own.
   *
   * @param most how many connections there may be
   */
  static AsyncClient of(ConnectorContext context, int most) {
    AsyncClient open = OPEN.get();
    if (open != null) {
      return open;
    }
    LoopResources loops =
        context
            .service(LoopResources.class)
            .orElseGet(() -> LoopResources.create("tour-client", 1, true));
    AsyncClient client = new AsyncClient(loops, most);
    OPEN.set(client);
    return client;
  }

  CompletionStage<String> ask(String url) {
    return client.get().uri(url).responseContent().aggregate().asString().toFuture();
  }
}
