package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.IoOptions;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a job does at which time, on a clock that is turned by hand. */
@LeatTest
class VirtualTimeTest {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration A_MOMENT = Duration.ofMillis(30);

  private final ManualTimers timers = ManualTimers.seeded(1);
  private final TestSource<Integer> source = TestSource.named("numbers");
  private final BlockingQueue<CompletableFuture<Integer>> calls = new LinkedBlockingQueue<>();
  private @Nullable Job started;
  private final LocalRuntime runtime =
      LocalRuntime.builder().timers(timers).cores(2).grace(GRACE).build();

  @AfterEach
  void close() {
    calls.forEach(call -> call.complete(0));
    runtime.close();
  }

  private Stage<Integer> numbers() {
    return Pipeline.named("timed").from(source);
  }

  private <T> TestSink<T> start(Stage<T> stage) {
    TestSink<T> sink = TestSink.named("sink");
    sink.requestAll();
    started = runtime.start(stage.to(sink));
    return sink;
  }

  private Job job() {
    return Objects.requireNonNull(started, "no job was started");
  }

  /** A call that the test answers. */
  private Stage<Integer> asking(UnaryOperator<IoOptions> options) {
    return numbers()
        .io(
            "ask",
            number -> {
              CompletableFuture<Integer> call = new CompletableFuture<>();
              calls.add(call);
              return call;
            },
            options);
  }

  private CompletableFuture<Integer> call() throws InterruptedException {
    CompletableFuture<Integer> call = calls.poll(20, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no call was made; " + timers);
    }
    return call;
  }

  @Test
  void shouldCloseABatchAtTheTimeOfItsFirstElement() throws InterruptedException {
    BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
    TestSink<List<Integer>> sink =
        start(numbers().peek(arrived::add).batch(10, Duration.ofSeconds(2)));
    source.emit(1);
    timers.awaitTimer(Duration.ofSeconds(2));
    timers.advance(Duration.ofMillis(1_500));
    source.emit(2);
    assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo(2);
    timers.advance(Duration.ofMillis(499));
    sink.expectNothing(A_MOMENT);

    timers.advance(Duration.ofMillis(1));

    sink.expectNext(List.of(1, 2));
  }

  @Test
  void shouldCloseAFullBatchBeforeItsTime() {
    TestSink<List<Integer>> sink = start(numbers().batch(2, Duration.ofSeconds(2)));

    source.emit(1, 2, 3);

    sink.expectNext(List.of(1, 2));
    sink.expectNothing(A_MOMENT);
    assertThat(timers.elapsed()).isZero();
  }

  @Test
  void shouldGiveEachBatchItsOwnTime() {
    TestSink<List<Integer>> sink = start(numbers().batch(2, Duration.ofSeconds(2)));
    source.emit(1);
    timers.awaitTimer(Duration.ofSeconds(2));
    timers.advance(Duration.ofSeconds(1));
    source.emit(2, 3);
    sink.expectNext(List.of(1, 2));

    timers.advance(Duration.ofSeconds(1));
    sink.expectNothing(A_MOMENT);
    timers.awaitTimer(Duration.ofSeconds(1));
    timers.advance(Duration.ofSeconds(1));

    sink.expectNext(List.of(3));
  }

  @Test
  void shouldEndAnAttemptAtItsTimeOut() throws InterruptedException {
    start(asking(io -> io.timeout(Duration.ofSeconds(2))));
    source.emit(7);
    CompletableFuture<Integer> call = call();
    timers.awaitTimer(Duration.ofSeconds(2));
    timers.advance(Duration.ofMillis(1_999));
    assertThat(job().state()).isEqualTo(Job.State.RUNNING);

    timers.advance(Duration.ofMillis(1));

    assertThatThrownBy(job()::await)
        .isInstanceOf(StageException.class)
        .hasRootCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("no answer within 2000 ms");
    assertThat(call).isCancelled();
  }

  @Test
  void shouldPauseLongerBeforeEachAttempt() throws InterruptedException {
    Retry retry = Retry.backoff(3, Duration.ofSeconds(1)).jitter(0);
    TestSink<Integer> sink = start(asking(io -> io.retry(retry)));
    source.emit(7);

    call().completeExceptionally(new IllegalStateException("first"));
    timers.awaitTimer(Duration.ofSeconds(1));
    timers.advance(Duration.ofSeconds(1));
    call().completeExceptionally(new IllegalStateException("second"));
    timers.awaitTimer(Duration.ofSeconds(2));
    timers.advance(Duration.ofMillis(1_999));
    assertThat(calls.poll(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    timers.advance(Duration.ofMillis(1));
    call().complete(70);

    sink.expectNext(70);
    assertThat(job().stats().stage("ask").retried()).isEqualTo(2);
  }

  @Test
  void shouldTakeTheJitterOfPausesFromTheClock() throws InterruptedException {
    double first = ManualTimers.seeded(1).random();
    Retry retry = Retry.backoff(2, Duration.ofSeconds(1)).jitter(0.5);
    start(asking(io -> io.retry(retry)));
    source.emit(7);

    call().completeExceptionally(new IllegalStateException("first"));

    timers.awaitTimer(retry.pauseAfter(1, first));
  }

  @Test
  void shouldGiveItsSlotToAnotherElementWhileOnePauses() throws InterruptedException {
    Retry retry = Retry.backoff(2, Duration.ofSeconds(1)).jitter(0);
    TestSink<Integer> sink = start(asking(io -> io.concurrency(1).retry(retry)));
    source.emit(1, 2);
    call().completeExceptionally(new IllegalStateException("first"));

    call().complete(20);
    sink.expectNothing(A_MOMENT);
    timers.advance(Duration.ofSeconds(1));
    call().complete(10);

    sink.expectNext(10, 20);
  }

  @Test
  void shouldEndAllAttemptsAtTheDeadline() throws InterruptedException {
    TestSink<DeadLetter> letters = TestSink.named("letters");
    letters.requestAll();
    start(
        asking(io ->
            io.deadline(Duration.ofSeconds(3))
                .retry(Retry.backoff(9, Duration.ofSeconds(1)).jitter(0))
                .onError(OnError.deadLetters(letters))));
    source.emit(7);
    call().completeExceptionally(new IllegalStateException("first"));
    timers.awaitTimer(Duration.ofSeconds(1));
    timers.advance(Duration.ofSeconds(1));
    CompletableFuture<Integer> second = call();
    timers.awaitTimer(Duration.ofSeconds(2));

    timers.advance(Duration.ofSeconds(2));

    DeadLetter letter = letters.next();
    assertThat(letter.attempts()).isEqualTo(2);
    assertThat(letter.cause())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not done within the deadline of 3000 ms");
    assertThat(second).isCancelled();
  }

  @Test
  void shouldNotBeginAPauseThatOutlastsTheDeadline() throws InterruptedException {
    start(
        asking(io ->
            io.deadline(Duration.ofSeconds(3)).retry(Retry.backoff(9, Duration.ofSeconds(4)))));
    source.emit(7);

    call().completeExceptionally(new IllegalStateException("first"));

    assertThatThrownBy(job()::await)
        .isInstanceOf(StageException.class)
        .hasRootCauseMessage("first");
    assertThat(timers.elapsed()).isZero();
  }

  @Test
  void shouldInterruptACoroutineAtItsTimeOut() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Stage<Integer> stage =
        numbers()
            .coroutine(
                "wait",
                number -> {
                  try {
                    assertThat(never.await(60, TimeUnit.SECONDS)).isTrue();
                  } catch (InterruptedException e) {
                    seen.add("interrupted");
                    throw e;
                  }
                  return number;
                },
                co -> co.timeout(Duration.ofSeconds(2)).onError(OnError.skip()));
    start(stage);
    source.emit(7);
    timers.awaitTimer(Duration.ofSeconds(2));

    timers.advance(Duration.ofSeconds(2));

    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
  }

  @Test
  void shouldGiveUpADrainAtItsLimit() throws Exception {
    TestSink<Integer> sink = start(asking(io -> io));
    source.emit(1, 2, 3);
    assertThat(List.of(call(), call(), call())).noneMatch(CompletableFuture::isDone);
    CompletableFuture<JobResult> drained =
        CompletableFuture.supplyAsync(() -> job().drain(Duration.ofMinutes(10)));
    timers.awaitTimer(Duration.ofMinutes(10));
    timers.advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(job().state()).isEqualTo(Job.State.DRAINING);

    timers.advance(Duration.ofNanos(1));

    assertThat(drained)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(JobCancelledException.class)
        .withMessageContaining("not drained within 600000 ms")
        .withMessageContaining("3 in ask");
    sink.expectAborted();
  }

  @Test
  void shouldSetOneTimerForABatchHoweverOftenInputArrives() {
    TestSink<List<Integer>> sink = start(numbers().batch(1_000, Duration.ofHours(1)));
    for (int i = 0; i < 50; i++) {
      source.emit(i);
      source.awaitTaken(i + 1);
    }
    source.awaitDemand();
    timers.awaitTimer(Duration.ofHours(1));

    assertThat(timers.delays()).containsExactly(Duration.ofHours(1));
    sink.expectNothing(A_MOMENT);
  }

  @Test
  void shouldKeepNoTimerOfAJobThatIsDone() throws InterruptedException {
    TestSink<List<Integer>> sink =
        start(asking(io -> io.timeout(Duration.ofHours(2))).batch(10, Duration.ofHours(1)));
    source.emit(1);
    call().complete(10);
    timers.awaitTimer(Duration.ofHours(1));
    source.complete();
    sink.expectCommitted();

    job().await();

    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldKeepNoTimerOfAJobThatIsCancelled() throws InterruptedException {
    TestSink<List<Integer>> sink =
        start(asking(io -> io.timeout(Duration.ofHours(2))).batch(10, Duration.ofHours(1)));
    source.emit(1, 2);
    call().complete(10);
    timers.awaitTimer(Duration.ofHours(1));
    timers.awaitTimer(Duration.ofHours(2));

    job().cancel();

    sink.expectAborted();
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldKeepNoTimerOfAJobThatFails() throws InterruptedException {
    TestSink<List<Integer>> sink =
        start(asking(io -> io.timeout(Duration.ofHours(2))).batch(10, Duration.ofHours(1)));
    source.emit(1, 2);
    call().complete(10);
    timers.awaitTimer(Duration.ofHours(1));

    call().completeExceptionally(new IllegalStateException("second"));

    sink.expectAborted();
    assertThatThrownBy(job()::await).hasRootCauseMessage("second");
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldInterruptWhatDoesNotStopAfterTheGrace() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    TestSink<Integer> sink =
        start(
            numbers()
                .peek(number -> {
                  entered.countDown();
                  assertThat(never.await(60, TimeUnit.SECONDS)).isTrue();
                }));
    source.emit(7);
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> cancelled = CompletableFuture.runAsync(job()::cancel);
    timers.awaitTimer(GRACE);
    timers.advance(GRACE.minusNanos(1));
    assertThat(job().state()).isEqualTo(Job.State.STOPPING);

    timers.advance(Duration.ofNanos(1));

    assertThat(cancelled).succeedsWithin(Duration.ofSeconds(20));
    sink.expectAborted();
    assertThat(job().state()).isEqualTo(Job.State.CANCELLED);
  }
}
