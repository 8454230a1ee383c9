package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;

/** What a stage does with the publishers that it subscribes to. */
@Timeout(30)
class ManySubscriptionsTest {

  private static final Duration TIMEOUT = Duration.ofMillis(20);

  private final ManualClock clock = new ManualClock();
  private final LocalRuntime runtime =
      LocalRuntime.builder().cores(2).timers(clock).eventLoops(1).build();

  @AfterEach
  void close() {
    runtime.close();
    clock.close();
  }

  /** A publisher that sends nothing and does something when it is cancelled. */
  private static Publisher<Long> silent(CountDownLatch subscribed, Runnable onCancel) {
    return subscriber -> {
      subscriber.onSubscribe(
          new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
              onCancel.run();
            }
          });
      subscribed.countDown();
    };
  }

  @Test
  void shouldSubscribeToNothingMoreAfterAFailure() throws Exception {
    CompletableFuture<Long> first = new CompletableFuture<>();
    CountDownLatch failed = new CountDownLatch(1);
    Queue<Long> subscribed = new ConcurrentLinkedQueue<>();
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 100))
                .ioMany(
                    "many",
                    n -> {
                      subscribed.add(n);
                      return n == 0 ? Mono.fromFuture(first) : failing(failed);
                    },
                    io -> io.concurrency(4))
                .to(Sinks.discard()));
    failed.await();

    first.complete(0L);

    assertThatThrownBy(() -> job.result().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StageException.class)
        .hasRootCauseMessage("oops");
    assertThat(subscribed).containsExactly(0L, 1L);
  }

  private static Mono<Long> failing(CountDownLatch failed) {
    return Mono.<Long>error(new IOException("oops")).doFinally(signal -> failed.countDown());
  }

  @Test
  void shouldCancelWhatTakesTooLongOnTheThreadOfTheStage() throws Exception {
    CountDownLatch subscribed = new CountDownLatch(1);
    CompletableFuture<String> asker = new CompletableFuture<>();
    CompletableFuture<String> canceller = new CompletableFuture<>();
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.of(1L))
                .ioMany(
                    "many",
                    n -> {
                      asker.complete(Thread.currentThread().getName());
                      return silent(
                          subscribed, () -> canceller.complete(Thread.currentThread().getName()));
                    },
                    io -> io.timeout(TIMEOUT))
                .to(Sinks.discard()));
    subscribed.await();

    clock.advance(TIMEOUT);

    assertThat(canceller.get(20, TimeUnit.SECONDS))
        .isEqualTo(asker.get(20, TimeUnit.SECONDS))
        .isNotEqualTo("clock");
    assertThatThrownBy(job::await).hasMessageContaining("not done within 20 ms");
  }

  @Tag("waits") // a cancel that takes its time
  @Test
  void shouldCloseResourcesAfterSubscriptionsWereCancelled() throws Exception {
    Queue<String> journal = new ConcurrentLinkedQueue<>();
    CountDownLatch subscribed = new CountDownLatch(1);
    CountDownLatch cancelling = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Resource<String> client = Resource.of(() -> "client", opened -> journal.add("close " + opened));
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.of(1L))
                .ioMany(
                    "many",
                    client,
                    (opened, n) ->
                        silent(
                            subscribed,
                            () -> {
                              cancelling.countDown();
                              await(go);
                              journal.add("cancelled");
                            }),
                    io -> io.timeout(TIMEOUT))
                .to(Sinks.discard()));
    subscribed.await();
    // The actions of a clock do not return while a subscription is being cancelled by them.
    Thread turner = Thread.ofVirtual().start(() -> clock.advance(TIMEOUT));
    cancelling.await();
    for (int i = 0; i < 20; i++) {
      runtime.collect(Pipeline.named("other").from(Sources.range(0, 100)).cpu("cpu", n -> n));
    }

    go.countDown();

    assertThatThrownBy(job::await).isInstanceOf(StageException.class);
    assertThat(journal).containsExactly("cancelled", "close client");
    turner.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
