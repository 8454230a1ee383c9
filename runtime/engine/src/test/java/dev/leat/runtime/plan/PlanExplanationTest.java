package dev.leat.runtime.plan;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Finding;
import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageStats;
import dev.leat.pipeline.WorkerStats;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.SegmentFigures.Flow;
import dev.leat.runtime.plan.SegmentFigures.Queue;
import dev.leat.runtime.plan.SegmentFigures.Threads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlanExplanationTest {

  private static Pipeline small() {
    return Pipeline.named("small")
        .from("numbers", Sources.range(0, 100))
        .take(10)
        .to("out", Sinks.discard());
  }

  private static Pipeline large() {
    return Pipeline.named("large")
        .from("numbers", Sources.range(0, 100))
        .cpu("parse", n -> n, cpu -> cpu.parallelism(3))
        .broadcast(
            all ->
                all.filter(n -> n > 1)
                    .io(
                        "locate",
                        CompletableFuture::completedFuture,
                        io ->
                            io.concurrency(64)
                                .timeout(ofSeconds(2))
                                .retry(Retry.backoff(3, ofMillis(50)))
                                .onError(OnError.deadLetters(Sinks.discard())))
                    .coroutine("owner", n -> n)
                    .to("errors", Sinks.discard()),
            all -> all.aggregate(Aggregators.count()).to("summary", Sinks.discard()));
  }

  private static Explanation explain(Pipeline pipeline) {
    return PlanExplanation.of(Planner.plan(pipeline, PlanSettings.defaults(2)));
  }

  /** Without the lines of this file, which change with every edit. */
  private static String withoutLines(String text) {
    return text.replaceAll("\\.java:\\d+", ".java:n").replaceAll("\"line\":\\d+", "\"line\":1");
  }

  @Test
  void shouldExplainAPipelineOnOneThread() {
    assertThat(withoutLines(explain(small()).text()))
        .isEqualTo(
            """
            pipeline 'small': 3 stages, 2 segments, 1 edge, 2 cores

            segment 0: source thread, one for each lane, may block
              from      numbers@PlanExplanationTest.java:n, fetches blocks
                        reads range 0..100, ends by itself, on error fail
              => segment 1: at most 2 blocks

            segment 1: on the thread of its upstream
              from      numbers@PlanExplanationTest.java:n, divides blocks
              take      take@PlanExplanationTest.java:n
                        count 10
              to        out@PlanExplanationTest.java:n
                        writes discard

            memory    at worst 1,024 elements, size unknown, and 3 blocks of each lane
            latency   no hand-over between threads
            threads   1 for each lane of 1 source
            """);
  }

  @Test
  void shouldExplainAllModels() {
    assertThat(withoutLines(explain(large()).text()))
        .isEqualTo(
            """
            pipeline 'large': 9 stages, 7 segments, 6 edges, 2 cores

            segment 0: source thread, one for each lane, may block
              from      numbers@PlanExplanationTest.java:n, fetches blocks
                        reads range 0..100, ends by itself, on error fail
              => segment 1: at most 8 blocks

            segment 1: parallel scheduler, 2 of 2 cores, order kept
              from      numbers@PlanExplanationTest.java:n, divides blocks
              cpu       parse@PlanExplanationTest.java:n
                        parallelism 3, order kept, on error fail
              filter    filter@PlanExplanationTest.java:n
              aggregate aggregate@PlanExplanationTest.java:n, fills accumulators
                        emits at the end, in any order
              => segment 2 from 'filter@PlanExplanationTest.java:n': at most 16,384 elements, 4 MiB where their
                 size is known
              => segment 5 from 'aggregate@PlanExplanationTest.java:n': at most 16,384 elements, 4 MiB where
                 their size is known

            segment 2: event loop
              io        locate@PlanExplanationTest.java:n
                        concurrency 64, order kept, window 1,024, timeout 2 s, deadline none, retry 3 attempts,
                        first pause 50 ms, on error dead letters
              => segment 3 from 'locate': at most 16,384 elements, 4 MiB where their size is known
              => segment 6 from 'locate', dead letters: at most 16,384 elements, 4 MiB where their size is known

            segment 3: virtual threads, one for each call
              coroutine owner@PlanExplanationTest.java:n
                        concurrency 256, order kept, window 4,096, timeout none: a call that never ends holds
                        the job, deadline none, retry none, on error fail
              => segment 4: at most 16,384 elements, 4 MiB where their size is known

            segment 4: own thread, may block
              to        errors@PlanExplanationTest.java:n
                        writes discard

            segment 5: own thread, may block
              aggregate aggregate@PlanExplanationTest.java:n, combines accumulators
              to        summary@PlanExplanationTest.java:n
                        writes discard

            segment 6: own thread, may block
              to        dead letters of locate@PlanExplanationTest.java:n
                        writes discard

            memory    at worst 223,232 elements, size unknown (20 MiB in edges where it is known), and 9 blocks
                      of each lane
            latency   at least 36 us: 4 hand-overs between threads on the longest way, about 9 us each
                      (estimate)
            threads   1 for each lane of 1 source, 2 cpu workers, the event loops of the runtime, at most 256
                      virtual threads, 3 of its own
            warning   parse@PlanExplanationTest.java:n wants 3 workers on 2 cores: leave parallelism out or
                      make it at most 2
            """);
  }

  @Test
  void shouldExplainAsJson() {
    assertThat(withoutLines(explain(small()).json()))
        .isEqualTo(
            """
            {"pipeline":"small","inline":false,"cores":2,\
            "chunkElements":1024,"chunkBytes":262144,\
            "segments":[{"id":0,"model":"SOURCE_THREAD",\
            "stages":[{"id":0,"name":"numbers",\
            "file":"PlanExplanationTest.java","line":1,\
            "kind":"from","part":"FETCH",\
            "options":{"reads":"range 0..100","finite":true,"onError":"fail"}}]},\
            {"id":1,"model":"UPSTREAM_THREAD",\
            "stages":[{"id":0,"name":"numbers",\
            "file":"PlanExplanationTest.java","line":1,\
            "kind":"from","part":"SPLIT"},\
            {"id":1,"name":"take@PlanExplanationTest.java:n",\
            "file":"PlanExplanationTest.java","line":1,\
            "kind":"take","part":"WHOLE",\
            "options":{"count":10}},\
            {"id":2,"name":"out",\
            "file":"PlanExplanationTest.java","line":1,\
            "kind":"to","part":"WHOLE",\
            "options":{"writes":"discard"}}]}],\
            "edges":[{"fromSegment":0,"fromStage":0,"port":"RESULTS",\
            "toSegment":1,"toStage":0,"capacity":2,"unit":"blocks","bytes":null}],\
            "worstCaseElements":1024,"worstCaseBlocksPerLane":3,"worstCaseEdgeBytes":0,"workerHeapMebibytes":0,"handOvers":0,"latencyMicros":0,"warnings":[]}\
            """);
  }

  @Test
  void shouldCountTheElementsInBatches() {
    Pipeline pipeline =
        Pipeline.named("batches")
            .from("numbers", Sources.range(0, 100))
            .batch(1_000, ofSeconds(1))
            .coroutine("wait", batch -> batch)
            .to("out", Sinks.discard());

    // 16,384 lists of 1,000 wait for the calls and 1,024 are collected; the window of the calls, a
    // chunk of their results, the edge to the sink and its chunk hold single ones.
    assertThat(explain(pipeline).json())
        .contains(
            "\"worstCaseElements\":" + ((16_384 + 1_024) * 1_000 + 4_096 + 1_024 + 16_384 + 1_024));
  }

  @Test
  void shouldAddWhatWasMeasured() {
    List<StageStats> stages =
        List.of(
            new StageStats("numbers", 0, 100, 0, 0, 0, 0, 0, Duration.ZERO),
            new StageStats("take", 100, 10, 0, 0, 0, 0, 0, Duration.ofMillis(1_500)),
            new StageStats("out", 10, 0, 3, 2, 1, 4, 5, Duration.ofMillis(2)));
    Plan plan = Planner.plan(small(), PlanSettings.defaults(2));

    Finding finding =
        new Finding(
            "take",
            "take",
            Finding.Cause.WAITS_ON_WORKER,
            Duration.ZERO,
            0.25,
            "java.lang.Thread.sleep",
            "Take.java:1",
            List.of());
    Explanation explanation =
        PlanExplanation.of(
            plan, new Measured(new JobStats(stages), Duration.ofSeconds(2), List.of(finding)));

    assertThat(explanation.text())
        .contains("measured: in 100, out 10, failed 0,")
        .contains("retried 0, in flight 0,\n            busy 1,500 ms, 50 in and 5 out a second\n");
    assertThat(explanation.json())
        .contains(
            "\"measured\":{\"in\":10,\"out\":0,\"inPerSecond\":5,\"outPerSecond\":0,\"failed\":3,\"skipped\":2,\"deadLetters\":1,"
                + "\"retried\":4,\"inFlight\":5,\"busyMicros\":2000}");
    assertThat(explanation.text())
        .contains(
            """
            measured  2,000 ms; bottleneck: segment 1, its thread was busy 75 % of the time
            finding   stage 'take' (take, cpu worker) waited in 25 % of the looks at its thread, last in
                      java.lang.Thread.sleep at Take.java:1;\
            """);
    assertThat(explanation.json())
        .contains(
            "\"measured\":{\"elapsedMicros\":2000000,\"busiestSegment\":1,\"busyShare\":0.75,\"findings\":[{\"stage\":\"take\",\"cause\":\"WAITS_ON_WORKER\"");
    assertThatThrownBy(() ->
            PlanExplanation.of(
                plan, new Measured(new JobStats(stages.subList(0, 2)), Duration.ZERO, List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("figures of 2 stages for a plan of 3");
  }

  private static List<StageStats> stats(Plan plan) {
    return plan.graph().stages().stream()
        .map(stage -> new StageStats(stage.name(), 8, 8, 0, 0, 0, 0, 0, Duration.ofMillis(1)))
        .toList();
  }

  /** In one line. */
  private static String text(Explanation explanation) {
    return explanation.text().replaceAll("\\s+", " ");
  }

  private static Explanation explain(Pipeline pipeline, Flow flow) {
    Plan plan = Planner.plan(pipeline, PlanSettings.defaults(2));
    List<SegmentFigures> segments =
        plan.segments().stream()
            .filter(segment -> segment instanceof Calls)
            .map(segment ->
                new SegmentFigures(
                    segment.id(),
                    flow,
                    new Queue(5_000, 77),
                    new Threads(100, 25, 0, 0, 0),
                    Duration.ofMillis(12),
                    3 << 20))
            .toList();
    return PlanExplanation.of(
        plan,
        new Measured(
            new JobStats(stats(plan)),
            Duration.ofSeconds(2),
            List.of(),
            segments,
            Optional.empty()));
  }

  private static Pipeline asking() {
    return Pipeline.named("asking")
        .from("numbers", Sources.range(0, 100))
        .io("ask", CompletableFuture::completedFuture)
        .to("out", Sinks.discard());
  }

  @Test
  void shouldShowWhatWasSeenOfASegment() {
    Explanation explanation = explain(asking(), new Flow(200, 20, 100, 10, 40, 50, 0));

    assertThat(text(explanation))
        .contains(
            "seen busy 10 %, waited for calls 50 %, for input 20 %, blocked for lack of room 5 %, for a thread 15 %,"
                + " held by order 25 %, its threads waited in its code 25 %, CPU 12 ms, allocated 3 MiB,"
                + " queue 25 on average, 77 at most");
    assertThat(explanation.json())
        .contains("\"orderShare\":0.25,")
        .contains("\"averageQueue\":25.0,\"mostQueued\":77,\"cpuMicros\":12000,")
        .contains("\"allocatedBytes\":3145728}");
  }

  @Test
  void shouldNameCallsThatAreAtTheirLimitAsTheBottleneck() {
    Flow flow = new Flow(200, 0, 200, 0, 0, 0, 150);

    assertThat(text(explain(asking(), flow)))
        .containsPattern(
            "measured 2,000 ms; bottleneck: segment \\d, as many calls as may be were in flight 75 % of the time");
    assertThat(explain(asking(), flow).json()).contains("\"busyShare\":0.75");
  }

  @Test
  void shouldNameAnEventLoopThatWorksForAStageAsTheBottleneck() {
    assertThat(text(explain(asking(), new Flow(200, 180, 20, 0, 0, 0, 0))))
        .containsPattern("; bottleneck: segment \\d, its threads were busy 90 % of the time");
  }

  @Test
  void shouldNameProcessesThatAllHaveWorkAsTheBottleneck() {
    Pipeline pipeline =
        Pipeline.named("forked")
            .from("numbers", Sources.range(0, 100))
            .cpu("score", n -> n, cpu -> cpu.forked(2))
            .to("out", Sinks.discard());

    Duration work = Duration.ofMillis(1_500);
    List<WorkerStats> workers =
        Stream.of(1, 2)
            .map(number ->
                new WorkerStats(
                    "score", number, -1, 8, 0, work, work, Duration.ZERO, Duration.ZERO, 0))
            .toList();
    Plan plan = Planner.plan(pipeline, PlanSettings.defaults(2));
    Measured measured =
        new Measured(new JobStats(stats(plan), workers), Duration.ofSeconds(2), List.of());

    assertThat(text(PlanExplanation.of(plan, measured)))
        .containsPattern("; bottleneck: segment \\d, its processes were busy 75 % of the time");
  }

  private static String explained(Stage<Long> stage) {
    return text(
        PlanExplanation.of(
            Planner.plan(stage.to("out", Sinks.discard()), PlanSettings.defaults(2))));
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("workers").from("numbers", Sources.range(0, 100));
  }

  @Test
  void shouldAddUpTheHeapOfAllWorkers() {
    Stage<Long> stages =
        numbers()
            .cpu("one", n -> n, cpu -> cpu.forked(1, fork -> fork.heap(512)))
            .cpu("two", n -> n, cpu -> cpu.forked(1, fork -> fork.heap(1_024)));

    assertThat(explained(stages)).contains("of each lane, 1,536 MiB of heap in worker JVMs");
    assertThat(explained(numbers().python("score", "m:f", Long.class)))
        .contains("of each lane, and what other programs take")
        .doesNotContain("of heap in worker JVMs");
    assertThat(explained(numbers())).doesNotContain("of heap", "other programs");
  }

  @Test
  void shouldCountNoHeapOfWorkersWhereEverythingRunsOnOneThread() {
    PlanSettings inline =
        new PlanSettings(1, 1_024, 1_024, 16_384, true, PlanSettings.SPECIALIZE_AFTER, false);
    Pipeline pipeline = numbers().cpu("one", n -> n, cpu -> cpu.forked(1)).to(Sinks.discard());

    assertThat(text(PlanExplanation.of(Planner.plan(pipeline, inline)))).doesNotContain("of heap");
  }

  @Test
  void shouldWarnOfMoreWorkersThanCoresInProcessesAndHereTogether() {
    Stage<Long> both =
        numbers().cpu("here", n -> n).cpu("there", n -> n, cpu -> cpu.forked(2)).map(n -> n);

    assertThat(explained(both))
        .contains("2 workers in processes of their own and 2 of this process on 2 cores");
    assertThat(explained(numbers().cpu("there", n -> n, cpu -> cpu.forked(3))))
        .contains("3 workers in processes of their own on 2 cores");
  }

  @Test
  void shouldNotWarnOfWorkersThatHaveACoreEach() {
    Stage<Long> both =
        numbers()
            .cpu("here", n -> n, cpu -> cpu.parallelism(1))
            .cpu("there", n -> n, cpu -> cpu.forked(1));

    assertThat(explained(both)).doesNotContain("warning");
    assertThat(explained(numbers().map(n -> n).cpu("there", n -> n, cpu -> cpu.forked(2))))
        .doesNotContain("warning");
  }

  @Test
  void shouldNameNoBottleneckWhereNothingIsAtItsLimit() {
    assertThat(text(explain(asking(), new Flow(200, 0, 200, 0, 0, 0, 138))))
        .containsPattern(
            "; no bottleneck: the busiest is segment \\d, as many calls as may be were in flight 69 % of the time");
  }

  @Test
  void shouldNotLetNamesSteerATerminalOrBreakJson() {
    Pipeline pipeline =
        Pipeline.named("a\u001b[2J\n\"b\\")
            .from("numbers", Sources.range(0, 1))
            .to("x\u2028\ud800", Sinks.discard());

    assertThat(explain(pipeline).text()).startsWith("pipeline 'a?[2J?\"b\\': 2 stages");
    assertThat(explain(pipeline).json())
        .startsWith("{\"pipeline\":\"a\\u001b[2J\\n\\\"b\\\\\",")
        .contains("\"name\":\"x\\u2028\\ud800\"");
  }

  @Test
  void shouldExplainInlineWithoutThreads() {
    Plan plan =
        Planner.plan(
            large(),
            new PlanSettings(2, 1_024, 1_024, 16_384, true, PlanSettings.SPECIALIZE_AFTER, false));

    assertThat(PlanExplanation.of(plan).text())
        .startsWith("pipeline 'large': 9 stages, 7 segments, 6 edges, inline: one thread for all")
        .contains("latency   no hand-over between threads\nthreads   1 for everything\n")
        .doesNotContain("warning");
  }
}
