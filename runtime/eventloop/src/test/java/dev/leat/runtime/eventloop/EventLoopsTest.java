package dev.leat.runtime.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

class EventLoopsTest {

  private final EventLoopOptions options =
      EventLoopOptions.defaults().withLoops(2).withThreadPrefix("life-loop");

  @Test
  void shouldLeaveNoThreadBehind() throws Exception {
    Set<Thread> before = Threads.alive();
    EventLoops loops = EventLoops.create(options);
    try (Echo echo = new Echo(loops)) {
      Connection client = echo.client("localhost");
      Echo.roundTrip(client, "some work");
      client.disposeNow(Echo.LIMIT);
    }
    loops.vertx().createNetServer().connectHandler(s -> {}).listen(0, "127.0.0.1").await();
    loops.vertx().executeBlocking(() -> "a worker thread").await();

    loops.close();

    assertThat(Threads.namesStarting("life-loop")).isEmpty();
    assertThat(Threads.holds(Duration.ofSeconds(10), () -> before.containsAll(Threads.alive())))
        .as("others than before: %s, before: %s", Threads.alive(), before)
        .isTrue();
  }

  @Test
  void shouldEndThreadsUnderOpenConnections() {
    EventLoops loops = EventLoops.create(options);
    Echo echo = new Echo(loops);
    Connection client = echo.client("127.0.0.1");
    Echo.roundTrip(client, "still open");

    loops.close();

    assertThat(client.channel().isOpen()).isFalse();
    assertThat(Threads.namesStarting("life-loop")).isEmpty();
  }

  @Test
  void shouldRunTasksTakenBeforeClosing() {
    EventLoops loops = EventLoops.create(options);
    AtomicBoolean ran = new AtomicBoolean();
    loops.loop(0).execute(() -> ran.set(true));

    loops.close();

    assertThat(ran).isTrue();
  }

  @Test
  void shouldCloseAnyNumberOfTimesFromAnyThread() throws Exception {
    EventLoops loops = EventLoops.create(options);

    try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Future<Boolean>> all =
          closers.invokeAll(
              IntStream.range(0, 8)
                  .<Callable<Boolean>>mapToObj(i ->
                      () -> {
                        loops.close();
                        return Threads.namesStarting("life-loop").isEmpty();
                      })
                  .toList());
      for (var ended : all) {
        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
      }
    }
    loops.close();
  }

  @Test
  void shouldRefuseToCloseOnALoop() {
    try (EventLoops loops = EventLoops.create(options)) {
      CompletableFuture<Void> onLoop = CompletableFuture.runAsync(loops::close, loops.loop(1));

      assertThatThrownBy(() -> onLoop.get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("life-loop-1")
          .hasMessageContaining("call it on another thread");
      assertThat(Threads.of(loops.loop(1)).isAlive()).isTrue();
    }
  }

  @Test
  void shouldInterruptALoopThatBlocks() throws Exception {
    EventLoops loops = EventLoops.create(options, Duration.ofSeconds(2));
    CountDownLatch blocking = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    loops.loop(0).execute(() -> blockUntilInterrupted(blocking, interrupted));
    blocking.await();

    loops.close();

    assertThat(interrupted).isCompletedWithValue(true);
    assertThat(Threads.namesStarting("life-loop")).isEmpty();
  }

  private static void blockUntilInterrupted(
      CountDownLatch blocking, CompletableFuture<Boolean> interrupted) {
    blocking.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.complete(true);
    }
  }

  @Test
  void shouldReturnThoughALoopIgnoresInterruption() throws Exception {
    Duration limit = Duration.ofMillis(500);
    EventLoops loops = EventLoops.create(options, limit);
    AtomicBoolean release = new AtomicBoolean();
    CountDownLatch spinning = new CountDownLatch(1);
    loops.loop(0).execute(() -> spin(spinning, release));
    spinning.await();

    long start = System.nanoTime();
    loops.close();
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(took).isBetween(limit, Duration.ofSeconds(4));
    assertThat(Threads.namesStarting("life-loop")).containsExactly("life-loop-0");
    release.set(true);
    assertThat(Threads.holds(Echo.LIMIT, () -> Threads.namesStarting("life-loop").isEmpty()))
        .isTrue();
  }

  private static void spin(CountDownLatch spinning, AtomicBoolean release) {
    spinning.countDown();
    while (!release.get()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldEndThoughAVerticleNeverStops() throws Exception {
    EventLoops loops = EventLoops.create(options, Duration.ofSeconds(2));
    loops
        .vertx()
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> stop() {
                return Promise.promise().future();
              }
            })
        .await(10, TimeUnit.SECONDS);

    loops.close();

    assertThat(Threads.namesStarting("life-loop")).isEmpty();
  }

  @Test
  void shouldKeepTheCallersInterruptionAndStillEnd() {
    EventLoops loops = EventLoops.create(options);

    Thread.currentThread().interrupt();
    loops.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Threads.namesStarting("life-loop")).isEmpty();
  }

  @Test
  void shouldHandOutLoopsInTurnAndKnowTheCurrentOne() {
    try (EventLoops loops = EventLoops.create(options)) {
      assertThat(List.of(loops.next(), loops.next(), loops.next()))
          .containsExactly(loops.loop(0), loops.loop(1), loops.loop(0));
      assertThat(loops.current()).isEmpty();
      assertThat(CompletableFuture.supplyAsync(loops::current, loops.loop(1)).join())
          .containsSame(loops.loop(1));
      assertThatThrownBy(() -> loops.loop(2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(loops.shared()).isTrue();
    }
  }
}
