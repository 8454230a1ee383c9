package dev.leat.samples.tour;

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
 * An HTTP service on a free port of this machine's own address that answers after a delay, as one
 * does that has to look something up: {@code GET /team?item=7} answers {@code item 7: team 7}.
 */
final class DelayService implements AutoCloseable {

  private static final Duration CLOSING = Duration.ofSeconds(1);
  private static final int TEAMS = 12;

  private final LoopResources loops = LoopResources.create("tour-service", 1, true);
  private final Duration delay;
  private final DisposableServer server;

  DelayService(Duration delay) {
    this.delay = delay;
    this.server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .runOn(loops)
            .route(routes -> routes.get("/team", this::answer))
            .bindNow();
  }

  /** The address to ask, without the query. */
  String url() {
    return "http://127.0.0.1:" + server.port() + "/team";
  }

  private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    String item =
        new QueryStringDecoder(request.uri())
            .parameters()
            .getOrDefault("item", List.of(""))
            .getFirst();
    String answer = "item %s: team %d".formatted(item, Math.floorMod(item.hashCode(), TEAMS));
    return response.sendString(Mono.delay(delay).thenReturn(answer)).then();
  }

  @Override
  public void close() {
    server.disposeNow(CLOSING);
    loops.disposeLater().block(CLOSING.multipliedBy(3));
  }
}
