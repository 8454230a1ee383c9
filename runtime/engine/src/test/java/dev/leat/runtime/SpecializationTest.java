package dev.leat.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.pipeline.Aggregator;
import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.StageStats;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments that go on with operators of their own in the middle of a job. */
class SpecializationTest {

  private static final long ELEMENTS = 20_000;

  private static LocalRuntime after(long elements) {
    return builder(elements).build();
  }

  private static LocalRuntimeBuilder builder(long after) {
    return LocalRuntime.builder().cores(2).chunkElements(64).specializeAfter(after);
  }

  static Stream<Named<UnaryOperator<Stage<Long>>>> stages() {
    return Stream.of(
        Named.of("map", stage -> stage.map(n -> 3 * n)),
        Named.of("filter", stage -> stage.filter(n -> n % 3 == 0)),
        Named.of("filters", SpecializationTest::filters),
        Named.of("flatMap", stage -> stage.flatMap(n -> List.of(n, -n))),
        Named.of("peek", stage -> stage.peek(n -> {})),
        Named.of("take", stage -> stage.take(ELEMENTS / 2)),
        Named.of("takeWhile", stage -> stage.takeWhile(n -> n < ELEMENTS / 2)),
        Named.of("skip", stage -> stage.skip(ELEMENTS / 2)),
        Named.of("scan", stage -> stage.scan(() -> 0L, Long::sum)),
        Named.of("sum", stage -> stage.aggregate(Aggregators.sumLong(n -> n))),
        Named.of(
            "sum of nothing",
            stage -> stage.filter(n -> n < 0).aggregate(Aggregators.sumLong(n -> n))),
        Named.of(
            "sum behind flatMap",
            stage ->
                stage
                    .filter(n -> n % 3 == 0)
                    .flatMap(n -> List.of(n, -n, n))
                    .filter(n -> n % 2 == 0)
                    .aggregate(Aggregators.sumLong(n -> n))),
        Named.of(
            "chain",
            stage ->
                stage
                    .filter(n -> n % 3 == 0)
                    .flatMap(n -> List.of(n, -n))
                    .peek(n -> {})
                    .map(n -> n + 1)),
        Named.of("cpu", stage -> stage.cpu("cpu", n -> n + 1).skip(7)),
        Named.of(
            "sum in workers",
            stage -> stage.cpu("cpu", n -> n + 1).aggregate(Aggregators.sumLong(n -> n))),
        Named.of("batch", stage -> stage.batch(7, Duration.ofHours(1)).map(list -> list.get(0))));
  }

  /** More than can be counted in one long. */
  private static Stage<Long> filters(Stage<Long> stage) {
    Stage<Long> last = stage;
    for (int divisor = 2; divisor < 9; divisor++) {
      long rest = divisor;
      last = last.filter(n -> n % 17 != rest);
    }
    return last;
  }

  @ParameterizedTest
  @MethodSource("stages")
  void shouldGoOnWhereTheSharedOperatorsWere(UnaryOperator<Stage<Long>> stage) {
    List<Long> expected = result(stage, Long.MAX_VALUE);

    for (long after : List.of(0L, 1L, 100L, ELEMENTS / 2 + 1)) {
      assertThat(result(stage, after)).as("after %d elements", after).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("stages")
  void shouldGoOnInAFixedChainWhereTheOthersWere(UnaryOperator<Stage<Long>> stage) {
    List<Long> expected = result(stage, Long.MAX_VALUE);

    for (long after : List.of(0L, 100L, ELEMENTS / 2 + 1)) {
      LocalRuntimeBuilder untried = builder(after).fixUntried();
      assertThat(result(stage, untried)).as("after %d elements", after).isEqualTo(expected);
    }
  }

  private static List<Long> result(UnaryOperator<Stage<Long>> stage, long after) {
    return result(stage, builder(after));
  }

  private static List<Long> result(UnaryOperator<Stage<Long>> stage, LocalRuntimeBuilder builder) {
    try (LocalRuntime runtime = builder.build()) {
      Stage<Long> numbers = Pipeline.named("numbers").from(Sources.range(0, ELEMENTS));
      return runtime.collect(stage.apply(numbers.map(n -> n)));
    }
  }

  @ParameterizedTest
  @MethodSource("stages")
  void shouldDoTheSameInEveryJobThatTheOperatorsServe(UnaryOperator<Stage<Long>> stage) {
    List<Long> expected = result(stage, Long.MAX_VALUE);
    Stage<Long> numbers = Pipeline.named("numbers").from(Sources.range(0, ELEMENTS));
    Stage<Long> all = stage.apply(numbers.map(n -> n));

    try (LocalRuntime runtime = after(0)) {
      for (int job = 0; job < 4; job++) {
        assertThat(runtime.collect(all)).as("job %d", job).isEqualTo(expected);
      }
    }
  }

  @Test
  void shouldServeJobsThatRunAtTheSameTime() {
    Stage<Long> sum =
        Pipeline.named("numbers")
            .from(Sources.range(0, ELEMENTS))
            .map(n -> 2 * n)
            .aggregate(Aggregators.sumLong(n -> n));
    try (LocalRuntime runtime = after(0)) {
      List<Long> sums =
          IntStream.range(0, 12)
              .parallel()
              .mapToObj(job -> runtime.collect(sum).getFirst())
              .toList();

      assertThat(sums).hasSize(12).containsOnly(ELEMENTS * (ELEMENTS - 1));
    }
  }

  @Test
  void shouldWorkAgainAfterAJobThatFailed() {
    AtomicLong fails = new AtomicLong(ELEMENTS - 2);
    Stage<Long> sum =
        Pipeline.named("fails once")
            .from(Sources.range(0, ELEMENTS))
            .map(n -> {
              if (fails.compareAndSet(n, -1)) {
                throw new IllegalStateException("late");
              }
              return n;
            })
            .aggregate(Aggregators.sumLong(n -> n));
    try (LocalRuntime runtime = after(0)) {
      StageException error = catchThrowableOfType(StageException.class, () -> runtime.collect(sum));

      assertThat(error.position().line()).isEqualTo(ELEMENTS - 1);
      assertThat(runtime.collect(sum)).containsExactly(ELEMENTS * (ELEMENTS - 1) / 2);
    }
  }

  @Test
  void shouldCountTheElementsOfEachJobForItself() {
    Pipeline counted =
        Pipeline.named("counted")
            .from(Sources.range(0, ELEMENTS))
            .map(n -> n)
            .filter(n -> n % 2 == 0)
            .to(Sinks.discard());
    try (LocalRuntime runtime = after(0)) {
      for (int run = 0; run < 3; run++) {
        Job job = runtime.start(counted);
        job.await();

        assertThat(job.stats().stages())
            .extracting(StageStats::out)
            .containsExactly(ELEMENTS, ELEMENTS, ELEMENTS / 2, ELEMENTS / 2);
      }
    }
  }

  @Test
  void shouldCountEveryElementOnce() {
    try (LocalRuntime runtime = after(1_000)) {
      Job job =
          runtime.start(
              Pipeline.named("counted")
                  .from(Sources.range(0, ELEMENTS))
                  .map(n -> n)
                  .filter(n -> n % 2 == 0)
                  .peek(n -> {})
                  .to(Sinks.discard()));
      job.await();

      List<StageStats> stages = job.stats().stages();
      assertThat(stages)
          .extracting(StageStats::in)
          .containsExactly(ELEMENTS, ELEMENTS, ELEMENTS, ELEMENTS / 2, ELEMENTS / 2);
      assertThat(stages)
          .extracting(StageStats::out)
          .containsExactly(ELEMENTS, ELEMENTS, ELEMENTS / 2, ELEMENTS / 2, ELEMENTS / 2);
    }
  }

  @Test
  void shouldCountWhatEachOfManyFiltersKeeps() {
    try (LocalRuntime runtime = after(1_000)) {
      Stage<Long> kept = filters(Pipeline.named("kept").from(Sources.range(0, 17 * 1_000)));
      Job job = runtime.start(kept.aggregate(Aggregators.sumLong(n -> n)).to(Sinks.discard()));
      job.await();

      assertThat(job.stats().stages())
          .extracting(StageStats::out)
          .containsExactly(
              17_000L, 16_000L, 15_000L, 14_000L, 13_000L, 12_000L, 11_000L, 10_000L, 1L, 1L);
    }
  }

  @ParameterizedTest
  @MethodSource("lastElements")
  void shouldSayWhichElementFailedInALoopThatHoldsNoBoxes(Object last) {
    List<Object> elements = new ArrayList<>(Collections.nCopies((int) ELEMENTS, "other"));
    elements.add(last);
    Stage<Object> source = Pipeline.named("failing").from(Sources.of(elements.toArray()));

    assertThat(failure(source.map(element -> failsUnless(element, "other"))).element())
        .isEqualTo(last.toString());
  }

  private static StageException failure(Stage<?> stage) {
    try (LocalRuntime runtime = after(0)) {
      return catchThrowableOfType(StageException.class, () -> runtime.collect(stage));
    }
  }

  static Stream<Object> lastElements() {
    return Stream.of(-7L, 1L << 40, -7, Integer.MAX_VALUE, -0.0, Double.NaN, 7f, "text");
  }

  private static Object failsUnless(Object element, Object good) {
    if (!element.equals(good)) {
      throw new IllegalStateException("bad");
    }
    return element;
  }

  @Test
  void shouldSayThatAScalarAggregatorReturnsAnotherAccumulator() {
    assertSumFails(new Scalar(false, true))
        .hasRootCauseMessage(
            "the aggregator says that it is scalar(), but add returned another accumulator");
  }

  @Test
  void shouldSayWhyTheSumsOfStridesCannotBeCombined() {
    assertSumFails(new Scalar(true, false)).hasRootCauseMessage("cannot be combined");
  }

  private static AbstractThrowableAssert<?, ?> assertSumFails(Aggregator<Long, ?, Long> sum) {
    try (LocalRuntime runtime = after(0)) {
      Stage<Long> numbers = Pipeline.named("failing").from(Sources.range(0, ELEMENTS));

      return assertThatThrownBy(() -> runtime.collect(numbers.aggregate(sum)))
          .hasMessageContaining("stage 'aggregate@SpecializationTest.java:");
    }
  }

  /** A sum that says that it is scalar. */
  private record Scalar(boolean returnsTheSame, boolean combines)
      implements Aggregator<Long, long[], Long> {

    @Override
    public long[] create() {
      return new long[1];
    }

    @Override
    public long[] add(long[] accumulator, Long element) {
      accumulator[0] += element;
      return returnsTheSame ? accumulator : accumulator.clone();
    }

    @Override
    public long[] combine(long[] left, long[] right) {
      if (!combines) {
        throw new IllegalStateException("cannot be combined");
      }
      left[0] += right[0];
      return left;
    }

    @Override
    public Long finish(long[] accumulator) {
      return accumulator[0];
    }

    @Override
    public boolean ordered() {
      return false;
    }

    @Override
    public boolean scalar() {
      return true;
    }
  }

  @Test
  void shouldNameStageAndPositionAndShowTheFrameOfTheUserFirst() {
    StageException error =
        failure(
            Pipeline.named("failing")
                .from(Sources.range(0, ELEMENTS))
                .map(SpecializationTest::failsLate));

    assertThat(error)
        .hasMessageContaining("stage 'map@SpecializationTest.java:")
        .hasMessageContaining("pipeline 'failing'");
    assertThat(requireNonNull(error.getCause()).getStackTrace()[0].getMethodName())
        .isEqualTo("failsLate");
    assertThat(error.position().line()).isEqualTo(ELEMENTS - 1);
  }

  private static Long failsLate(Long n) {
    if (n == ELEMENTS - 2) {
      throw new IllegalStateException("late");
    }
    return n;
  }

  @Test
  void shouldStopInTheMiddleOfABlock() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    try (LocalRuntime runtime = after(0)) {
      Job job =
          runtime.start(
              Pipeline.named("endless")
                  .from(Sources.range(0, Long.MAX_VALUE))
                  .filter(n -> n < 0)
                  .peek(n -> {})
                  .to(Sinks.discard()));
      Job slow =
          runtime.start(
              Pipeline.named("slow")
                  .from(Sources.range(0, Long.MAX_VALUE))
                  .cpu(
                      "waits",
                      n -> {
                        begun.countDown();
                        return LongStream.range(0, 100_000).sum() + n;
                      })
                  .to(Sinks.discard()));
      begun.await();

      job.cancel();
      slow.cancel();

      assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
      assertThat(slow.state()).isEqualTo(Job.State.CANCELLED);
    }
  }

  /** Which elements a function has seen, and a place where it waits in the middle of a chunk. */
  private static final class Halt {

    private static final long AT = ELEMENTS / 2;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicLong after = new AtomicLong();

    Long pass(Long n) throws InterruptedException {
      if (n == AT) {
        reached.countDown();
        go.await();
      } else if (n > AT) {
        after.incrementAndGet();
      }
      return n;
    }
  }

  private static LocalRuntime afterFew() {
    return LocalRuntime.builder().cores(1).specializeAfter(100).build();
  }

  @Test
  void shouldCallNoFunctionAfterTheElementInWhichItIsCancelled() throws Exception {
    Halt halt = new Halt();
    try (LocalRuntime runtime = afterFew()) {
      Job job =
          runtime.start(
              Pipeline.named("p")
                  .from(Sources.range(0, ELEMENTS))
                  .map(n -> n)
                  .each("halt", halt::pass)
                  .to(Sinks.discard()));
      halt.reached.await();
      CompletableFuture<Void> cancelled = CompletableFuture.runAsync(job::cancel);
      while (job.state() == Job.State.RUNNING) {
        Waits.pause();
      }

      halt.go.countDown();

      cancelled.join();
      assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
      assertThat(halt.after.get()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void shouldDeliverWhatWasFetchedWhenItIsDrainedInTheMiddleOfAChunk() throws Exception {
    Halt halt = new Halt();
    ProbeSink<Long> sink = new ProbeSink<>();
    try (LocalRuntime runtime = afterFew()) {
      Job job =
          runtime.start(
              Pipeline.named("p")
                  .from(Sources.range(0, Long.MAX_VALUE))
                  .map(n -> n)
                  .map(halt::pass)
                  .to(sink));
      halt.reached.await();
      CompletableFuture<Void> drained =
          CompletableFuture.runAsync(() -> job.drain(Duration.ofSeconds(30)));
      while (job.state() == Job.State.RUNNING) {
        Waits.pause();
      }

      halt.go.countDown();

      drained.join();
      long delivered = sink.elements().size();
      assertThat(delivered).isGreaterThan(Halt.AT);
      assertThat(sink.elements())
          .containsExactlyElementsOf(LongStream.range(0, delivered).boxed().toList());
    }
  }

  @Test
  void shouldSendDeadLettersWithTheirPositionsBeforeAndAfter() {
    ProbeSink<DeadLetter> letters = new ProbeSink<>();
    List<Long> lost = List.of(50L, ELEMENTS / 2, ELEMENTS - 1);
    try (LocalRuntime runtime = after(100)) {
      List<Long> kept =
          runtime.collect(
              Pipeline.named("p")
                  .from(Sources.range(0, ELEMENTS))
                  .cpu(
                      "fails",
                      n -> {
                        if (lost.contains(n)) {
                          throw new IllegalArgumentException("no");
                        }
                        return n;
                      },
                      cpu -> cpu.onError(OnError.deadLetters(letters))));

      assertThat(kept).hasSize((int) ELEMENTS - 3);
      assertThat(letters.elements())
          .extracting(letter -> letter.position().line())
          .containsExactlyElementsOf(lost.stream().map(n -> n + 1).toList());
    }
  }
}
