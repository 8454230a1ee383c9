package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.pipeline.graph.CallPolicy;
import dev.leat.pipeline.graph.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;

class StageTest {

  private static final Stage<String> STAGE = Pipeline.named("p").from(Sources.of("a", "b"));

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(() -> Pipeline.named(" "), "the pipeline at", "a name that is not blank"),
        mistake(() -> STAGE.cpu("", s -> s), "the stage at", "a name that is not blank"),
        mistake(() -> STAGE.take(-1), "take at", "a count of at least 0, not -1"),
        mistake(() -> STAGE.skip(-2), "skip at", "a count of at least 0, not -2"),
        mistake(() -> STAGE.batch(0, Duration.ofSeconds(1)), "batch at", "at least 1 element"),
        mistake(
            () -> STAGE.batch(1, Duration.ZERO), "batch at", "longer than zero, not 1 and PT0S"),
        mistake(() -> STAGE.broadcast(), "broadcast at", "at least one branch"),
        mistake(
            () ->
                STAGE.broadcast(all -> Pipeline.named("q").from(Sources.of(1)).to(Sinks.discard())),
            "broadcast at",
            "ends the other pipeline 'q' instead of its own argument"),
        mistake(
            () -> io(io -> io.concurrency(0)), "stage 'call' (", "concurrency must be from 1 to"),
        mistake(
            () -> io(io -> io.concurrency(8).reorderWindow(4)),
            "stage 'call' (",
            "a reorder window of 4 is smaller than the concurrency of 8",
            "unordered()"),
        mistake(
            () -> io(io -> io.reorderWindow(0)), "stage 'call' (", "reorderWindow must be from 1"),
        mistake(
            () -> io(io -> io.timeout(Duration.ZERO)),
            "stage 'call' (",
            "timeout must be longer than zero"),
        mistake(
            () -> io(io -> io.timeout(Duration.ofSeconds(2)).deadline(Duration.ofSeconds(1))),
            "stage 'call' (",
            "the deadline of PT1S",
            "shorter than the timeout of PT2S",
            "make the deadline longer"),
        mistake(
            () -> io(io -> io.retry(Retry.immediately(0))),
            "stage 'call' (",
            "attempts counts the first one too"),
        mistake(StageTest::retriedIoMany, "stage 'many' (", "ioMany cannot retry", "use io(...)"),
        mistake(
            () -> STAGE.coroutine("co", s -> s, co -> co.concurrency(-1)),
            "stage 'co' (",
            "concurrency must be from 1 to"),
        mistake(
            () -> STAGE.cpu("work", s -> s, cpu -> cpu.parallelism(0)),
            "stage 'work' (",
            "parallelism must be at least 1, not 0"),
        mistake(
            () -> STAGE.cpu("work", s -> s, StageTest::none),
            "stage 'work' (",
            "the options became null"));
  }

  private static Arguments mistake(ThrowingCallable code, String... message) {
    return Arguments.of(code, List.of(message));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void shouldReportMistakesWithTheirPlaceAndTheirCure(ThrowingCallable code, List<String> message) {
    assertThatThrownBy(code)
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContainingAll(message.toArray(CharSequence[]::new))
        .hasMessageContaining("StageTest.java:");
  }

  private static Stage<String> io(UnaryOperator<IoOptions> options) {
    return STAGE.io("call", CompletableFuture::completedFuture, options);
  }

  private static void retriedIoMany() {
    Publisher<String> never = subscriber -> {};
    STAGE.ioMany("many", s -> never, io -> io.retry(Retry.immediately(2)));
  }

  @SuppressWarnings("NullAway") // what a user without a checker may do
  private static CpuOptions none(CpuOptions options) {
    return null;
  }

  @Test
  void shouldNotLimitTheWindowOfAnUnorderedStage() {
    Stage<String> stage = io(io -> io.unordered().concurrency(8).reorderWindow(4));

    assertThat(policy(stage).ordered()).isFalse();
  }

  @Test
  void shouldCarryAllOptionsIntoTheGraph() {
    Retry retry = Retry.backoff(3, Duration.ofMillis(50));
    Stage<String> stage =
        io(io ->
            io.concurrency(4)
                .unordered()
                .reorderWindow(9)
                .timeout(Duration.ofSeconds(1))
                .deadline(Duration.ofSeconds(9))
                .retry(retry)
                .onError(OnError.skip()));

    assertThat(policy(stage))
        .isEqualTo(
            new CallPolicy(
                4,
                false,
                null,
                9,
                Duration.ofSeconds(1),
                Duration.ofSeconds(9),
                retry,
                OnError.skip()));
  }

  @Test
  void shouldHaveTheDocumentedDefaults() {
    CallPolicy policy = policy(io(UnaryOperator.identity()));

    assertThat(policy.concurrency()).isEqualTo(256);
    assertThat(policy.window()).isEqualTo(16 * 256);
    assertThat(policy.ordered()).isTrue();
    assertThat(policy.timeout()).isNull();
    assertThat(policy.deadline()).isNull();
    assertThat(policy.retry().attempts()).isEqualTo(1);
    assertThat(policy.onError()).isEqualTo(OnError.fail());
    assertThat(CpuOptions.defaults().parallelism()).isZero();
    assertThat(CpuOptions.defaults().ordered()).isTrue();
  }

  @Test
  void shouldLeaveOptionsAsTheyAre() {
    IoOptions defaults = IoOptions.defaults();
    CpuOptions cpu = CpuOptions.defaults();

    assertThat(defaults.concurrency(1).policy()).isNotEqualTo(defaults.policy());
    assertThat(cpu.parallelism(2).unordered().onError(OnError.skip()).parallelism()).isEqualTo(2);
    assertThat(defaults.policy()).isEqualTo(CallPolicy.DEFAULTS);
    assertThat(cpu.parallelism()).isZero();
  }

  private static CallPolicy policy(Stage<?> stage) {
    Operation operation = stage.to(Sinks.discard()).graph().stage(1).operation();
    return ((Operation.Io) operation).policy();
  }

  @Test
  void shouldRefuseADeadLetterSinkThatIsMissing() {
    assertThatThrownBy(StageTest::deadLettersToNowhere).isInstanceOf(NullPointerException.class);
  }

  @SuppressWarnings("NullAway") // what a user without a checker may do
  private static void deadLettersToNowhere() {
    OnError.deadLetters(null);
  }

  @Test
  void shouldEndWithAPieceThatEndsThePipeline() {
    Pipeline pipeline = STAGE.via(stage -> stage.to(Sinks.discard()));

    assertThat(pipeline.name()).isEqualTo("p");
    assertThat(pipeline.toString()).isEqualTo("pipeline 'p' of 2 stages");
  }
}
