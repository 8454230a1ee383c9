package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What throttle, distinct and a batch behind a merge do at which time. */
@LeatTest
class ShapesTimeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration A_MOMENT = Duration.ofMillis(30);

  private final ManualTimers timers = ManualTimers.seeded(1);
  private final TestSource<Integer> source = TestSource.named("numbers");
  private final TestSource<Integer> other = TestSource.named("others");
  private final TestSink<Integer> sink = TestSink.named("sink");
  private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
  private @Nullable Job started;
  private final LocalRuntime runtime = LocalRuntime.builder().timers(timers).cores(2).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private Stage<Integer> numbers() {
    return Pipeline.named("timed").from(source);
  }

  private Stage<Integer> both() {
    return Pipeline.merge(numbers(), Pipeline.named("timed").from(other));
  }

  private void start(Stage<Integer> stage) {
    sink.requestAll();
    started = runtime.start(stage.to(sink));
  }

  private Job job() {
    return Objects.requireNonNull(started, "no job was started");
  }

  private static Integer[] range(int from, int to) {
    return IntStream.range(from, to).boxed().toArray(Integer[]::new);
  }

  // throttle

  @Test
  void shouldKeepTheSpacingOfARate() {
    start(numbers().throttle(2, SECOND));
    source.emit(1, 2, 3);
    sink.expectNext(1);

    timers.awaitTimer(Duration.ofMillis(500));
    timers.advance(Duration.ofMillis(498));
    sink.expectNothing(A_MOMENT);
    timers.advance(Duration.ofMillis(2));
    sink.expectNext(2);

    timers.awaitTimer(Duration.ofMillis(500));
    timers.advance(Duration.ofMillis(500));
    sink.expectNext(3);
  }

  @Test
  void shouldLetTheElementsOfAMillisecondPassTogether() {
    start(numbers().throttle(10_000, SECOND));

    source.emit(range(0, 30));

    sink.expectNext(range(0, 11));
    sink.expectNothing(A_MOMENT);
    timers.awaitTimer(Duration.ofNanos(1_100_000));
    timers.advance(Duration.ofNanos(1_100_000));
    sink.expectNext(range(11, 22));
    sink.expectNothing(A_MOMENT);
    timers.awaitTimer(Duration.ofNanos(1_100_000));
    timers.advance(Duration.ofNanos(1_100_000));
    sink.expectNext(range(22, 30));
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldNotMakeUpForTimeInWhichNothingCame() {
    start(numbers().throttle(1, SECOND));
    source.emit(1);
    sink.expectNext(1);
    timers.advance(Duration.ofSeconds(10));

    source.emit(2, 3, 4);

    sink.expectNext(2);
    sink.expectNothing(A_MOMENT);
    timers.awaitTimer(SECOND);
    timers.advance(SECOND);
    sink.expectNext(3);
    sink.expectNothing(A_MOMENT);
  }

  @Test
  void shouldLetAnElementThatIsLateEnoughPassAtOnce() {
    start(numbers().throttle(1, SECOND));
    source.emit(1);
    sink.expectNext(1);
    timers.advance(SECOND);

    source.emit(2);

    sink.expectNext(2);
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldNotHoldBackWhatCameBeforeAnElementThatIsKept() {
    start(
        numbers()
            .cpu("before", number -> number)
            .throttle(1, Duration.ofHours(1))
            .flatMap(number -> List.of(number, -number)));

    source.emit(1, 2);

    sink.expectNext(1, -1);
    source.awaitTaken(1);
    sink.expectNothing(A_MOMENT);
    timers.awaitTimer(Duration.ofHours(1));
  }

  @Test
  void shouldPassOnTheKeptElementAtItsTimeWhenTheSourceHasEnded() {
    start(numbers().throttle(1, SECOND));
    source.emit(1, 2);
    source.complete();
    sink.expectNext(1);
    timers.awaitTimer(SECOND);
    assertThat(sink.committed()).isFalse();

    timers.advance(SECOND);

    sink.expectNext(2);
    sink.expectCommitted();
    job().await();
    assertThat(source.acknowledged()).isEqualTo(2);
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldDeliverTheKeptElementOfAJobThatIsDrained() {
    start(numbers().throttle(1, SECOND));
    source.emit(1, 2);
    sink.expectNext(1);
    timers.awaitTimer(SECOND);
    CompletableFuture<JobResult> drained =
        CompletableFuture.supplyAsync(() -> job().drain(Duration.ofMinutes(10)));
    timers.awaitTimer(Duration.ofMinutes(10));

    timers.advance(SECOND);

    assertThat(drained).succeedsWithin(Duration.ofSeconds(20));
    sink.expectNext(2);
    sink.expectCommitted();
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldForgetTheKeptElementOfAJobThatIsCancelled() {
    start(numbers().throttle(1, SECOND));
    source.emit(1, 2);
    sink.expectNext(1);
    timers.awaitTimer(SECOND);

    job().cancel();

    sink.expectAborted();
    assertThat(job().state()).isEqualTo(Job.State.CANCELLED);
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldForgetTheKeptElementWhenNobodyWantsIt() {
    start(numbers().throttle(1, SECOND).take(1));
    source.emit(1, 2, 3);

    sink.expectNext(1);

    sink.expectCommitted();
    job().await();
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldHoldUpTheSourceAtTheRate() {
    try (LocalRuntime small =
        LocalRuntime.builder().timers(timers).chunkElements(1).edgeElements(1).build()) {
      sink.requestAll();
      started = small.start(numbers().throttle(1, SECOND).to(sink));
      for (int i = 0; i < 20; i++) {
        source.emit(i);
      }
      sink.expectNext(0);
      timers.awaitTimer(SECOND);

      // The edges before it are filled; then the source is left alone.
      long taken;
      do {
        taken = source.taken();
        sink.expectNothing(A_MOMENT);
      } while (source.taken() != taken);
      assertThat(taken).isLessThan(10);
      job().cancel();
    }
  }

  @Test
  void shouldThrottleAllLanesAsOne() {
    start(both().throttle(1, SECOND));
    source.emit(1);
    sink.expectNext(1);

    other.emit(2);

    other.awaitTaken(1);
    timers.awaitTimer(SECOND);
    sink.expectNothing(A_MOMENT);
    timers.advance(SECOND);
    sink.expectNext(2);
  }

  // distinct

  @Test
  void shouldForgetAKeyWhenItWasNotSeenForItsTime() {
    start(numbers().distinct(x -> x, keys -> keys.expireAfter(Duration.ofSeconds(10))));
    source.emit(1, 2, 1);
    sink.expectNext(1, 2);
    source.awaitAcknowledged(3);

    timers.advance(Duration.ofSeconds(9));
    source.emit(1);
    source.awaitAcknowledged(4);
    timers.advance(Duration.ofSeconds(9));
    source.emit(1, 2);

    // 1 was seen 9 seconds ago, 2 was not for 18.
    sink.expectNext(2);
    source.awaitAcknowledged(6);
    sink.expectNothing(A_MOMENT);
    timers.advance(Duration.ofSeconds(10));
    source.emit(1);
    sink.expectNext(1);
  }

  @Test
  void shouldRememberAKeyToTheEndOfItsTime() {
    start(numbers().distinct(x -> x, keys -> keys.expireAfter(Duration.ofSeconds(10))));
    source.emit(1);
    sink.expectNext(1);

    timers.advance(Duration.ofSeconds(10).minusNanos(1));
    source.emit(1);
    source.awaitAcknowledged(2);

    sink.expectNothing(A_MOMENT);
  }

  @Test
  void shouldRememberAKeyForEverWithoutAnExpiry() {
    start(numbers().distinct());
    source.emit(1);
    sink.expectNext(1);
    timers.advance(Duration.ofDays(365));

    source.emit(1, 2);

    sink.expectNext(2);
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldHaveRoomForNewKeysWhenOldOnesHaveExpired() {
    start(numbers().distinct(x -> x, keys -> keys.maxKeys(2).expireAfter(SECOND)));
    source.emit(1, 2);
    sink.expectNext(1, 2);
    timers.advance(SECOND);
    source.emit(3, 4);
    sink.expectNext(3, 4);

    source.emit(5);

    assertThatThrownBy(job()::await)
        .isInstanceOf(StageException.class)
        .hasMessageContaining("more than 2 keys at once")
        .hasMessageContaining("element: 5");
    sink.expectAborted();
  }

  // batch behind a merge

  private TestSink<List<Integer>> startBatches(int size, Duration time) {
    TestSink<List<Integer>> lists = TestSink.named("lists");
    lists.requestAll();
    started = runtime.start(both().peek(arrived::add).batch(size, time).to(lists));
    return lists;
  }

  @Test
  void shouldCollectTheElementsOfAllSourcesInOneBatch() {
    TestSink<List<Integer>> lists = startBatches(3, Duration.ofHours(1));
    source.emit(1, 2);
    source.awaitTaken(1);
    timers.awaitTimer(Duration.ofHours(1));

    other.emit(10);

    assertThat(lists.next()).containsExactlyInAnyOrder(1, 2, 10);
    lists.expectNothing(A_MOMENT);
  }

  @Test
  void shouldCloseABatchAtTheTimeOfItsFirstElementOfAnySource() throws InterruptedException {
    TestSink<List<Integer>> lists = startBatches(10, Duration.ofSeconds(2));
    other.emit(10);
    timers.awaitTimer(Duration.ofSeconds(2));
    timers.advance(Duration.ofMillis(1_500));
    source.emit(1);
    assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo(10);
    assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
    timers.advance(Duration.ofMillis(499));
    lists.expectNothing(A_MOMENT);

    timers.advance(Duration.ofMillis(1));

    assertThat(lists.next()).containsExactly(10, 1);
    source.awaitAcknowledged(1);
    other.awaitAcknowledged(1);
  }

  @Test
  void shouldNotCloseABatchWhenOnlyOneOfTheSourcesEnds() {
    TestSink<List<Integer>> lists = startBatches(10, Duration.ofHours(1));
    other.emit(10);
    other.complete();
    timers.awaitTimer(Duration.ofHours(1));
    lists.expectNothing(A_MOMENT);

    source.emit(1);
    source.complete();

    assertThat(lists.next()).containsExactlyInAnyOrder(10, 1);
    lists.expectCommitted();
    job().await();
    assertThat(timers.delays()).isEmpty();
  }
}
