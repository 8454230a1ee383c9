package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.LocalRuntimeBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

/**
 * The engine itself never blocks a thread that must not block, whatever a job does and however it
 * ends: {@link LeatTest} fails every test in which it does.
 */
@LeatTest
class EngineThreadsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Runtimes in which threads meet in different ways. */
  enum Shape {
    DEFAULTS {
      @Override
      LocalRuntimeBuilder builder() {
        return LocalRuntime.builder();
      }
    },
    /** Every element is a chunk, and more workers than cores contend for it. */
    CROWDED {
      @Override
      LocalRuntimeBuilder builder() {
        return LocalRuntime.builder().cores(6).eventLoops(3).chunkElements(1).edgeElements(2);
      }
    };

    abstract LocalRuntimeBuilder builder();

    LocalRuntime runtime() {
      return builder().grace(Duration.ofMillis(500)).build();
    }
  }

  private static Stage<Integer> numbers(int count) {
    return Pipeline.named("numbers").from(Sources.of(ints(count)));
  }

  private static Integer[] ints(int count) {
    return IntStream.range(0, count).boxed().toArray(Integer[]::new);
  }

  /** A promise that another thread keeps. */
  private static CompletionStage<Integer> elsewhere(int number) {
    return CompletableFuture.supplyAsync(() -> number);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunEveryOperatorInOnePipeline(Shape shape) {
    try (LocalRuntime runtime = shape.runtime()) {
      Stage<Long> all =
          numbers(3_000)
              .filter(number -> number % 2 == 0)
              .map(number -> number / 2)
              .peek(number -> {})
              .cpu("compute", number -> number)
              .flatMap(number -> List.of(number, number))
              .io("call", EngineThreadsTest::elsewhere)
              .ioMany("many", number -> Flux.just(number, number))
              .coroutine("wait", number -> number)
              .each("look", number -> {})
              .skip(2)
              .takeWhile(number -> number < 1_400)
              .take(5_000)
              .scan(() -> 0, (count, number) -> count + 1)
              .batch(7, Duration.ofSeconds(1))
              .flatMap(batch -> batch)
              .cpu("again", number -> number)
              .aggregate(Aggregators.count());

      assertThat(runtime.collect(all)).containsExactly(5_000L);
    }
  }

  private static Coroutine<Integer, Integer> copy() {
    return (in, out) -> {
      while (in.hasNext()) {
        out.emit(in.next());
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void shouldJoinAndRouteWhatCoroutinesWithAMemoryEmit(Shape shape) {
    TestSink<Integer> even = TestSink.named("even");
    TestSink<Integer> latest = TestSink.named("latest");
    even.requestAll();
    latest.requestAll();
    Stage<Integer> copied = numbers(5_000).cpu("compute", number -> number).coroutine("a", copy());
    Stage<Integer> joined =
        Pipeline.merge(copied.coroutine("b", copy()), Pipeline.concat(numbers(50), numbers(50)));
    try (LocalRuntime runtime = shape.runtime()) {
      runtime.run(
          joined
              .distinct()
              .throttle(1_000_000_000, Duration.ofSeconds(1))
              .route(r ->
                  r.when(number -> number % 2 == 0, b -> b.to(even))
                      .otherwise(b -> b.conflate().to(latest))));
    }
    assertThat(even.received()).hasSize(2_500).doesNotHaveDuplicates();
    assertThat(latest.received()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldSendDeadLettersFromEveryKindOfStage(Shape shape) {
    TestSink<DeadLetter> letters = TestSink.named("letters");
    letters.requestAll();
    try (LocalRuntime runtime = shape.runtime()) {
      Stage<Integer> stage =
          numbers(700)
              .cpu("cpu", n -> odd(n, 7), cpu -> cpu.onError(OnError.deadLetters(letters)))
              .io("io", n -> elsewhere(odd(n, 11)), io -> io.onError(OnError.deadLetters(letters)))
              .coroutine("co", n -> odd(n, 13), co -> co.onError(OnError.deadLetters(letters)));

      List<Integer> left = runtime.collect(stage);

      assertThat(letters.received()).hasSize(700 - left.size());
      assertThat(letters.received()).extracting(DeadLetter::stage).contains("cpu", "io", "co");
    }
  }

  private static int odd(int number, int refused) {
    if (number % refused == 0) {
      throw new IllegalArgumentException("not " + number);
    }
    return number;
  }

  @ParameterizedTest
  @EnumSource
  void shouldTryAgainAfterFailuresAndTimeOuts(Shape shape) {
    AtomicInteger[] attempts = new AtomicInteger[60];
    CountDownLatch never = new CountDownLatch(1);
    Arrays.setAll(attempts, n -> new AtomicInteger());
    try (LocalRuntime runtime = shape.runtime()) {
      Stage<Integer> stage =
          numbers(60)
              .io(
                  "flaky",
                  n ->
                      switch (attempts[n].incrementAndGet()) {
                        case 1 -> new CompletableFuture<>();
                        case 2 -> CompletableFuture.failedFuture(new IllegalStateException("2nd"));
                        default -> elsewhere(n);
                      },
                  io ->
                      io.concurrency(8)
                          .timeout(Duration.ofMillis(300))
                          .deadline(LIMIT)
                          .retry(Retry.backoff(20, Duration.ofMillis(5))))
              .coroutine(
                  "slow",
                  n -> {
                    if (attempts[n].incrementAndGet() % 4 == 0) {
                      assertThat(never.await(60, TimeUnit.SECONDS)).isTrue();
                    }
                    return n;
                  },
                  co -> co.timeout(Duration.ofMillis(300)).retry(Retry.immediately(20)));

      assertThat(runtime.collect(stage)).containsExactly(ints(60));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCloseBatchesByTime(Shape shape) {
    TestSource<Integer> source = TestSource.named("numbers");
    TestSink<List<Integer>> sink = TestSink.named("batches");
    try (LocalRuntime runtime = shape.runtime()) {
      var unused = // the sink tells how it ended
          runtime.start(
              Pipeline.named("batches")
                  .from(source)
                  .cpu("same", n -> n)
                  .batch(1_000, Duration.ofMillis(5))
                  .to(sink));
      sink.requestAll();
      for (int i = 0; i < 20; i++) {
        source.emit(i);
        sink.expectNext(List.of(i));
      }
      source.complete();
      sink.expectCommitted();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadBlocksOfSeveralLanesInWorkers(Shape shape) {
    try (LocalRuntime runtime = shape.runtime()) {
      Stage<Integer> stage =
          Pipeline.named("blocks").from(new SlowBlocks(200, 3)).cpu("same", n -> n);

      assertThat(runtime.collect(stage)).hasSize(600);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldFeedSeveralBranchesAndHoldThemBack(Shape shape) {
    TestSink<Integer> slow = TestSink.named("slow");
    TestSink<Integer> fast = TestSink.named("fast");
    fast.requestAll();
    try (LocalRuntime runtime = shape.runtime()) {
      Job job =
          runtime.start(
              numbers(2_000)
                  .cpu("same", n -> n)
                  .broadcast(
                      all -> all.to(slow),
                      all -> all.io("call", EngineThreadsTest::elsewhere).to(fast)));
      for (int i = 0; i < 2_000; i++) {
        slow.request(1);
        slow.expectNext(i);
      }

      job.await();
      assertThat(fast.received()).containsExactly(ints(2_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndAJobThatFailsInTheMiddle(Shape shape) {
    TestSink<Integer> sink = TestSink.named("sink");
    sink.requestAll();
    try (LocalRuntime runtime = shape.runtime()) {
      Pipeline pipeline =
          numbers(100_000)
              .io("call", EngineThreadsTest::elsewhere)
              .cpu("odd", n -> n == 777 ? odd(n, 777) : n)
              .coroutine("wait", n -> n)
              .to(sink);

      assertThatThrownBy(() -> runtime.run(pipeline))
          .isInstanceOf(StageException.class)
          .hasMessageContaining("not 777");
      sink.expectAborted();
      assertThat(sink.received()).containsExactly(ints(777));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndAJobThatIsCancelled(Shape shape) {
    TestSink<Integer> sink = TestSink.named("sink");
    try (LocalRuntime runtime = shape.runtime()) {
      Job job = runtime.start(endless("cancelled").to(sink));
      sink.request(500);
      sink.next(500);

      job.cancel();

      assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
      sink.expectAborted();
    }
  }

  private static Stage<Integer> endless(String name) {
    return Pipeline.named(name)
        .from(Sources.endless(() -> Stream.iterate(0, n -> n + 1).iterator()))
        .cpu("compute", n -> n)
        .io("call", EngineThreadsTest::elsewhere)
        .coroutine("wait", n -> n);
  }

  @ParameterizedTest
  @EnumSource
  void shouldDrainAJob(Shape shape) {
    TestSink<Integer> sink = TestSink.named("sink");
    try (LocalRuntime runtime = shape.runtime()) {
      Job job = runtime.start(endless("drained").to(sink));
      sink.request(500);
      sink.next(500);
      sink.requestAll();

      assertThat(job.drain(LIMIT).drained()).isTrue();

      sink.expectCommitted();
      assertThat(sink.received()).containsExactly(ints(sink.received().size()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndAllJobsOfARuntimeThatIsClosed(Shape shape) {
    LocalRuntime runtime = shape.runtime();
    List<Job> jobs =
        IntStream.range(0, 4)
            .mapToObj(i -> runtime.start(endless("job" + i).to(Sinks.discard())))
            .toList();

    runtime.close();

    assertThat(jobs)
        .allSatisfy(
            job -> assertThatThrownBy(job::await).isInstanceOf(JobCancelledException.class));
  }

  @ParameterizedTest
  @EnumSource
  void shouldHandElementsToAStreamThatIsClosedEarly(Shape shape) {
    try (LocalRuntime runtime = shape.runtime();
        Stream<Integer> stream = runtime.stream(endless("stream"))) {
      assertThat(stream.limit(3_000)).containsExactly(ints(3_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHandElementsToASubscriberThatCancels(Shape shape) {
    try (LocalRuntime runtime = shape.runtime()) {
      List<Integer> taken =
          Flux.from(runtime.publisher(endless("publisher"))).take(3_000).collectList().block(LIMIT);

      assertThat(taken).containsExactly(ints(3_000));
    }
  }
}
