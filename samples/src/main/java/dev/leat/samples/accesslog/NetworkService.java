package dev.leat.samples.accesslog;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The HTTP service that knows the networks of clients, on a free port of this machine's own
 * address: {@code GET /network?ip=192.0.2.7} answers {@code {"network":"192.0.2.0/24"}}, or status
 * 404 for an address that is in no known network.
 */
final class NetworkService implements AutoCloseable {

  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final DisposableServer server;

  private NetworkService(DisposableServer server) {
    this.server = server;
  }

  /** Starts the service on event loops that belong to somebody else. */
  static NetworkService start(LoopResources loops) {
    return new NetworkService(
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .runOn(loops)
            .route(routes -> routes.get("/network", NetworkService::answer))
            .bindNow());
  }

  /** The address to ask, without the query. */
  String url() {
    return "http://127.0.0.1:" + server.port() + "/network";
  }

  private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    List<String> ip =
        new QueryStringDecoder(request.uri()).parameters().getOrDefault("ip", List.of(""));
    return Networks.of(ip.getFirst())
        .map(network ->
            response
                .header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .sendString(Mono.just(Json.network(network)))
                .then())
        .orElseGet(response::sendNotFound);
  }

  @Override
  public void close() {
    server.disposeNow(CLOSING);
  }
}
