package dev.leat.runtime.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.Connection;

/**
 * Everybody runs on the same threads: seen by identity, because all else rests on interfaces that
 * may change.
 */
class SharedLoopsContractTest {

  private final EventLoopOptions options = EventLoopOptions.defaults().withThreadPrefix("contract");
  private EventLoops loops = EventLoops.create(options.withLoops(1));

  @AfterEach
  void close() {
    loops.close();
  }

  private void replace(EventLoopOptions other) {
    loops.close();
    loops = EventLoops.create(other);
  }

  @Test
  void shouldRunTasksTimersContextsAndConnectionsOnOneThread() throws Exception {
    Thread task = Threads.of(loops.loop(0));

    try (Echo echo = new Echo(loops)) {
      Connection client = echo.client("127.0.0.1");

      assertThat(Echo.roundTrip(client, "a line")).isSameAs(task);
      assertThat(echo.servingThread()).isSameAs(task);
      assertThat(echo.acceptingThread()).isSameAs(task);
      client.disposeNow(Echo.LIMIT);
    }
    assertThat(timerThread(loops.vertx()).get(10, TimeUnit.SECONDS)).isSameAs(task);
    assertThat(contextThread(loops.vertx().getOrCreateContext()).get(10, TimeUnit.SECONDS))
        .isSameAs(task);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldKeepWhatALoopStartsOnThatLoop(int index) {
    replace(options.withLoops(3));
    EventLoop loop = loops.loop(index);
    Thread task = Threads.of(loop);

    assertThat(on(loop, () -> timerThread(loops.vertx()))).isSameAs(task);
    assertThat(on(loop, () -> contextThread(loops.vertx().getOrCreateContext()))).isSameAs(task);
    try (Echo echo = new Echo(loops)) {
      Connection client = on(loop, () -> echo.connect("127.0.0.1"));
      assertThat(Echo.roundTrip(client, "from loop " + index)).isSameAs(task);
      client.disposeNow(Echo.LIMIT);
    }
  }

  @Test
  void shouldAcceptServeAndConnectOnTheLoopsOnlyWhenThereAreSeveral() throws Exception {
    replace(options.withLoops(2));

    try (Echo echo = new Echo(loops)) {
      for (int i = 0; i < 8; i++) {
        Connection client = echo.client("127.0.0.1");
        assertThat(Echo.roundTrip(client, "client " + i).getName()).startsWith("contract-");
        assertThat(echo.servingThread().getName()).startsWith("contract-");
        client.disposeNow(Echo.LIMIT);
      }
      assertThat(echo.acceptingThread().getName()).startsWith("contract-");
    }
    assertThat(Threads.namesStarting("reactor-tcp")).isEmpty();
  }

  @Test
  void shouldResolveHostNamesOnTheLoopsToo() {
    try (Echo echo = new Echo(loops)) {
      Connection client = echo.client("localhost");

      assertThat(Echo.roundTrip(client, "by name")).isSameAs(Threads.of(loops.loop(0)));
      client.disposeNow(Echo.LIMIT);
    }
    assertThat(Threads.namesStarting("reactor-tcp")).isEmpty();
  }

  @Test
  void shouldServeVertxSocketsOnTheLoops() throws Exception {
    CompletableFuture<Thread> served = new CompletableFuture<>();
    var server =
        loops
            .vertx()
            .createNetServer()
            .connectHandler(socket -> socket.handler(b -> served.complete(Thread.currentThread())))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);

    NetClient client = loops.vertx().createNetClient();
    var socket = client.connect(server.actualPort(), "127.0.0.1").await(10, TimeUnit.SECONDS);
    socket.write("hello").await(10, TimeUnit.SECONDS);

    assertThat(served.get(10, TimeUnit.SECONDS)).isSameAs(Threads.of(loops.loop(0)));
    // Vert.x closes a client that nobody refers to any more, under its open connections.
    client.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void shouldNotEndWhenReactorNettyDisposesOfThem() {
    loops.loopResources().dispose();
    loops.loopResources().disposeLater().block(Echo.LIMIT);

    assertThat(Threads.of(loops.loop(0)).getName()).isEqualTo("contract-0");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void shouldShareEpollLoopsJustAsWell() throws Exception {
    replace(options.withLoops(1).withTransport(LoopTransport.EPOLL));
    Thread task = Threads.of(loops.loop(0));

    try (Echo echo = new Echo(loops)) {
      Connection client = echo.client("localhost");
      assertThat(client.channel().getClass().getSimpleName()).isEqualTo("EpollSocketChannel");
      assertThat(Echo.roundTrip(client, "a line")).isSameAs(task);
      assertThat(echo.servingThread()).isSameAs(task);
      client.disposeNow(Echo.LIMIT);
    }
    assertThat(timerThread(loops.vertx()).get(10, TimeUnit.SECONDS)).isSameAs(task);
  }

  private static CompletableFuture<Thread> timerThread(Vertx vertx) {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    vertx.setTimer(1, id -> thread.complete(Thread.currentThread()));
    return thread;
  }

  private static CompletableFuture<Thread> contextThread(Context context) {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    context.runOnContext(none -> thread.complete(Thread.currentThread()));
    return thread;
  }

  private static <T> T on(EventLoop loop, Supplier<CompletableFuture<T>> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(() -> copy(call.get(), result));
    return result.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static <T> void copy(CompletableFuture<T> from, CompletableFuture<T> to) {
    var unused =
        from.whenComplete((value, failure) -> {
          if (failure == null) {
            to.complete(value);
          } else {
            to.completeExceptionally(failure);
          }
        });
  }
}
