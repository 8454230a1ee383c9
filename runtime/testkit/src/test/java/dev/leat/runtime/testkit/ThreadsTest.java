package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Which threads run what, how they are called, and that they end. */
@LeatTest
class ThreadsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Map<String, String> threads = new ConcurrentHashMap<>();

  private <T> T seen(String stage, T element) {
    threads.put(stage, Thread.currentThread().getName());
    return element;
  }

  @Test
  void shouldNameThreadsAfterWhatTheyDo() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      runtime.run(
          Pipeline.named("log")
              .from(
                  "read", Sources.endless(() -> Stream.generate(() -> seen("read", 1)).iterator()))
              .take(10)
              .map(n -> seen("map", n))
              .cpu("parse", n -> seen("parse", n))
              .io("locate", n -> Mono.just(seen("locate", n)).toFuture())
              .coroutine("owner", n -> seen("owner", n))
              .to("write", Sinks.each(n -> seen("write", n))));
    }

    assertThat(threads.get("map")).startsWith("leat-cpu-");
    assertThat(threads.get("parse")).startsWith("leat-cpu-");
    assertThat(threads.get("locate")).startsWith("leat-loop-");
    assertThat(threads.get("owner")).startsWith("leat-log-owner-");
    assertThat(threads.get("write")).isEqualTo("leat-log-write");
    assertThat(threads.get("read")).isEqualTo("leat-log-read");
  }

  @Test
  void shouldLeaveNoThreadWhenTheRuntimeIsClosed() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (LocalRuntime runtime = LocalRuntime.builder().cores(3).eventLoops(2).build()) {
      Stage<Integer> stage =
          Pipeline.named("all")
              .from(Sources.of(IntStream.range(0, 5_000).boxed().toArray(Integer[]::new)))
              .cpu("compute", n -> n)
              .io("call", n -> Mono.just(n).toFuture(), io -> io.timeout(LIMIT))
              .coroutine("wait", n -> n);
      assertThat(runtime.collect(stage)).hasSize(5_000);
      assertThat(leat(before)).anyMatch(name -> name.startsWith("leat-cpu-"));
    }

    assertThat(leat(before)).isEmpty();
  }

  private static Set<String> leat(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("leat-"))
        .collect(Collectors.toSet());
  }

  /** One request: who made it and who got the answer. */
  record Asked(Thread stage, Thread client, String answer) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldRunAnHttpClientOnTheEventLoopOfTheStageThatUsesIt(int loops) {
    DisposableServer server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes -> routes.get("/{id}", (in, out) -> out.sendString(Mono.just(in.path()))))
            .bindNow(LIMIT);
    try (LocalRuntime runtime = LocalRuntime.builder().eventLoops(loops).build()) {
      Resource<HttpClient> client =
          Resource.using(
              context ->
                  HttpClient.create(ConnectionProvider.newConnection())
                      .runOn(context.require(LoopResources.class))
                      .host("127.0.0.1")
                      .port(server.port()),
              opened -> {});
      Stage<Asked> stage =
          Pipeline.named("http")
              .from(Sources.of(1, 2, 3, 4, 5, 6, 7, 8))
              .io("ask", client, ThreadsTest::ask, io -> io.concurrency(4));

      List<Asked> asked = runtime.collect(stage);

      assertThat(asked)
          .extracting(Asked::answer)
          .containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
      assertThat(asked)
          .allSatisfy(one -> {
            assertThat(one.client()).isSameAs(one.stage());
            assertThat(one.stage().getName()).startsWith("leat-loop-");
          });
    } finally {
      server.disposeNow(LIMIT);
    }
  }

  private static CompletionStage<Asked> ask(HttpClient client, Integer id) {
    Thread stage = Thread.currentThread();
    return client
        .get()
        .uri("/" + id)
        .responseSingle((response, body) -> body.asString())
        .map(answer -> new Asked(stage, Thread.currentThread(), answer))
        .toFuture()
        .thenApply(Objects::requireNonNull);
  }

  @Test
  void shouldLendTheVertxOfTheSameEventLoops() {
    try (LocalRuntime runtime = LocalRuntime.builder().eventLoops(1).build()) {
      Resource<Vertx> vertx = Resource.using(context -> context.require(Vertx.class), opened -> {});
      Stage<Boolean> stage =
          Pipeline.named("vertx")
              .from(Sources.of(1, 2, 3))
              .io(
                  "timer",
                  vertx,
                  (lent, n) -> {
                    Thread thread = Thread.currentThread();
                    return lent.timer(1)
                        .map(fired -> Thread.currentThread() == thread)
                        .toCompletionStage();
                  });

      assertThat(runtime.collect(stage)).containsExactly(true, true, true);
    }
  }
}
