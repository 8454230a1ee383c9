package dev.leat.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageStats;
import dev.leat.pipeline.WorkerStats;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.plan.Advice.Verdict;
import dev.leat.runtime.plan.SegmentFigures.Flow;
import dev.leat.runtime.plan.SegmentFigures.Queue;
import dev.leat.runtime.plan.SegmentFigures.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is advised just below, in and above each band of a figure. */
@Timeout(60)
class AdvisorTest {

  private static final long LOOKS = 1_000;

  /** What was seen of the stage "s", in a thousand looks; nothing at first. */
  static final class Seen {

    long looks = LOOKS;
    long in = 1_000;
    long retried;
    long worked;
    long blocked;
    long ordered;
    long limited;
    long waiting;
    long contended;
    long computing;
    long cpuEach;
    long workEach;
    long codecEach;

    SegmentFigures figures(int segment) {
      return new SegmentFigures(
          segment,
          new Flow(looks, worked, 0, blocked, 0, ordered, limited),
          new Queue(0, 0),
          new Threads(looks, waiting, contended, looks, computing),
          Duration.ofNanos(cpuEach * in),
          0);
    }

    StageStats stats(String name) {
      return new StageStats(name, in, in, 0, 0, 0, retried, 0, Duration.ZERO);
    }

    WorkerStats worker() {
      return new WorkerStats(
          "s", 1, -1, in, 0, nanos(workEach), nanos(codecEach), Duration.ZERO, Duration.ZERO, 0);
    }

    private Duration nanos(long each) {
      return Duration.ofNanos(each * in);
    }
  }

  /**
   * A figure, the borders of its band, and what is said beside it.
   *
   * @param set how the figure is set
   * @param from the least value that is mixed
   * @param to the least value that is sure, or that says nothing where less is said for sure
   */
  record Figure(
      String name,
      Stage<?> stage,
      BiConsumer<Seen, Long> set,
      long from,
      long to,
      List<Verdict> below,
      List<Verdict> above) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 100));
  }

  private static Stage<Long> io() {
    return numbers().io("s", CompletableFuture::completedFuture);
  }

  private static Stage<Long> cpu() {
    return numbers().cpu("s", n -> n);
  }

  private static Stage<Long> coroutine() {
    return numbers().coroutine("s", n -> n);
  }

  private static Figure figure(
      String name, Stage<?> stage, BiConsumer<Seen, Long> set, long from, long to, Verdict above) {
    return new Figure(name, stage, set, from, to, List.of(), List.of(above));
  }

  private static Stream<Figure> kinds() {
    return Stream.of(
        figure(
            "CPU time of an element on an event loop",
            io(),
            (seen, value) -> {
              seen.worked = 300;
              seen.cpuEach = value;
            },
            50_000,
            200_000,
            Verdict.DECLARE_CPU),
        figure(
            "looks at an event loop that waits",
            io(),
            (seen, value) -> {
              seen.worked = 300;
              seen.waiting = value;
            },
            100,
            400,
            Verdict.DECLARE_COROUTINE),
        figure(
            "looks at workers that wait",
            cpu(),
            (seen, value) -> seen.waiting = value,
            100,
            400,
            Verdict.DECLARE_COROUTINE),
        figure(
            "looks at workers that wait for a monitor",
            cpu(),
            (seen, value) -> seen.contended = value,
            100,
            400,
            Verdict.FORK),
        figure(
            "looks at coroutines that do not wait",
            coroutine(),
            (seen, value) -> {
              seen.cpuEach = 200_000;
              seen.computing = value;
            },
            200,
            400,
            Verdict.DECLARE_CPU),
        figure(
            "CPU time of an element in a coroutine",
            coroutine(),
            (seen, value) -> {
              seen.computing = 400;
              seen.cpuEach = value;
            },
            50_000,
            200_000,
            Verdict.DECLARE_CPU));
  }

  private static Stream<Figure> limits() {
    return Stream.of(
        figure(
            "looks in which all calls were in flight",
            io(),
            (seen, value) -> seen.limited = value,
            300,
            600,
            Verdict.MORE_CONCURRENCY),
        figure(
            "looks in which all workers computed",
            numbers().cpu("s", n -> n, cpu -> cpu.parallelism(1)),
            (seen, value) -> seen.limited = value,
            300,
            600,
            Verdict.MORE_PARALLELISM),
        figure(
            "looks in which results waited for one before them",
            io(),
            (seen, value) -> seen.ordered = value,
            100,
            200,
            Verdict.RELAX_ORDER),
        new Figure(
            "elements that are tried again",
            io(),
            (seen, value) -> {
              seen.limited = 600;
              seen.retried = value;
            },
            100,
            200,
            List.of(Verdict.MORE_CONCURRENCY),
            List.of(Verdict.LESS_CONCURRENCY)));
  }

  private static Stream<Figure> prices() {
    return Stream.of(
        new Figure(
            "CPU time of an element that is handed over",
            cpu(),
            (seen, value) -> {
              seen.in = 500_000;
              seen.cpuEach = value;
            },
            250,
            500,
            List.of(Verdict.DECLARE_MAP),
            List.of()),
        figure(
            "price of an element that is sent to a process",
            numbers().cpu("s", n -> n, cpu -> cpu.forked(1)),
            (seen, value) -> {
              seen.workEach = 1_000;
              seen.codecEach = value;
            },
            200,
            500,
            Verdict.DO_NOT_FORK),
        new Figure(
            "time that two processes work in ten seconds",
            numbers().cpu("s", n -> n, cpu -> cpu.forked(2)),
            (seen, value) -> {
              seen.in = 100;
              seen.workEach = value;
            },
            40_000_001,
            80_000_001,
            List.of(Verdict.LESS_PARALLELISM),
            List.of()));
  }

  private static Stream<Figure> all() {
    return Stream.of(kinds(), limits(), prices()).flatMap(some -> some);
  }

  private static List<Verdict> verdicts(Pipeline pipeline, Seen seen) {
    Plan plan = Planner.plan(pipeline, PlanSettings.defaults(2));
    List<StageStats> stats = new ArrayList<>();
    plan.graph().stages().forEach(stage -> stats.add(seen.stats(stage.name())));
    int stage = stats.stream().map(StageStats::name).toList().indexOf("s");
    List<SegmentFigures> segments =
        plan.segments().stream()
            .filter(segment -> segment.stages().stream().anyMatch(one -> one.stage() == stage))
            .map(segment -> seen.figures(segment.id()))
            .toList();
    List<WorkerStats> workers = seen.workEach == 0 ? List.of() : List.of(seen.worker());
    Measured measured =
        new Measured(
            new JobStats(stats, workers),
            Duration.ofSeconds(10),
            List.of(),
            segments,
            Optional.empty());
    return Advisor.advise(plan, measured).stream().map(Advice::verdict).toList();
  }

  private static List<Verdict> verdicts(Figure figure, long value) {
    Seen seen = new Seen();
    figure.set().accept(seen, value);
    return verdicts(figure.stage().to(Sinks.discard()), seen);
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldSayMixedInsideTheBandOfAFigureOnly(Figure figure) {
    assertThat(verdicts(figure, figure.from() - 1)).isEqualTo(figure.below());
    assertThat(verdicts(figure, figure.from())).containsExactly(Verdict.MIXED);
    assertThat(verdicts(figure, figure.to() - 1)).containsExactly(Verdict.MIXED);
    assertThat(verdicts(figure, figure.to())).isEqualTo(figure.above());
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldSayNothingWhereLittleWasSeen(Figure figure) {
    for (long value : List.of(figure.from() - 1, figure.from(), figure.to())) {
      Seen seen = new Seen();
      figure.set().accept(seen, value);
      seen.in = 29;
      assertThat(verdicts(figure.stage().to(Sinks.discard()), seen)).isEmpty();
    }
  }

  @Test
  void shouldAdviseToBatchWhereASinkWaitsForEachElement() {
    Pipeline pipeline = numbers().coroutine("c", n -> n).to("s", Sinks.discard());
    Seen seen = new Seen();
    seen.worked = LOOKS;

    seen.waiting = 249;
    assertThat(verdicts(pipeline, seen)).isEmpty();
    seen.waiting = 250;
    assertThat(verdicts(pipeline, seen)).containsExactly(Verdict.MIXED);
    seen.waiting = 499;
    assertThat(verdicts(pipeline, seen)).containsExactly(Verdict.MIXED);
    seen.waiting = 500;
    assertThat(verdicts(pipeline, seen)).containsExactly(Verdict.BATCH);
    seen.worked = 599;
    assertThat(verdicts(pipeline, seen)).isEmpty();
  }

  @Test
  void shouldSayNothingOfTheOrderWhereThereMostlyIsNoRoomBehindTheStage() {
    Seen seen = new Seen();
    seen.ordered = 300;

    seen.blocked = 499;
    assertThat(verdicts(cpu().to(Sinks.discard()), seen)).containsExactly(Verdict.RELAX_ORDER);
    seen.blocked = 500;
    assertThat(verdicts(cpu().to(Sinks.discard()), seen)).isEmpty();
  }

  @Test
  void shouldSayNothingOfAnEventLoopThatIsHardlyUsed() {
    Seen seen = new Seen();
    seen.cpuEach = 1_000_000;
    seen.waiting = 900;
    seen.worked = 299;

    assertThat(verdicts(io().to(Sinks.discard()), seen)).isEmpty();
  }
}
