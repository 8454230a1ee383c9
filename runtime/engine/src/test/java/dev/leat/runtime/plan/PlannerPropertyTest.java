package dev.leat.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedStage.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the plans of any graph. The seed is the argument of the test. */
@Timeout(60)
class PlannerPropertyTest {

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldHoldForRandomGraphs(long seed) {
    Random random = new Random(seed);
    Pipeline pipeline = new RandomPipelines(random).next();
    PlanSettings settings =
        new PlanSettings(
            1 + random.nextInt(4),
            1 + random.nextInt(64),
            4_096,
            64,
            random.nextInt(4) == 0,
            PlanSettings.SPECIALIZE_AFTER,
            false);

    Plan plan = Planner.plan(pipeline, settings);

    checkNumbers(plan);
    checkEveryStageIsPlacedOnce(plan);
    checkModels(plan);
    checkTrees(plan);
    checkEdges(plan);
    checkEveryWayOfElements(plan);
    assertThat(PlanExplanation.of(plan).text().lines()).allMatch(line -> line.length() <= 100);
    assertThat(PipelineCheck.check(pipeline, settings).verdicts())
        .hasSameSizeAs(plan.graph().stages());
  }

  private static void checkNumbers(Plan plan) {
    for (int i = 0; i < plan.segments().size(); i++) {
      assertThat(plan.segments().get(i).id()).isEqualTo(i);
    }
  }

  private static void checkEveryStageIsPlacedOnce(Plan plan) {
    Map<Integer, List<StageRow.Part>> parts = new HashMap<>();
    for (PlannedSegment segment : plan.segments()) {
      for (StageRow row : StageRow.of(segment)) {
        parts.computeIfAbsent(row.stage(), id -> new ArrayList<>()).add(row.part());
      }
    }
    for (StageNode stage : plan.graph().stages()) {
      List<StageRow.Part> placed = parts.getOrDefault(stage.id(), List.of());
      if (stage.operation() instanceof Operation.From) {
        assertThat(placed).containsExactly(StageRow.Part.FETCH, StageRow.Part.SPLIT);
      } else if (stage.operation() instanceof Operation.Aggregate && placed.size() == 2) {
        assertThat(placed).containsExactly(StageRow.Part.PARTIAL, StageRow.Part.FINAL);
      } else {
        assertThat(placed).as("%s", stage).containsExactly(StageRow.Part.WHOLE);
      }
    }
  }

  private static void checkModels(Plan plan) {
    for (PlannedSegment segment : plan.segments()) {
      for (PlannedStage planned : segment.stages()) {
        Operation operation = plan.graph().stage(planned.stage()).operation();
        assertThat(mayRun(segment, planned.role(), operation, plan.settings()))
            .as("%s in %s", operation, segment)
            .isTrue();
      }
    }
  }

  private static boolean mayRun(
      PlannedSegment segment, Role role, Operation operation, PlanSettings settings) {
    boolean cheap =
        operation instanceof Operation.Map
            || operation instanceof Operation.Filter
            || operation instanceof Operation.FlatMap
            || operation instanceof Operation.Each
            || role == Role.SPLIT;
    return switch (segment) {
      case Fetch fetch -> false;
      case PlannedSegment.Forked forked -> operation instanceof Operation.Foreign;
      case PlannedSegment.Latest latest -> operation instanceof Operation.Conflate;
      case PlannedSegment.Sessions sessions -> operation instanceof Operation.Session;
      case Calls calls ->
          operation instanceof Operation.Io
              || operation instanceof Operation.IoMany
              || operation instanceof Operation.Coroutine;
      case Parallel parallel ->
          cheap
              || role == Role.PARTIAL
              || (operation instanceof Operation.Cpu cpu
                  && parallel.ordered() == cpu.options().ordered()
                  && parallel.parallelism() == parallelism(cpu, settings));
      case Sequential sequential ->
          cheap
              || role == Role.FINAL
              || operation instanceof Operation.Take
              || operation instanceof Operation.TakeWhile
              || operation instanceof Operation.Skip
              || operation instanceof Operation.Scan
              || operation instanceof Operation.Batch
              || (operation instanceof Operation.Aggregate && role == Role.WHOLE)
              || operation instanceof Operation.To;
    };
  }

  private static int parallelism(Operation.Cpu cpu, PlanSettings settings) {
    if (settings.inline()) {
      return 1;
    }
    return cpu.options().parallelism() == 0 ? settings.cores() : cpu.options().parallelism();
  }

  /** All stages but the first read from an earlier one of the segment; sinks end a chain. */
  private static void checkTrees(Plan plan) {
    for (PlannedSegment segment : plan.segments()) {
      Set<Integer> before = new HashSet<>();
      for (PlannedStage stage : segment.stages()) {
        List<GraphEdge> inputs = plan.graph().inputs(stage.stage());
        if (!before.isEmpty()) {
          assertThat(inputs).hasSize(1);
          assertThat(before).contains(inputs.get(0).from());
        }
        before.add(stage.stage());
      }
      boolean sink =
          segment.stages().stream()
              .anyMatch(s -> plan.graph().stage(s.stage()).operation() instanceof Operation.To);
      assertThat(segment instanceof Sequential sequential && sequential.ownThread())
          .isEqualTo(sink && segment.stages().get(0).role() != Role.SPLIT);
      if (sink) {
        assertThat(plan.edges()).noneMatch(edge -> edge.fromSegment() == segment.id());
      }
    }
  }

  private static void checkEdges(Plan plan) {
    for (PlannedEdge edge : plan.edges()) {
      assertThat(edge.fromSegment()).isBetween(0, edge.toSegment() - 1);
      assertThat(edge.toSegment()).isLessThan(plan.segments().size());
      assertThat(edge.capacity()).isPositive();
      PlannedSegment to = plan.segments().get(edge.toSegment());
      assertThat(edge.toStage()).isEqualTo(to.stages().get(0).stage());
      assertThat(StageRow.of(plan.segments().get(edge.fromSegment())))
          .anyMatch(row -> row.stage() == edge.fromStage());
    }
  }

  /** Each edge of the graph lies within a segment or is one edge of the plan. */
  private static void checkEveryWayOfElements(Plan plan) {
    int[] receiver = new int[plan.graph().stages().size()];
    int[] producer = new int[receiver.length];
    Arrays.fill(receiver, -1);
    for (PlannedSegment segment : plan.segments()) {
      for (StageRow row : StageRow.of(segment)) {
        receiver[row.stage()] = receiver[row.stage()] < 0 ? segment.id() : receiver[row.stage()];
        producer[row.stage()] = segment.id();
      }
    }
    List<List<Object>> wanted = new ArrayList<>();
    for (StageNode stage : plan.graph().stages()) {
      if (receiver[stage.id()] != producer[stage.id()]) {
        wanted.add(
            List.of(
                receiver[stage.id()], stage.id(), Port.RESULTS, producer[stage.id()], stage.id()));
      }
    }
    for (GraphEdge edge : plan.graph().edges()) {
      int from = producer[edge.from()];
      int to = receiver[edge.to()];
      if (from != to) {
        wanted.add(List.of(from, edge.from(), edge.port(), to, edge.to()));
      } else {
        assertThat(edge.port()).isEqualTo(Port.RESULTS);
      }
    }
    assertThat(plan.edges())
        .extracting(edge ->
            List.<Object>of(
                edge.fromSegment(),
                edge.fromStage(),
                edge.port(),
                edge.toSegment(),
                edge.toStage()))
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  /** Pipelines of all kinds of stages, with branches and dead letters. */
  private static final class RandomPipelines {

    private final Random random;
    private final List<Sink<DeadLetter>> letters = List.of(Sinks.discard(), Sinks.discard());
    private int names;
    private int stages;

    RandomPipelines(Random random) {
      this.random = random;
    }

    Pipeline next() {
      return end(Pipeline.named("random").from("source", Sources.from(List.of("a", "b"))));
    }

    private Pipeline end(Stage<?> stage) {
      Stage<Object> last = stage.map(element -> element);
      while (random.nextInt(6) > 0 && stages < 60) {
        last = grow(last);
      }
      if (stages >= 60 || random.nextInt(3) > 0) {
        return last.to(Sinks.discard());
      }
      List<Function<Stage<Object>, Pipeline>> branches = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        branches.add(random.nextInt(4) == 0 ? all -> all.to(Sinks.discard()) : this::end);
      }
      return last.broadcast(asArray(branches));
    }

    @SuppressWarnings("unchecked") // an array of a generic type can only be made unchecked
    private static Function<Stage<Object>, Pipeline>[] asArray(
        List<Function<Stage<Object>, Pipeline>> branches) {
      return branches.toArray(Function[]::new);
    }

    private OnError onError() {
      return switch (random.nextInt(4)) {
        case 0 -> OnError.deadLetters(letters.get(random.nextInt(letters.size())));
        case 1 -> OnError.skip();
        default -> OnError.fail();
      };
    }

    private Stage<Object> grow(Stage<Object> stage) {
      stages++;
      String name = "stage " + names++;
      OnError onError = onError();
      return switch (random.nextInt(14)) {
        case 0 -> stage.filter(element -> true);
        case 1 -> stage.flatMap(List::of);
        case 2 -> stage.each(name, element -> {});
        case 3 -> stage.take(5);
        case 4 -> stage.skip(5);
        case 5 -> stage.scan(() -> (Object) 0, (state, element) -> state);
        case 6 -> stage.batch(3, Duration.ofMillis(5)).map(list -> list);
        case 7 -> stage.io(name, CompletableFuture::completedFuture, io -> io.onError(onError));
        case 8 -> stage.coroutine(name, element -> element, co -> co.onError(onError));
        case 9 -> stage.aggregate(Aggregators.count()).map(count -> count);
        case 10 -> stage.cpu(name, e -> e, cpu -> cpu.parallelism(1 + random.nextInt(3)));
        case 11 -> stage.cpu(name, e -> e, cpu -> cpu.unordered().onError(onError));
        case 12 -> stage.cpu(name, e -> e, cpu -> cpu.onError(onError));
        default -> stage.map(element -> element);
      };
    }
  }
}
