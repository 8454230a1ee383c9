package dev.leat.samples.accesslog;

import dev.leat.samples.Stop;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Asks an HTTP service for the networks of clients. Thread-safe; never blocks but in close. */
final class NetworkLookup implements AutoCloseable {

  private static final Duration CLOSING = Duration.ofSeconds(2);

  private static final Duration WARMING_UP = Duration.ofSeconds(30);

  private final @Nullable NetworkService ownService;
  private final ConnectionProvider connections;
  private final HttpClient client;
  private final String url;
  private final Stop stop;

  private NetworkLookup(
      @Nullable NetworkService ownService,
      ConnectionProvider connections,
      LoopResources loops,
      String url,
      Stop stop) {
    this.ownService = ownService;
    this.connections = connections;
    this.client = HttpClient.create(connections).runOn(loops).disableRetry(true);
    this.url = url;
    this.stop = stop;
  }

  /**
   * Opens connections to a service, when they are needed.
   *
   * @param loops the event loops of the runtime
   * @param url where the service is; null starts one in this process
   * @param concurrency the most connections
   */
  static NetworkLookup open(LoopResources loops, @Nullable String url, int concurrency, Stop stop) {
    ConnectionProvider connections =
        ConnectionProvider.builder("network-lookup")
            .maxConnections(concurrency)
            .pendingAcquireMaxCount(2 * concurrency)
            .build();
    NetworkService service = url == null ? NetworkService.start(loops) : null;
    String asked = service == null ? String.valueOf(url) : service.url();
    NetworkLookup lookup = new NetworkLookup(service, connections, loops, asked, stop);
    if (service != null) {
      lookup.warmUp();
    }
    return lookup;
  }

  /** Loads the code of the client, so that the first elements need not do it within their time. */
  private void warmUp() {
    client.get().uri(url + "?ip=192.0.2.1").response().block(WARMING_UP);
  }

  /**
   * Finds the network of the client. Cancelling the future ends the call; it fails when the service
   * cannot be reached, does not know how to answer, or the job is asked to end meanwhile.
   */
  @SuppressWarnings("NullAway") // the answer always has a value: single(error)
  CompletionStage<ServerError> locate(ServerError error) {
    Mono<ServerError> answer =
        client
            .get()
            .uri(url + "?ip=" + URLEncoder.encode(error.ip(), StandardCharsets.UTF_8))
            .response((response, content) -> network(response, content).map(error::withNetwork))
            .single(error);
    Mono<ServerError> cutOff = stop.cutOff().then(Mono.error(LookupStoppedException::new));
    return Mono.firstWithSignal(cutOff, answer).toFuture();
  }

  /** The network in an answer; empty if the service does not know it. */
  private static Mono<String> network(HttpClientResponse response, ByteBufFlux content) {
    int status = response.status().code();
    if (status == 404) {
      return content.then(Mono.empty());
    }
    if (status != 200) {
      return content.then(
          Mono.error(() -> new IOException("the lookup service answered with status " + status)));
    }
    return content.asByteArray().reduceWith(Answer::new, Answer::append).map(Answer::network);
  }

  @Override
  public void close() {
    connections.disposeLater().block(CLOSING);
    if (ownService != null) {
      ownService.close();
    }
  }
}
