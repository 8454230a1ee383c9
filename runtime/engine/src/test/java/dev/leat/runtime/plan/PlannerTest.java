package dev.leat.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveListener;
import dev.leat.pipeline.connector.LiveSource;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlannerTest {

  private static final PlanSettings TWO_CORES = PlanSettings.defaults(2);

  /** A live source that is only planned. */
  private static final class Live implements LiveSource<String> {

    @Override
    public String describe() {
      return "live";
    }

    @Override
    public LiveListener listen(ConnectorContext context, LaneAcceptor<String> lanes) {
      throw new AssertionError("planning does not listen");
    }
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 100));
  }

  private static Plan plan(Pipeline pipeline) {
    return Planner.plan(pipeline, TWO_CORES);
  }

  private static List<String> segments(Pipeline pipeline) {
    return Plans.segments(plan(pipeline));
  }

  @Test
  void shouldRunCheapStagesAndSinkOnTheThreadThatFetches() {
    Plan plan = plan(numbers().map(n -> n + 1).take(3).to(Sinks.discard()));

    assertThat(Plans.segments(plan))
        .containsExactly("fetch from", "upstream: from/SPLIT map take to");
    assertThat(Plans.edges(plan)).containsExactly("0>1 from>from 2");
  }

  @Test
  void shouldGiveASinkBehindALiveSourceAThreadSoThatItDoesNotWriteOnTheEventLoop() {
    Plan plan = plan(Pipeline.named("p").from("live", new Live()).map(n -> n).to(Sinks.discard()));

    assertThat(Plans.segments(plan)).containsExactly("fetch live", "thread: live/SPLIT map to");
  }

  @Test
  void shouldDivideBlocksInParallelWhenTheyAreComputedOn() {
    Plan plan =
        plan(
            numbers()
                .map(n -> n + 1)
                .cpu("compute", n -> n)
                .filter(n -> n > 1)
                .to(Sinks.discard()));

    assertThat(Plans.segments(plan))
        .containsExactly(
            "fetch from", "parallel 2 ordered: from/SPLIT map compute filter", "thread: to");
    assertThat(Plans.edges(plan)).containsExactly("0>1 from>from 6", "1>2 filter>to 16384");
  }

  @Test
  void shouldGiveCallsASegmentOfTheirOwn() {
    Plan plan =
        plan(
            numbers()
                .io("ask", CompletableFuture::completedFuture)
                .coroutine("wait", n -> n)
                .map(n -> n)
                .ioMany("many", n -> subscriber -> {})
                .to(Sinks.discard()));

    assertThat(Plans.segments(plan))
        .containsExactly(
            "fetch from",
            "upstream: from/SPLIT",
            "calls EVENT_LOOP ask",
            "calls VIRTUAL_THREADS wait",
            "upstream: map",
            "calls EVENT_LOOP_MANY many",
            "thread: to");
    assertThat(Plans.edges(plan))
        .containsExactly(
            "0>1 from>from 2",
            "1>2 from>ask 16384",
            "2>3 ask>wait 16384",
            "3>4 wait>map 1024",
            "4>5 map>many 16384",
            "5>6 many>to 16384");
  }

  @Test
  void shouldBeginAParallelSegmentWithTheCheapStagesBeforeTheOneThatComputes() {
    assertThat(
            segments(
                numbers()
                    .skip(1)
                    .map(n -> n)
                    .filter(n -> n > 0)
                    .cpu("one", n -> n, cpu -> cpu.parallelism(3))
                    .take(5)
                    .cpu("two", n -> n)
                    .to(Sinks.discard())))
        .containsExactly(
            "fetch from",
            "upstream: from/SPLIT skip",
            "parallel 3 ordered: map filter one",
            "upstream: take",
            "parallel 2 ordered: two",
            "thread: to");
  }

  @Test
  void shouldBeginAParallelSegmentAfterCalls() {
    assertThat(
            segments(
                numbers()
                    .coroutine("wait", n -> n)
                    .map(n -> n)
                    .cpu("compute", n -> n, cpu -> cpu.unordered())
                    .to(Sinks.discard())))
        .containsExactly(
            "fetch from",
            "upstream: from/SPLIT",
            "calls VIRTUAL_THREADS wait",
            "parallel 2 unordered: map compute",
            "thread: to");
  }

  @Test
  void shouldShareASegmentOnlyWithTheSameParallelismAndOrder() {
    assertThat(
            segments(
                numbers()
                    .cpu("a", n -> n)
                    .cpu("b", n -> n, cpu -> cpu.parallelism(2))
                    .cpu("c", n -> n, cpu -> cpu.parallelism(1))
                    .cpu("d", n -> n, cpu -> cpu.parallelism(1).unordered())
                    .to(Sinks.discard())))
        .containsExactly(
            "fetch from",
            "parallel 2 ordered: from/SPLIT a b",
            "parallel 1 ordered: c",
            "parallel 1 unordered: d",
            "thread: to");
  }

  @Test
  void shouldDivideTheWorkOfAnAggregateAfterAParallelSegment() {
    Plan plan =
        plan(
            numbers()
                .cpu("compute", n -> n)
                .aggregate(Aggregators.count())
                .map(n -> n)
                .to(Sinks.discard()));

    assertThat(Plans.segments(plan))
        .containsExactly(
            "fetch from",
            "parallel 2 ordered: from/SPLIT compute aggregate/PARTIAL",
            "thread: aggregate/FINAL map to");
    assertThat(Plans.edges(plan))
        .containsExactly("0>1 from>from 6", "1>2 aggregate>aggregate 16384");
  }

  @Test
  void shouldKeepAnAggregateWholeInASequentialSegment() {
    assertThat(segments(numbers().aggregate(Aggregators.count()).to(Sinks.discard())))
        .containsExactly("fetch from", "upstream: from/SPLIT aggregate to");
    assertThat(
            segments(
                numbers()
                    .coroutine("wait", n -> n)
                    .aggregate(Aggregators.count())
                    .to(Sinks.discard())))
        .endsWith("thread: aggregate to");
  }

  @Test
  void shouldLetBranchesFormATreeAndGiveTheirSinksThreads() {
    Plan plan =
        plan(
            numbers()
                .map(n -> n)
                .broadcast(
                    all -> all.filter(n -> n > 1).to("left", Sinks.discard()),
                    all -> all.to("right", Sinks.discard())));

    assertThat(Plans.segments(plan))
        .containsExactly(
            "fetch from", "upstream: from/SPLIT map filter", "thread: left", "thread: right");
    assertThat(Plans.edges(plan))
        .containsExactly("0>1 from>from 2", "1>3 map>right 16384", "1>2 filter>left 16384");
  }

  @Test
  void shouldSendTheResultsOfCallsToEveryBranch() {
    Plan plan =
        plan(
            numbers()
                .coroutine("wait", n -> n)
                .broadcast(
                    all -> all.take(1).to("left", Sinks.discard()),
                    all -> all.to("right", Sinks.discard())));

    assertThat(Plans.edges(plan))
        .containsExactly(
            "0>1 from>from 2",
            "1>2 from>wait 16384",
            "2>3 wait>take 16384",
            "2>4 wait>right 16384");
  }

  @Test
  void shouldGiveADeadLetterSinkOneThreadForAllThatWriteToIt() {
    Sink<DeadLetter> letters = Sinks.discard();
    Plan plan =
        plan(
            numbers()
                .cpu("a", n -> n, cpu -> cpu.onError(OnError.deadLetters(letters)))
                .coroutine("b", n -> n, co -> co.onError(OnError.deadLetters(letters)))
                .to(Sinks.discard()));

    assertThat(Plans.segments(plan))
        .containsExactly(
            "fetch from",
            "parallel 2 ordered: from/SPLIT a",
            "calls VIRTUAL_THREADS b",
            "thread: to",
            "thread: dead letters of a");
    assertThat(Plans.edges(plan))
        .contains("1>4 a>dead letters of a dead 16384", "2>4 b>dead letters of a dead 16384");
  }

  @Test
  void shouldKeepTheOrderOfABranchThatNeedsItBesideOneThatDoesNot() {
    assertThat(
            segments(
                numbers()
                    .broadcast(
                        all -> all.cpu("a", n -> n, cpu -> cpu.unordered()).to(Sinks.discard()),
                        all -> all.take(1).to(Sinks.discard()))))
        .containsExactly(
            "fetch from",
            "parallel 2 ordered: from/SPLIT",
            "parallel 2 unordered: a",
            "thread: to",
            "thread: take to");
  }

  @Test
  void shouldLoseTheOrderOfTheSourceWhenNobodyNeedsIt() {
    assertThat(
            segments(
                numbers().cpu("a", n -> n, cpu -> cpu.unordered()).map(n -> n).to(Sinks.discard())))
        .containsExactly("fetch from", "parallel 2 unordered: from/SPLIT a map", "thread: to");
  }

  @Test
  void shouldPlanInlineAlikeWithoutParallelism() {
    Pipeline pipeline =
        numbers().cpu("a", n -> n).cpu("b", n -> n, cpu -> cpu.parallelism(3)).to(Sinks.discard());

    Plan plan =
        Planner.plan(
            pipeline,
            new PlanSettings(2, 1_024, 1_024, 16_384, true, PlanSettings.SPECIALIZE_AFTER, false));

    assertThat(Plans.segments(plan))
        .containsExactly(
            "fetch from",
            "parallel 1 ordered: from/SPLIT a",
            "parallel 1 ordered: b",
            "thread: to");
  }

  @Test
  void shouldRefuseAnAggregateThatNeverEnds() {
    Stage<Integer> endless =
        Pipeline.named("p")
            .from("ticks", Sources.endless(() -> Stream.iterate(0, n -> n + 1).iterator()));
    Pipeline pipeline = endless.map(n -> n).aggregate(Aggregators.count()).to(Sinks.discard());

    assertThatThrownBy(() -> plan(pipeline))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContainingAll(
            "stage 'aggregate@PlannerTest.java:",
            "pipeline 'p'",
            "stage 'ticks' (PlannerTest.java:",
            "never ends by itself",
            "take(n)",
            "takeWhile");
  }

  @Test
  void shouldAcceptAnAggregateOfTheBeginningOfAnEndlessSource() {
    Stage<Integer> endless =
        Pipeline.named("p").from(Sources.endless(() -> Stream.iterate(0, n -> n + 1).iterator()));

    assertThat(segments(endless.take(3).aggregate(Aggregators.count()).to(Sinks.discard())))
        .containsExactly("fetch from", "upstream: from/SPLIT take aggregate to");
    assertThat(segments(endless.batch(3, Duration.ofSeconds(1)).to(Sinks.discard())))
        .containsExactly("fetch from", "upstream: from/SPLIT batch to");
  }

  @Test
  void shouldPlanLongChains() {
    Stage<Long> chain = numbers();
    for (int i = 0; i < 10_000; i++) {
      chain = chain.map(n -> n + 1);
    }

    Plan plan = plan(chain.cpu("compute", n -> n).to(Sinks.discard()));

    assertThat(plan.segments()).hasSize(3);
    assertThat(plan.segments().get(1).stages()).hasSize(10_002);
  }
}
