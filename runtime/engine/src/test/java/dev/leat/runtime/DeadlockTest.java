package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs in which branches wait for each other come to their end, however little room there is. */
@Timeout(60)
class DeadlockTest {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final long MANY = 4_000;

  static Stream<Named<Supplier<LocalRuntime>>> runtimes() {
    return Stream.of(
        Named.of("edges of 1", () -> small(1, 1).cores(2).build()),
        Named.of("edges of 16", () -> small(16, 16).cores(2).build()),
        Named.of("large chunks, edges of 1", () -> small(1_024, 1).cores(1).build()),
        Named.of("defaults", () -> LocalRuntime.builder().cores(2).build()),
        Named.of("inline, edges of 1", () -> small(1, 1).inline(1).build()));
  }

  private static LocalRuntimeBuilder small(int chunk, int edge) {
    return LocalRuntime.builder().chunkElements(chunk).edgeElements(edge);
  }

  private static Stage<Long> range(long to) {
    return Pipeline.named("tight").from(Sources.range(0, to));
  }

  /** Runs a pipeline; says what it was doing if it does not end. */
  private static JobResult run(LocalRuntime runtime, Pipeline pipeline) {
    Job job = runtime.start(pipeline);
    try {
      return job.result().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      AssertionError hangs = new AssertionError(job.explain().text(), e);
      job.cancel();
      throw hangs;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JobException failure) {
        throw failure;
      }
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Long> collect(LocalRuntime runtime, Stage<Long> stage) {
    ProbeSink<Long> sink = new ProbeSink<>();
    run(runtime, stage.to("sink", sink));
    return sink.elements();
  }

  private static List<Long> numbers(long to) {
    return LongStream.range(0, to).boxed().toList();
  }

  private static CheckedFunction<Long, Long> slow() {
    return x -> {
      if (x % 100 == 0) {
        LockSupport.parkNanos(50_000);
      }
      return x;
    };
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldMergeABranchThatLetsNothingThroughWithOneThatLetsAll(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> numbers = range(MANY);

      List<Long> merged =
          collect(runtime, Pipeline.merge(numbers.filter(x -> false), numbers.cpu("all", x -> x)));

      assertThat(merged).containsExactlyElementsOf(numbers(MANY));
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldMergeASlowBranchWithAFastOne(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> numbers = range(MANY);

      List<Long> merged =
          collect(
              runtime,
              Pipeline.merge(
                  numbers.coroutine("slow", slow(), co -> co.concurrency(2)),
                  numbers.map(x -> x),
                  numbers.cpu("computed", x -> x)));

      assertThat(merged).hasSize(3 * (int) MANY);
      assertThat(merged.stream().distinct().sorted()).containsExactlyElementsOf(numbers(MANY));
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldMergeTheBranchesOfMergesAgain(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> numbers = range(1_000);
      Stage<Long> all = numbers;
      for (int i = 0; i < 5; i++) {
        Stage<Long> before = all;
        all =
            Pipeline.merge(
                before.filter(x -> x % 2 == 0).cpu("even" + i, x -> x),
                before.filter(x -> x % 2 == 1).coroutine("odd" + i, copy()));
      }

      assertThat(collect(runtime, all).stream().sorted()).containsExactlyElementsOf(numbers(1_000));
    }
  }

  private static Coroutine<Long, Long> copy() {
    return (in, out) -> {
      while (in.hasNext()) {
        out.emit(in.next());
      }
    };
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldFailWhenOneOfTheBranchesOfAMergeDoes(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> numbers = range(MANY);
      Stage<Long> failing =
          numbers.cpu("failing", x -> x == 1_000 ? Long.parseLong("thousand") : x);
      Stage<Long> merged = Pipeline.merge(failing, numbers.coroutine("slow", slow()));

      assertThatThrownBy(() -> collect(runtime, merged)).hasMessageContaining("thousand");
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldFailWhenOneOfTheInputsOfAConcatDoes(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> failing =
          range(MANY).cpu("failing", x -> x == 1_000 ? Long.parseLong("thousand") : x);

      assertThatThrownBy(() -> collect(runtime, Pipeline.concat(range(10), failing)))
          .hasMessageContaining("thousand");
      assertThatThrownBy(() -> collect(runtime, Pipeline.concat(failing, range(10))))
          .hasMessageContaining("thousand");
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldConcatABranchWithAnotherSourceWhileTheOtherBranchIsSlow(
      Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      ProbeSink<Long> one = new ProbeSink<>();
      ProbeSink<Long> two = new ProbeSink<>();

      run(
          runtime,
          range(MANY)
              .broadcast(
                  a -> Pipeline.concat(a.filter(x -> x < 10), range(MANY)).to("one", one),
                  b -> b.coroutine("slow", slow(), co -> co.concurrency(1)).to("two", two)));

      assertThat(one.elements()).hasSize((int) MANY + 10);
      assertThat(two.elements()).containsExactlyElementsOf(numbers(MANY));
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldJoinTheBranchesOfARouteAgain(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      ProbeSink<Long> none = new ProbeSink<>();
      ProbeSink<Long> all = new ProbeSink<>();
      Stage<Long> numbers = range(MANY);

      run(
          runtime,
          numbers.route(r ->
              r.when(x -> x < 0, b -> b.to("none", none))
                  .otherwise(b -> slowWith(b, numbers).to("all", all))));

      assertThat(none.elements()).isEmpty();
      assertThat(all.elements()).hasSize(2 * (int) MANY - 6);
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldCollectABatchThatIsLargerThanAnEdge(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> sizes =
          range(20_001).cpu("before", x -> x).batch(10_000, NEVER).map(list -> (long) list.size());

      assertThat(collect(runtime, sizes)).containsExactly(10_000L, 10_000L, 1L);
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldCollectABatchThatIsLargerThanAnEdgeInOneOfTheBranchesOfAMerge(
      Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> numbers = range(10_001);
      Stage<Long> sizes = numbers.batch(10_000, NEVER).map(list -> -(long) list.size());

      List<Long> merged = collect(runtime, Pipeline.merge(sizes, numbers.cpu("all", x -> x)));

      assertThat(merged).hasSize(10_001 + 2).contains(-10_000L, -1L);
    }
  }

  /** Holds back every list until another one is there. */
  private static Coroutine<List<Long>, Long> sizes() {
    return (in, out) -> {
      while (in.hasNext()) {
        long size = in.next().size();
        out.emit(in.hasNext() ? size + in.next().size() : size);
      }
    };
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldKeepListsOfManyBlocksInACoroutine(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> sizes =
          new NumberSource(20_001).stage().batch(5_000, NEVER).coroutine("sizes", sizes());

      assertThat(collect(runtime, sizes)).containsExactly(10_000L, 10_000L, 1L);
    }
  }

  @Test
  void shouldReduceMoreBlocksThanMayBeUnderWay() {
    long blocks = 200_000;
    Coroutine<Long, Long> sum =
        (in, out) -> {
          long all = 0;
          while (in.hasNext()) {
            all += in.next();
          }
          out.emit(all);
        };
    try (LocalRuntime runtime = LocalRuntime.builder().cores(2).build()) {
      List<Long> reduced = collect(runtime, new NumberSource(blocks).stage().reduce(Long::sum));
      List<Long> summed = collect(runtime, new NumberSource(blocks).stage().coroutine("sum", sum));

      assertThat(reduced).isEqualTo(summed).containsExactly(blocks * (blocks - 1) / 2);
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldLetTwoCoroutinesWaitForEachOthersData(Supplier<LocalRuntime> runtimes) {
    Semaphore ping = new Semaphore(1);
    Semaphore pong = new Semaphore(0);
    ProbeSink<Long> one = new ProbeSink<>();
    ProbeSink<Long> two = new ProbeSink<>();
    try (LocalRuntime runtime = runtimes.get()) {
      run(
          runtime,
          range(500)
              .broadcast(
                  a -> a.coroutine("ping", turns(ping, pong)).to("one", one),
                  b -> b.coroutine("pong", turns(pong, ping)).to("two", two)));
    }
    assertThat(one.elements()).isEqualTo(two.elements()).containsExactlyElementsOf(numbers(500));
  }

  /** All results leave at the end, while the other branch is done or waits for room. */
  @ParameterizedTest
  @MethodSource("roomy")
  void shouldMergeTheResultsOfAMillionKeysWithAnotherBranch(Supplier<LocalRuntime> runtimes) {
    long keys = 1_000_000;
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> numbers = range(keys);
      Stage<Long> counted = numbers.byKey(x -> x, lane -> lane.aggregate(Aggregators.count()));
      Stage<Long> last = numbers.byKey(x -> x, lane -> lane.scan(() -> -1L, (all, x) -> x));

      Stage<Long> sum = Pipeline.merge(counted, last.cpu("all", x -> x)).reduce(Long::sum);

      assertThat(collect(runtime, sum)).containsExactly(keys + keys * (keys - 1) / 2);
    }
  }

  /** Edges of one element for a million of them would test nothing but patience. */
  static Stream<Named<Supplier<LocalRuntime>>> roomy() {
    return runtimes().filter(runtime -> !runtime.getName().endsWith("edges of 1"));
  }

  private static Coroutine<Long, Long> turns(Semaphore mine, Semaphore other) {
    return (in, out) -> {
      while (in.hasNext()) {
        mine.acquire();
        out.emit(in.next());
        other.release();
      }
    };
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldHoldUpTheOtherBranchAndGoOnWhenASinkIsStuckForAWhile(Supplier<LocalRuntime> runtimes)
      throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    ProbeSink<Long> fast = new ProbeSink<>();
    try (LocalRuntime runtime = runtimes.get()) {
      Job job =
          runtime.start(
              range(MANY)
                  .route(r ->
                      r.when(x -> x % 2 == 0, b -> b.to("slow", waiting(reached, stuck)))
                          .otherwise(b -> odd(b).to("fast", fast))));
      assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
      stuck.countDown();

      job.await();
    }
    assertThat(fast.elements()).hasSize((int) MANY / 2);
  }

  private static Sink<Long> waiting(CountDownLatch reached, CountDownLatch stuck) {
    return Sinks.each(x -> {
      reached.countDown();
      assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
    });
  }

  private static Stage<Long> slowWith(Stage<Long> branch, Stage<Long> numbers) {
    return Pipeline.merge(branch.coroutine("slow", slow()), numbers.filter(x -> x > 5));
  }

  private static Stage<Long> odd(Stage<Long> branch) {
    return branch.cpu("odd", x -> x);
  }
}
