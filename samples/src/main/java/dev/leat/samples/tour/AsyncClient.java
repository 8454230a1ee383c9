package dev.leat.samples.tour;

import dev.leat.pipeline.connector.ConnectorContext;
import java.time.Duration;
import java.util.Optional;
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

  private final Optional<LoopResources> lent;
  private final HttpClient client;

  private AsyncClient(Optional<LoopResources> lent, int most) {
    this.lent = lent;
    ConnectionProvider connections =
        ConnectionProvider.builder("tour")
            .maxConnections(most)
            .pendingAcquireMaxCount(2 * most)
            .build();
    client =
        HttpClient.create(connections)
            .runOn(lent.orElseGet(() -> LoopResources.create("tour-client", 1, true)))
            .responseTimeout(LIMIT);
  }

  /**
   * A client on the event loops of the runtime; if that has none, on one of its own. The next job
   * of the runtime gets the same one.
   *
   * @param most how many connections there may be
   */
  static AsyncClient of(ConnectorContext context, int most) {
    Optional<LoopResources> lent = context.service(LoopResources.class);
    AsyncClient open = OPEN.get();
    if (open != null && open.lent.equals(lent)) {
      return open;
    }
    AsyncClient client = new AsyncClient(lent, most);
    OPEN.set(client);
    return client;
  }

  @SuppressWarnings("NullAway") // the answer always has a value: defaultIfEmpty
  CompletionStage<String> ask(String url) {
    return client
        .get()
        .uri(url)
        .responseContent()
        .aggregate()
        .asString()
        .defaultIfEmpty("")
        .toFuture();
  }
}
