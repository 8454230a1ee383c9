package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random pipelines do what a plain interpreter of their graph does, whatever the sizes of chunks
 * and edges and the number of cores, on many threads and on one. The seed is the argument of the
 * test.
 */
@Timeout(60)
class RandomPipelineTest {

  private static final Map<String, LocalRuntime> RUNTIMES = new HashMap<>();

  @AfterAll
  static void closeRuntimes() {
    RUNTIMES.values().forEach(LocalRuntime::close);
    RUNTIMES.clear();
  }

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("leat.seeds", 300));
  }

  static LongStream fewSeeds() {
    return LongStream.range(0, Integer.getInteger("leat.seeds", 300) / 4);
  }

  private static LocalRuntime runtime(Random random, long run) {
    SegmentCode code = SegmentCode.of(run);
    int chunk = List.of(1, 2, 64, 1_024).get(random.nextInt(4));
    int edge = List.of(1, 3, 100, 16_384).get(random.nextInt(4));
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
  void shouldDoWhatTheInterpreterDoes(long seed) {
    RandomPipeline fresh = new RandomPipeline(seed);
    Expectation expected = new Expectation(fresh.pipeline(), !fresh.strict());
    for (int run = 0; run < 4; run++) {
      RandomPipeline actual = new RandomPipeline(seed);
      LocalRuntime runtime = runtime(new Random(4 * seed + run), run);
      Set<String> failures = expected.failures();
      if (failures.isEmpty()) {
        JobResult result = runtime.run(actual.pipeline());
        expected.checkSinks(actual);
        checkEverythingAcknowledged(actual);
        if (!actual.early()) {
          expected.checkStats(result.stats());
        }
        checkCalls(actual, List.of("open", "flush", "commit", "close"));
      } else {
        String failure = failure(runtime.start(actual.pipeline()));
        assertThat(failures).contains(failure);
        expected.checkSinksUpTo(failure, actual);
        if (actual.ordered()) {
          expected.checkAcknowledged(actual);
        }
        checkCalls(actual, List.of("open", "abort", "close"));
      }
      checkContracts(actual);
    }
  }

  private static String failure(Job job) {
    try {
      job.await();
      return "none";
    } catch (JobException e) {
      DroppedErrors.assertNoneSuppressed(e);
      return Expectation.text(e);
    }
  }

  private static void checkEverythingAcknowledged(RandomPipeline actual) {
    for (ScriptedSource.ScriptedLane lane : actual.source().lanes()) {
      assertThat(lane.acknowledged()).as(lane.name()).isEqualTo(lane.end());
    }
  }

  private static void checkCalls(RandomPipeline actual, List<String> calls) {
    actual.sinks().forEach(sink -> assertThat(sink.calls()).isEqualTo(calls));
    actual.letterSinks().forEach(sink -> assertThat(sink.calls()).isIn(calls, List.of()));
  }

  private static void checkContracts(RandomPipeline actual) {
    assertThat(actual.source().violations()).isEmpty();
    actual.sinks().forEach(sink -> assertThat(sink.violations()).isEmpty());
    actual.letterSinks().forEach(sink -> assertThat(sink.violations()).isEmpty());
    assertThat(actual.source().lanes()).noneMatch(ScriptedSource.ScriptedLane::leaked);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("fewSeeds")
  void shouldAcknowledgeOnlyWhatWasDeliveredWhenCancelled(long seed) throws Exception {
    Stop stop = new Stop(seed);
    RandomPipeline actual = new RandomPipeline(seed, stop::call);

    Job job = runtime(new Random(seed), seed).start(actual.pipeline());
    stop.await(job);
    job.cancel();

    assertThat(job.state().ended()).isTrue();
    Expectation expected = new Expectation(new RandomPipeline(seed).pipeline(), true);
    expected.checkPrefixes(actual);
    if (actual.ordered()) {
      expected.checkAcknowledged(actual);
    }
    checkContracts(actual);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("fewSeeds")
  void shouldDeliverEverythingFetchedWhenDrained(long seed) throws Exception {
    Stop stop = new Stop(seed);
    RandomPipeline actual = new RandomPipeline(seed, stop::call);

    Job job = runtime(new Random(seed), seed).start(actual.pipeline());
    stop.await(job);
    String failure = "none";
    try {
      job.drain(Duration.ofSeconds(30));
    } catch (JobCancelledException e) {
      throw e;
    } catch (JobException e) {
      failure = Expectation.text(e);
    }

    RandomPipeline cut = new RandomPipeline(seed, call -> {}, blocks(actual));
    Expectation expected = new Expectation(cut.pipeline(), !cut.strict());
    Set<String> failures = expected.failures();
    if (failure.equals("none")) {
      assertThat(failures).isEmpty();
      expected.checkSinks(actual);
      checkEverythingAcknowledged(actual);
    } else if (!failure.startsWith("could not read")) {
      assertThat(failures).contains(failure);
    }
    checkContracts(actual);
  }

  private static List<Integer> blocks(RandomPipeline actual) {
    return actual.source().lanes().stream().map(ScriptedSource.ScriptedLane::handedOut).toList();
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

    /** Waits for the moment or the end of the job. */
    void await(Job job) throws InterruptedException {
      job.result().whenComplete((result, error) -> reached.countDown());
      assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
