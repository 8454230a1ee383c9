package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Stages that wait: retries, time limits, and that they share their thread with others. */
@Timeout(30)
class CallLimitsTest {

  private final ManualClock clock = new ManualClock();
  private final LocalRuntime runtime =
      LocalRuntime.builder().timers(clock).cores(2).eventLoops(1).build();

  @AfterEach
  void close() {
    runtime.close();
    clock.close();
  }

  private static Stage<Long> endless() {
    return Pipeline.named("p")
        .from(Sources.endless(() -> LongStream.iterate(0, n -> n + 1).iterator()));
  }

  /** Returns when the event loop has done what it was asked to do before. */
  private void awaitLoop() throws Exception {
    runtime
        .start(
            Pipeline.named("other")
                .from(Sources.range(0, 10))
                .io("other", CompletableFuture::completedFuture)
                .to(Sinks.discard()))
        .result()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  /** A call that ends when the test says so, and not when it is cancelled. */
  private static final class Stubborn extends CompletableFuture<Long> {

    private final CountDownLatch made = new CountDownLatch(1);

    CompletableFuture<Long> make() {
      made.countDown();
      return this;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return false;
    }
  }

  private static CompletableFuture<Long> failed() {
    return CompletableFuture.failedFuture(new IllegalStateException("again"));
  }

  @Test
  void shouldSetNoTimerForStuckCallsWhenNothingCanStart() throws Exception {
    Stubborn third = new Stubborn();
    Job job =
        runtime.start(
            endless()
                .io(
                    "io",
                    n ->
                        n == 0
                            ? failed()
                            : n == 3 ? third.make() : CompletableFuture.completedFuture(n),
                    io ->
                        io.concurrency(1)
                            .reorderWindow(4)
                            .timeout(Duration.ofMillis(50))
                            .retry(
                                Retry.backoff(5, Duration.ofSeconds(8))
                                    .jitter(0)
                                    .when(e -> e instanceof IllegalStateException))
                            .onError(OnError.skip()))
                .to(Sinks.discard()));
    third.made.await();
    clock.advance(Duration.ofMillis(50));
    awaitLoop();
    third.complete(3L);
    awaitLoop();
    int before = clock.atOnce();

    clock.advance(Duration.ofSeconds(2));
    for (int i = 0; i < 20; i++) {
      awaitLoop();
    }

    assertThat(clock.atOnce() - before).isLessThan(5);
    assertThat(job.state()).isEqualTo(Job.State.RUNNING);
    job.cancel();
  }

  @Tag("waits") // a stage that keeps its event loop busy
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldLetOthersOnItsLoopHaveTheirTurn(boolean many) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Stage<Long> hog =
        many
            ? endless().ioMany("many", n -> Mono.just(busy(calls, n)))
            : endless().io("io", n -> CompletableFuture.completedFuture(busy(calls, n)));
    Job job = runtime.start(hog.filter(n -> n < 0).to(Sinks.discard()));
    while (calls.get() < 1_000) {
      Waits.pause();
    }

    awaitLoop();

    assertThat(job.state()).isEqualTo(Job.State.RUNNING);
    job.cancel();
    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
  }

  /** Takes so long that there is always more to do. */
  private static long busy(AtomicInteger calls, long n) {
    calls.incrementAndGet();
    long until = System.nanoTime() + 20_000;
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
    return n;
  }

  @Test
  void shouldNotAskWhetherToRetryWhatWasCancelled() throws Exception {
    CountDownLatch made = new CountDownLatch(4);
    AtomicInteger asked = new AtomicInteger();
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 4))
                .io(
                    "io",
                    n -> {
                      made.countDown();
                      return new CompletableFuture<Long>();
                    },
                    io -> io.retry(Retry.immediately(3).when(e -> asked.incrementAndGet() > 0)))
                .to(Sinks.discard()));
    made.await();

    job.cancel();

    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    assertThat(asked).hasValue(0);
    assertThat(job.stats().stage("io").retried()).isZero();
  }

  @Test
  void shouldNotMakeACallThatWaitedForASlotUntilItsDeadline() throws Exception {
    Stubborn second = new Stubborn();
    Queue<Long> calls = new ConcurrentLinkedQueue<>();
    ProbeSink<DeadLetter> letters = new ProbeSink<>();
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 2))
                .io(
                    "io",
                    n -> {
                      calls.add(n);
                      return n == 0 ? failed() : second.make();
                    },
                    io ->
                        io.concurrency(1)
                            .deadline(Duration.ofMillis(100))
                            .retry(
                                Retry.backoff(3, Duration.ofMillis(10))
                                    .jitter(0)
                                    .when(e -> e instanceof IllegalStateException))
                            .onError(OnError.deadLetters(letters)))
                .to(Sinks.discard()));
    second.made.await();
    clock.advance(Duration.ofMillis(10));
    awaitLoop();
    clock.advance(Duration.ofMillis(200));
    awaitLoop();

    second.complete(1L);

    job.result().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(calls).containsExactly(0L, 1L);
    assertThat(letters.elements()).extracting(DeadLetter::text).containsExactly("0", "1");
    assertThat(letters.elements().get(0).cause())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not done within the deadline of 100 ms");
  }

  @Test
  void shouldDropAResultThatComesWhenTheNextAttemptHasSucceeded() throws Exception {
    Stubborn late = new Stubborn();
    CompletableFuture<Long> last = new CompletableFuture<>();
    CountDownLatch first = new CountDownLatch(2);
    CountDownLatch second = new CountDownLatch(2);
    AtomicInteger attempts = new AtomicInteger();
    ProbeSink<Long> results = new ProbeSink<>();
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 2))
                .io(
                    "io",
                    n -> {
                      boolean again = attempts.getAndIncrement() >= 2;
                      (again ? second : first).countDown();
                      CompletableFuture<Long> once = again ? last : new CompletableFuture<>();
                      return n > 0 ? once : again ? CompletableFuture.completedFuture(10L) : late;
                    },
                    io ->
                        io.timeout(Duration.ofMillis(50))
                            .retry(Retry.backoff(2, Duration.ofSeconds(1)).jitter(0)))
                .to(results));
    first.await();
    clock.advance(Duration.ofMillis(50));
    awaitLoop();
    clock.advance(Duration.ofSeconds(1));
    second.await();

    late.complete(99L);
    awaitLoop();
    last.complete(11L);

    job.result().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(results.elements()).containsExactly(10L, 11L);
    assertThat(job.stats().stage("io").retried()).isEqualTo(2);
  }
}
