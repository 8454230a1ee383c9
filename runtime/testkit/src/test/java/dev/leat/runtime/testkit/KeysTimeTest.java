package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Emission;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What aggregates that emit on the way and stages with a state for each key do at which time. */
@LeatTest
class KeysTimeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final int PEEK = 1;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration A_MOMENT = Duration.ofMillis(30);

  private final ManualTimers timers = ManualTimers.seeded(1);
  private final TestSource<Integer> source = TestSource.named("numbers");
  private final TestSink<String> sink = TestSink.named("sink");
  private @Nullable Job job;
  private long emitted;
  private final LocalRuntime runtime = LocalRuntime.builder().timers(timers).cores(2).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private Stage<Integer> numbers() {
    return Pipeline.named("timed").from(source).peek(x -> {});
  }

  private void start(Stage<String> stage) {
    sink.requestAll();
    job = runtime.start(stage.to(sink));
  }

  /** Emits numbers and waits until all stages behind the source have looked at them. */
  private void emit(Integer... numbers) {
    source.emit(numbers);
    emitted += numbers.length;
    Job running = Objects.requireNonNull(job, "not started");
    long end = System.nanoTime() + LIMIT.toNanos();
    // A stage counts when the stages behind it in its segment are through with the elements.
    while (running.stats().stages().get(PEEK).in() < emitted) {
      assertThat(System.nanoTime() - end).as("waiting for %d elements", emitted).isNegative();
      LockSupport.parkNanos(100_000);
    }
  }

  /** Counts the numbers of each last digit. */
  private Stage<String> counts(Emission emission) {
    return numbers()
        .byKey(
            x -> x % 10,
            lane -> lane.aggregate(Aggregators.count(), emission),
            (key, count) -> key + ":" + count);
  }

  private Stage<String> idleCounts(Duration expiry) {
    return numbers()
        .byKey(
            x -> x % 10,
            lane -> lane.aggregate(Aggregators.count()),
            (key, count) -> key + ":" + count,
            keys -> keys.expireAfter(expiry));
  }

  @Test
  void shouldEmitAnAggregateSoLongAfterItsFirstElement() {
    start(
        numbers()
            .aggregate(Aggregators.count(), Emission.every(TEN_SECONDS))
            .map(Object::toString));
    emit(1, 2);
    timers.awaitTimer(TEN_SECONDS);
    timers.advance(TEN_SECONDS.minusMillis(1));
    sink.expectNothing(A_MOMENT);

    timers.advance(Duration.ofMillis(1));

    sink.expectNext("2");
  }

  @Test
  void shouldEmitNothingForATimeWithoutElements() {
    start(numbers().aggregate(Aggregators.count(), Emission.every(SECOND)).map(Object::toString));
    emit(1);
    timers.awaitTimer(SECOND);
    timers.advance(SECOND);
    sink.expectNext("1");

    timers.advance(Duration.ofHours(1));

    sink.expectNothing(A_MOMENT);
    emit(2);
    timers.awaitTimer(SECOND);
    timers.advance(SECOND);
    sink.expectNext("1");
  }

  @Test
  void shouldEmitWhatIsLeftAtTheEndAndKeepNoTimer() {
    start(counts(Emission.every(TEN_SECONDS)));
    emit(1, 2, 11);
    timers.awaitTimer(TEN_SECONDS);

    source.complete();

    sink.expectNext("1:2", "2:1");
    sink.expectCommitted();
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldGiveEachKeyItsOwnTime() {
    start(counts(Emission.every(TEN_SECONDS)));
    emit(1);
    timers.awaitTimer(TEN_SECONDS);
    timers.advance(Duration.ofSeconds(4));
    emit(2, 11);
    timers.advance(Duration.ofSeconds(6));
    sink.expectNext("1:2");
    sink.expectNothing(A_MOMENT);

    timers.awaitTimer(Duration.ofSeconds(4));
    timers.advance(Duration.ofSeconds(4));

    sink.expectNext("2:1");
  }

  @Test
  void shouldBeginANewTimeForAKeyAfterItsResult() {
    start(counts(Emission.every(TEN_SECONDS)));
    emit(1);
    timers.awaitTimer(TEN_SECONDS);
    timers.advance(TEN_SECONDS);
    sink.expectNext("1:1");
    timers.advance(Duration.ofSeconds(7));

    emit(11, 21);
    timers.awaitTimer(TEN_SECONDS);
    timers.advance(TEN_SECONDS.minusMillis(1));
    sink.expectNothing(A_MOMENT);
    timers.advance(Duration.ofMillis(1));

    sink.expectNext("1:2");
  }

  @Test
  void shouldEmitWhatAKeyHasWhenItExpires() {
    start(idleCounts(TEN_SECONDS));
    emit(1);
    timers.awaitTimer(TEN_SECONDS);
    timers.advance(Duration.ofSeconds(9));
    emit(11);
    timers.advance(SECOND);
    sink.expectNothing(A_MOMENT);
    timers.awaitTimer(Duration.ofSeconds(9));

    timers.advance(Duration.ofSeconds(9));

    sink.expectNext("1:2");
  }

  @Test
  void shouldBeginAnewWithAKeyThatHasExpired() {
    start(stateful(keys -> keys.scan(() -> 0, Integer::sum)));
    emit(1, 11);
    sink.expectNext("1", "12");
    timers.advance(TEN_SECONDS.minusMillis(1));
    emit(21);
    sink.expectNext("33");

    timers.advance(TEN_SECONDS);
    emit(31);

    sink.expectNext("31");
  }

  @Test
  void shouldTakeAgainWhenAKeyHasExpired() {
    start(stateful(keys -> keys.take(1)));
    emit(1, 11);
    sink.expectNext("1");

    timers.advance(TEN_SECONDS);
    emit(21, 31);

    sink.expectNext("21");
    sink.expectNothing(A_MOMENT);
  }

  private Stage<String> stateful(UnaryOperator<Stage<Integer>> stage) {
    return numbers()
        .byKey(
            x -> x % 10,
            stage,
            (key, made) -> made.toString(),
            keys -> keys.expireAfter(TEN_SECONDS));
  }

  @Test
  void shouldCloseTheBatchOfEachKeyAtItsTime() {
    start(
        numbers()
            .byKey(
                x -> x % 10,
                lane -> lane.batch(100, TEN_SECONDS),
                (key, list) -> key + ":" + list));
    emit(1);
    timers.awaitTimer(TEN_SECONDS);
    timers.advance(SECOND);
    emit(2, 11);
    timers.advance(Duration.ofSeconds(9));
    sink.expectNext("1:[1, 11]");
    sink.expectNothing(A_MOMENT);
    timers.awaitTimer(SECOND);

    timers.advance(SECOND);

    sink.expectNext("2:[2]");
  }
}
