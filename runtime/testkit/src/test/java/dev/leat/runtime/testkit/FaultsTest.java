package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private static final List<Integer> NUMBERS = IntStream.range(0, 1_000).boxed().toList();

  private final LocalRuntime runtime = LocalRuntime.create();
  private final Faults faults = Faults.seeded(7);

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Integer> numbers() {
    return Pipeline.named("numbers").from(Sources.from(NUMBERS));
  }

  private List<Integer> spared() {
    return NUMBERS.stream().filter(number -> !faults.hits(number)).toList();
  }

  @Test
  void shouldHitAboutTheShare() {
    assertThat(NUMBERS).filteredOn(faults::hits).hasSizeBetween(60, 140);
  }

  @Test
  void shouldHitTheSameElementsForTheSameSeed() {
    assertThat(NUMBERS)
        .filteredOn(faults::hits)
        .isEqualTo(NUMBERS.stream().filter(Faults.seeded(7)::hits).toList())
        .isNotEqualTo(NUMBERS.stream().filter(Faults.seeded(8)::hits).toList());
  }

  @Test
  void shouldHitNothingOrEverything() {
    assertThat(NUMBERS).noneMatch(faults.share(0)::hits).allMatch(faults.share(1)::hits);
  }

  @Test
  void shouldFailElementsOfAnyStage() {
    Stage<Integer> stage =
        numbers()
            .cpu(
                "parse",
                faults.failing((Integer number) -> number),
                cpu -> cpu.onError(OnError.skip()));

    assertThat(runtime.collect(stage)).isEqualTo(spared());
  }

  @Test
  void shouldBreakThePromisesOfCalls() {
    Stage<Integer> stage =
        numbers()
            .io(
                "call",
                faults.rejecting((Integer number) -> CompletableFuture.completedFuture(number)),
                io -> io.onError(OnError.skip()));

    assertThat(runtime.collect(stage)).isEqualTo(spared());
  }

  @Test
  void shouldHitTheFirstAttemptsOnly() {
    Stage<Integer> stage =
        numbers()
            .coroutine(
                "wait",
                faults.attempts(2).failing((Integer number) -> number),
                co -> co.retry(Retry.immediately(3)));

    assertThat(runtime.collect(stage)).isEqualTo(NUMBERS);
  }

  @Test
  void shouldNotAnswer() {
    Stage<Integer> stage =
        numbers()
            .io(
                "call",
                faults.silent((Integer number) -> CompletableFuture.completedFuture(number)),
                io ->
                    io.concurrency(1_000).timeout(Duration.ofMillis(100)).onError(OnError.skip()));

    assertThat(runtime.collect(stage)).isEqualTo(spared());
  }

  @Test
  void shouldKillAStage() {
    Stage<Integer> stage = numbers().cpu("parse", faults.dying((Integer number) -> number));

    assertThatThrownBy(() -> runtime.collect(stage))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("'parse'")
        .hasRootCauseInstanceOf(InternalError.class);
  }

  @Test
  void shouldKeepTheThreadWaiting() {
    Stage<Integer> stage =
        numbers()
            .coroutine(
                "wait",
                faults.slow(Duration.ofSeconds(30), (Integer number) -> number),
                co ->
                    co.concurrency(1_000).timeout(Duration.ofMillis(100)).onError(OnError.skip()));

    assertThat(runtime.collect(stage)).isEqualTo(spared());
  }

  @Test
  void shouldAnswerLateByTheClockThatIsGiven() {
    ManualTimers clock = ManualTimers.seeded(1);
    TestSink<Integer> sink = TestSink.named("numbers");
    try (LocalRuntime slow = LocalRuntime.builder().timers(clock).build()) {
      Stage<Integer> one = Pipeline.named("one").from(Sources.of(1));
      slow.start(
          one.io(
                  "call",
                  faults
                      .share(1)
                      .late(
                          Duration.ofHours(1),
                          clock,
                          (Integer number) -> CompletableFuture.completedFuture(number)))
              .to(sink));
      sink.requestAll();

      clock.awaitTimer(Duration.ofHours(1));
      sink.expectNothing(Duration.ofMillis(20));
      clock.advance(Duration.ofHours(1));

      sink.expectNext(1);
      sink.expectCommitted();
    }
  }

  @Test
  void shouldSayWhichElementWasHitByWhichSeed() {
    assertThatThrownBy(() -> faults.share(1).failing(number -> number).apply(42))
        .isInstanceOf(InjectedFault.class)
        .hasMessage("injected by seed 7 for element 42");
  }

  @Test
  void shouldRefuseAShareThatIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> faults.share(1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> faults.share(Double.NaN));
  }
}
