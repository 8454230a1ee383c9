package dev.leat.runtime.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

class BorrowedVertxTest {

  private final Vertx users = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  @AfterEach
  void close() throws Exception {
    users.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void shouldRunOnTheLoopsOfTheUsersVertx() throws Exception {
    try (EventLoops loops = EventLoops.borrow(users)) {
      Thread timer = timerThread();

      assertThat(loops.vertx()).isSameAs(users);
      assertThat(loops.shared()).isTrue();
      assertThat(loops.loops()).isEqualTo(1);
      assertThat(loops.loop(0).name()).isEqualTo("borrowed-loop-0");
      assertThat(Threads.of(loops.loop(0))).isSameAs(timer);
      try (Echo echo = new Echo(loops)) {
        Connection client = echo.client("127.0.0.1");
        assertThat(Echo.roundTrip(client, "borrowed")).isSameAs(timer);
        assertThat(echo.servingThread()).isSameAs(timer);
        client.disposeNow(Echo.LIMIT);
      }
    }
  }

  @Test
  void shouldNotCloseTheUsersVertx() throws Exception {
    EventLoops loops = EventLoops.borrow(users);

    loops.close();

    assertThatThrownBy(() -> loops.loop(0).execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("closed");
    assertThat(timerThread().isAlive()).isTrue();
  }

  @Test
  void shouldSayThatTheUserClosedTheVertx() throws Exception {
    EventLoops loops = EventLoops.borrow(users);

    users.close().await(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> loops.loop(0).execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("its Vertx was closed");
    loops.close();
  }

  @Test
  void shouldMakeLoopsOfItsOwnBesideAWrappedVertx() throws Exception {
    EventLoopOptions options =
        EventLoopOptions.defaults().withLoops(1).withThreadPrefix("beside-loop");

    try (EventLoops loops = EventLoops.borrow(wrapped(users), options);
        Echo echo = new Echo(loops)) {
      assertThat(loops.shared()).isFalse();
      assertThat(Threads.of(loops.loop(0)).getName()).isEqualTo("beside-loop-0");
      Connection client = echo.client("127.0.0.1");
      assertThat(Echo.roundTrip(client, "one hop")).isSameAs(Threads.of(loops.loop(0)));
      client.disposeNow(Echo.LIMIT);
    }
    assertThat(Threads.namesStarting("beside-loop")).isEmpty();
    assertThat(timerThread().isAlive()).isTrue();
  }

  private Thread timerThread() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    users.setTimer(1, id -> thread.complete(Thread.currentThread()));
    return thread.get(10, TimeUnit.SECONDS);
  }

  /** A Vertx as a user's own wrapper class would be: the public interface and nothing else. */
  private static Vertx wrapped(Vertx vertx) {
    return (Vertx)
        Proxy.newProxyInstance(
            Vertx.class.getClassLoader(),
            new Class<?>[] {Vertx.class},
            (proxy, method, arguments) -> method.invoke(vertx, arguments));
  }
}
