package dev.leat.runtime.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {

  private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private final EventLoops loops =
      EventLoops.create(
          EventLoopOptions.defaults()
              .withLoops(2)
              .withThreadPrefix("task-loop")
              .withUncaught((thread, failure) -> uncaught.add(failure)));

  @AfterEach
  void close() {
    loops.close();
  }

  @Test
  void shouldRunTasksOnItsOwnNamedThread() {
    for (int i = 0; i < loops.loops(); i++) {
      EventLoop loop = loops.loop(i);

      assertThat(loop.index()).isEqualTo(i);
      assertThat(loop.name()).isEqualTo("task-loop-" + i);
      assertThat(Threads.of(loop).getName()).isEqualTo("task-loop-" + i);
      assertThat(Threads.of(loop)).isSameAs(Threads.of(loop));
    }
  }

  @Test
  void shouldTellItsOwnThreadFromOthers() {
    EventLoop loop = loops.loop(0);

    assertThat(loop.inLoop()).isFalse();
    assertThat(CompletableFuture.supplyAsync(loop::inLoop, loop).join()).isTrue();
    assertThat(CompletableFuture.supplyAsync(loop::inLoop, loops.loop(1)).join()).isFalse();
  }

  @Test
  void shouldRunTasksOfOneCallerInOrder() {
    List<Integer> seen = new ArrayList<>();
    CompletableFuture<List<Integer>> all = new CompletableFuture<>();

    IntStream.range(0, 10_000).forEach(i -> loops.loop(0).execute(() -> seen.add(i)));
    loops.loop(0).execute(() -> all.complete(List.copyOf(seen)));

    assertThat(all.orTimeout(10, TimeUnit.SECONDS).join())
        .containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
  }

  @Test
  void shouldQueueATaskGivenOnTheLoopItself() {
    List<String> order = new ArrayList<>();
    CompletableFuture<List<String>> all = new CompletableFuture<>();

    loops
        .loop(0)
        .execute(() -> {
          loops.loop(0).execute(() -> order.add("inner"));
          loops.loop(0).execute(() -> all.complete(List.copyOf(order)));
          order.add("outer");
        });

    assertThat(all.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly("outer", "inner");
  }

  @Test
  void shouldHandFailuresOverAndLiveOn() throws Exception {
    Thread before = Threads.of(loops.loop(0));

    loops.loop(0).execute(() -> fail("checked by the handler"));
    loops.loop(0).execute(() -> assertThat(1).isEqualTo(2));

    assertThat(uncaught.poll(10, TimeUnit.SECONDS)).hasMessage("checked by the handler");
    assertThat(uncaught.poll(10, TimeUnit.SECONDS)).isInstanceOf(AssertionError.class);
    assertThat(Threads.of(loops.loop(0))).isSameAs(before);
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  @Test
  void shouldLiveOnWhenTheHandlerFailsToo() {
    EventLoopOptions options =
        EventLoopOptions.defaults()
            .withLoops(1)
            .withUncaught((thread, failure) -> fail("the handler is broken"));

    try (EventLoops broken = EventLoops.create(options)) {
      Thread before = Threads.of(broken.loop(0));
      broken.loop(0).execute(() -> fail("a task that fails under a broken handler"));

      assertThat(Threads.of(broken.loop(0))).isSameAs(before);
    }
  }

  @Test
  void shouldRejectTasksClearlyOnceClosed() {
    loops.close();

    assertThatThrownBy(() -> loops.loop(1).execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("'task-loop-1' is closed")
        .hasMessageContaining("before closing its EventLoops");
  }

  @Test
  void shouldRunOnThreadsThatBlockingDetectorsKnow() {
    assertThat(Threads.of(loops.loop(0)))
        .isInstanceOfSatisfying(
            FastThreadLocalThread.class,
            thread -> assertThat(thread.permitBlockingCalls()).isFalse())
        .matches(Thread::isDaemon);
  }
}
