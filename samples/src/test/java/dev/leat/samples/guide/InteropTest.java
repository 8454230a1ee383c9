package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.eventloop.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** The code of docs/guide/interop.md. */
class InteropTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<String> names() {
    return Pipeline.named("names").from(Sources.of("ada", "grace"));
  }

  @Test
  void shouldReadFromPublishers() {
    Flux<Integer> flux = Flux.range(1, 3);
    // guide
    Stage<Integer> fromReactor = Pipeline.named("numbers").from(Sources.from(flux));
    // end
    assertThat(runtime.collect(fromReactor)).containsExactly(1, 2, 3);

    Flow.Publisher<Integer> publisher = subscriber -> submit(subscriber, List.of(1, 2));
    // guide
    Stage<Integer> fromJdk = Pipeline.named("numbers").from(Sources.fromFlow(publisher));
    // end
    assertThat(runtime.collect(fromJdk)).containsExactly(1, 2);
  }

  private static void submit(Flow.Subscriber<? super Integer> subscriber, List<Integer> numbers) {
    try (SubmissionPublisher<Integer> submission = new SubmissionPublisher<>()) {
      submission.subscribe(subscriber);
      numbers.forEach(submission::submit);
    }
  }

  @Test
  void shouldBeAPublisher() {
    // guide
    Flux<String> flux = Flux.from(names().publisher(runtime));

    Flow.Publisher<String> publisher = names().flowPublisher(runtime);
    // end

    assertThat(flux.collectList().block()).containsExactly("ada", "grace");
    assertThat(publisher).isNotNull();
  }

  @Test
  void shouldWaitForPromises() {
    Vertx vertx = Vertx.vertx();
    try {
      // guide
      Stage<String> greeted =
          names()
              .io("jdk", name -> CompletableFuture.completedFuture(name + " jdk"))
              .io("reactor", text -> Mono.just(text + " reactor").toFuture())
              .io("vertx", text -> Future.succeededFuture(text + " vertx").toCompletionStage())
              .ioMany("many", text -> Flux.just(text, text + "!"));
      // end

      assertThat(runtime.collect(greeted))
          .startsWith("ada jdk reactor vertx", "ada jdk reactor vertx!");
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void shouldLendItsEventLoops() {
    DisposableServer server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> response.sendString(Mono.just("hi")))
            .bindNow();
    String address = "http://127.0.0.1:" + server.port() + "/";
    try {
      // guide
      Resource<HttpClient> client =
          Resource.using(
              context -> HttpClient.create().runOn(context.require(LoopResources.class)),
              opened -> {});

      Stage<String> answers =
          names()
              .io(
                  "ask",
                  client,
                  (http, name) ->
                      http.get()
                          .uri(address + name)
                          .responseContent()
                          .aggregate()
                          .asString()
                          .toFuture());
      // end

      assertThat(runtime.collect(answers)).containsExactly("hi", "hi");
    } finally {
      server.disposeNow();
    }
  }

  @Test
  void shouldUseTheLoopsOfAVertxThatIsThere() {
    Vertx vertx = Vertx.vertx();
    try {
      // guide
      try (PipelineRuntime shared =
          LocalRuntime.builder().eventLoops(() -> EventLoops.borrow(vertx)).build()) {
        List<String> threads =
            shared.collect(names().io("where", n -> thread().toCompletionStage()));
        System.out.println(threads); // the event loops of that Vert.x
      }
      // end

      assertThat(Future.succeededFuture("still open").toCompletionStage()).isCompleted();
    } finally {
      vertx.close().await();
    }
  }

  private static Future<String> thread() {
    return Future.succeededFuture(Thread.currentThread().getName());
  }
}
