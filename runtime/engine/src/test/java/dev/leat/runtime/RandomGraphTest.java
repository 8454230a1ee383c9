package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.StageStats;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.RandomGraph.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random graphs do what a plain interpreter says, as far as the order is certain, whatever the
 * sizes of chunks and edges and the number of cores, on many threads and on one. The seed is the
 * argument of the test; {@code -Dleat.seeds=5000} tries more of them.
 */
@Timeout(60)
class RandomGraphTest {

  private static final int LIMIT_SECONDS = 20;

  private static final Map<String, LocalRuntime> RUNTIMES = new HashMap<>();

  @AfterAll
  static void shouldLeaveNoThreads() {
    RUNTIMES.values().forEach(LocalRuntime::close);
    RUNTIMES.clear();
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!threads().isEmpty() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(threads()).isEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("leat-"))
        .toList();
  }

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("leat.seeds", 300));
  }

  static LongStream fewSeeds() {
    return LongStream.range(0, Integer.getInteger("leat.seeds", 300) / 6);
  }

  private static LocalRuntime runtime(Random random, long run) {
    SegmentCode code = SegmentCode.of(run);
    int chunk = List.of(1, 2, 1_024).get(random.nextInt(3));
    int edge = List.of(1, 7, 16_384).get(random.nextInt(3));
    int cores = List.of(1, 2, 4).get(random.nextInt(3));
    LocalRuntimeBuilder builder =
        code.of(LocalRuntime.builder().chunkElements(chunk).edgeElements(edge).cores(cores));
    long seed = random.nextInt(4);
    return random.nextInt(3) == 0
        ? RUNTIMES.computeIfAbsent(
            "inline %d %d %d %s".formatted(chunk, edge, seed, code),
            key -> builder.inline(seed).build())
        : RUNTIMES.computeIfAbsent(
            "%d %d %d %s".formatted(chunk, edge, cores, code), key -> builder.build());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldDoWhatTheInterpreterDoes(long seed) throws Exception {
    Expected expected = new Expected(new RandomGraph(seed));
    for (int run = 0; run < 2; run++) {
      RandomGraph actual = new RandomGraph(seed);
      Job job = runtime(new Random(2 * seed + run), run + seed).start(actual.pipeline());
      try {
        JobResult result = await(job);
        assertThat(actual.early() || expected.interpreter.failures().isEmpty()).isTrue();
        expected.checkAll(actual);
        checkAcknowledged(actual, job);
        checkCalls(actual, List.of("open", "flush", "commit", "close"));
        if (!actual.early()) {
          expected.checkFigures(result);
        }
      } catch (StageException e) {
        DroppedErrors.assertNoneSuppressed(e);
        assertThat(expected.interpreter.failures()).contains(e.stage());
        expected.checkSome(actual);
        checkCalls(actual, List.of("open", "abort", "close"));
      }
      checkContracts(actual);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("fewSeeds")
  void shouldDeliverNothingElseWhenCancelled(long seed) throws Exception {
    Stop stop = new Stop(seed);
    RandomGraph actual = new RandomGraph(seed, stop::call, List.of());

    Job job = runtime(new Random(seed), seed).start(actual.pipeline());
    stop.await(job);
    job.cancel();

    assertThat(job.state().ended()).isTrue();
    new Expected(new RandomGraph(seed)).checkSome(actual);
    checkContracts(actual);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("fewSeeds")
  void shouldDeliverEverythingFetchedWhenDrained(long seed) throws Exception {
    Stop stop = new Stop(seed);
    RandomGraph actual = new RandomGraph(seed, stop::call, List.of());

    Job job = runtime(new Random(seed), seed).start(actual.pipeline());
    stop.await(job);
    try {
      job.drain(Duration.ofSeconds(LIMIT_SECONDS));
      new Expected(new RandomGraph(seed, call -> {}, fetched(actual))).checkAll(actual);
      checkAcknowledged(actual, job);
    } catch (StageException e) {
      assertThat(new Expected(new RandomGraph(seed)).interpreter.failures()).contains(e.stage());
    } catch (JobCancelledException e) {
      throw new AssertionError(plan(job), e);
    }
    checkContracts(actual);
  }

  /** The result, or what the job waits for when there is none in time. */
  private static JobResult await(Job job) throws Exception {
    try {
      return job.result().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      AssertionError hangs = new AssertionError(job.stats() + "\n" + plan(job), e);
      job.cancel();
      throw hangs;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof JobException failure ? failure : e;
    }
  }

  private static List<List<Integer>> fetched(RandomGraph actual) {
    return actual.sources().stream()
        .map(source -> source.lanes().stream().map(ScriptedSource.ScriptedLane::handedOut).toList())
        .toList();
  }

  private static void checkAcknowledged(RandomGraph actual, Job job) {
    for (ScriptedSource source : actual.sources()) {
      for (ScriptedSource.ScriptedLane lane : source.lanes()) {
        assertThat(lane.acknowledged())
            .as("%s of source %d%n%s", lane.name(), actual.sources().indexOf(source), plan(job))
            .isEqualTo(lane.end());
      }
    }
  }

  private static String plan(Job job) {
    return job.explain().text();
  }

  private static void checkCalls(RandomGraph actual, List<String> calls) {
    actual.sinks().forEach(received -> assertThat(received.sink().calls()).isEqualTo(calls));
    actual.letters().forEach(sink -> assertThat(sink.calls()).isIn(calls, List.of()));
  }

  private static void checkContracts(RandomGraph actual) {
    actual.sinks().forEach(received -> assertThat(received.sink().violations()).isEmpty());
    actual.letters().forEach(sink -> assertThat(sink.violations()).isEmpty());
    for (ScriptedSource source : actual.sources()) {
      assertThat(source.violations()).isEmpty();
      assertThat(source.lanes()).noneMatch(ScriptedSource.ScriptedLane::leaked);
    }
  }

  /** The moment at which a job is stopped: after some calls of its sinks. */
  private static final class Stop {

    private final AtomicInteger left;
    private final CountDownLatch reached = new CountDownLatch(1);

    Stop(long seed) {
      left = new AtomicInteger(new Random(seed).nextInt(12));
    }

    void call(String method) {
      if (left.getAndDecrement() == 0) {
        reached.countDown();
      }
    }

    void await(Job job) throws InterruptedException {
      job.result().whenComplete((result, error) -> reached.countDown());
      assertThat(reached.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** What the interpreter says, for a graph that is not used for anything else. */
  private static final class Expected {

    private final RandomGraph fresh;
    private final Graph graph;
    private final GraphInterpreter interpreter;

    Expected(RandomGraph fresh) {
      this.fresh = fresh;
      this.graph = fresh.pipeline().graph();
      this.interpreter = new GraphInterpreter(graph);
    }

    private List<Item> items(int sink) {
      ProbeSink<Item> wanted = fresh.sinks().get(sink).sink();
      StageNode node =
          graph.stages().stream()
              .filter(stage ->
                  stage.operation() instanceof Operation.To to && (Object) to.sink() == wanted)
              .findFirst()
              .orElseThrow();
      return interpreter.emitted(node.id()).stream().map(Item.class::cast).toList();
    }

    void checkAll(RandomGraph actual) {
      for (int i = 0; i < actual.sinks().size(); i++) {
        Received received = actual.sinks().get(i);
        List<Item> expected = items(i);
        checkSame("sink%d, in all".formatted(i + 1), sorted(expected), sorted(received));
        checkOrder(i, expected, received);
      }
      List<String> letters = letters(actual);
      if (actual.early()) {
        checkContained("dead letters", interpreter.letters(), letters);
      } else {
        checkSame("dead letters", sorted(interpreter.letters()), sorted(letters));
      }
    }

    /** Some of it was delivered, nothing twice and nothing that should not be. */
    void checkSome(RandomGraph actual) {
      for (int i = 0; i < actual.sinks().size(); i++) {
        Received received = actual.sinks().get(i);
        checkContained("sink" + (i + 1), items(i), received.sink().elements());
        checkOrder(i, items(i), received);
      }
      checkContained("dead letters", interpreter.letters(), letters(actual));
    }

    private static void checkOrder(int sink, List<Item> expected, Received received) {
      List<Item> actual = received.sink().elements();
      switch (received.order()) {
        case TOTAL -> checkPrefix("sink" + (sink + 1), expected, actual);
        case LANES -> {
          Map<Integer, List<Item>> lanes =
              expected.stream().collect(Collectors.groupingBy(Item::lane));
          actual.stream()
              .collect(Collectors.groupingBy(Item::lane))
              .forEach((lane, items) ->
                  checkPrefix(
                      "sink%d, lane %d".formatted(sink + 1, lane),
                      lanes.getOrDefault(lane, List.of()),
                      items));
        }
        case NONE -> {}
      }
    }

    /** Names the first difference only, because lists may be long. */
    private static void checkSame(String what, List<?> expected, List<?> received) {
      checkPrefix(what, expected, received);
      assertThat(received.size()).as(what).isEqualTo(expected.size());
    }

    private static void checkPrefix(String what, List<?> expected, List<?> received) {
      for (int i = 0; i < Math.min(expected.size(), received.size()); i++) {
        Object actual = received.get(i);
        assertThat(actual).as("%s, element %d", what, i).isEqualTo(expected.get(i));
      }
      assertThat(received.size()).as(what).isLessThanOrEqualTo(expected.size());
    }

    private static void checkContained(String what, List<?> expected, List<?> received) {
      Map<Object, Long> counts =
          expected.stream()
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      for (Object one : received) {
        assertThat(counts.merge(one, -1L, Long::sum)).as("%s: %s", what, one).isNotNegative();
      }
    }

    private static List<String> sorted(Received received) {
      return sorted(received.sink().elements());
    }

    private static List<String> sorted(Collection<?> elements) {
      return elements.stream().map(String::valueOf).sorted().toList();
    }

    private static List<String> letters(RandomGraph actual) {
      List<String> all = new ArrayList<>();
      for (ProbeSink<DeadLetter> sink : actual.letters()) {
        sink.elements().forEach(letter -> all.add(letter.stage() + ": " + letter.text()));
      }
      return all;
    }

    void checkFigures(JobResult result) {
      List<String> expected = new ArrayList<>();
      List<String> actual = new ArrayList<>();
      for (StageNode node : graph.stages()) {
        if (graph.inputs(node.id()).stream().allMatch(e -> e.port() == GraphEdge.Port.RESULTS)) {
          StageStats stats = result.stats().stages().get(node.id());
          int out = interpreter.emitted(node.id()).size();
          int in =
              node.operation() instanceof Operation.From ? out : interpreter.received(node.id());
          expected.add("%s %d %d 0".formatted(node.name(), in, out));
          actual.add(
              "%s %d %d %d".formatted(stats.name(), stats.in(), stats.out(), stats.inFlight()));
        }
      }
      assertThat(actual).isEqualTo(expected);
    }
  }
}
