package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Sources;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that are joined and divided. */
@Timeout(30)
class ShapesTest {

  private static final int MANY = 5_000;

  private final Pipeline.Named pipeline = Pipeline.named("shapes");

  static Stream<Named<Supplier<LocalRuntime>>> runtimes() {
    return Stream.of(
        Named.of("local", () -> LocalRuntime.builder().cores(2).build()),
        Named.of("inline", LocalRuntime::inline),
        Named.of(
            "edges of 1", () -> LocalRuntime.builder().chunkElements(1).edgeElements(1).build()),
        Named.of(
            "edges of 7", () -> LocalRuntime.builder().chunkElements(3).edgeElements(7).build()));
  }

  private Stage<Long> range(long from, long to) {
    return pipeline.from(Sources.range(from, to));
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldMergeAllElementsAndKeepTheOrderOfEach(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      List<Long> merged =
          runtime.collect(
              Pipeline.merge(range(0, MANY), range(MANY, 2 * MANY).cpu("compute", x -> x)));

      assertThat(merged.stream().filter(x -> x < MANY)).containsExactlyElementsOf(numbers(0, MANY));
      assertThat(merged.stream().filter(x -> x >= MANY))
          .containsExactlyElementsOf(numbers(MANY, 2 * MANY));
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldMergeBranchesOfOneStageWithASlowAndAFilteredOne(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> stem = range(0, MANY);
      Stage<Long> slow = stem.filter(x -> x % 2 == 0).coroutine("slow", x -> x);
      Stage<Long> none = stem.filter(x -> x < 0);
      Stage<Long> rest = stem.filter(x -> x % 2 == 1);

      List<Long> merged = runtime.collect(Pipeline.merge(slow, none, rest).cpu("compute", x -> x));

      assertThat(merged).containsExactlyInAnyOrderElementsOf(numbers(0, MANY));
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldConcatInTheOrderGiven(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime runtime = runtimes.get()) {
      Stage<Long> all =
          Pipeline.concat(
              range(0, MANY).coroutine("slow", x -> x),
              range(0, 0),
              range(MANY, 2 * MANY).cpu("compute", x -> x),
              range(2 * MANY, 3 * MANY));

      assertThat(runtime.collect(all)).containsExactlyElementsOf(numbers(0, 3 * MANY));
    }
  }

  @Test
  void shouldReportAFailureOfALaterInputOnlyWhenItsTurnHasCome() {
    Stage<Long> failing = range(10, 20).map(ShapesTest::fail);
    ProbeSink<Long> sink = new ProbeSink<>();
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(
              () -> runtime.run(Pipeline.concat(range(0, MANY), failing).to("sink", sink)))
          .isInstanceOf(StageException.class)
          .hasMessageContaining("element: 10");
    }
    assertThat(sink.elements()).containsExactlyElementsOf(numbers(0, MANY));
  }

  private static Long fail(Long number) {
    throw new IllegalStateException("no " + number);
  }

  @Test
  void shouldNotReadALaterInputOfAConcatBeforeItsTurn() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch opened = new CountDownLatch(1);
    Iterable<Long> source =
        () -> {
          opened.countDown();
          return numbers(1, 2).iterator();
        };
    Stage<Long> later = pipeline.from(Sources.from(source));
    Stage<Long> waiting =
        range(0, 1)
            .coroutine(
                "wait",
                x -> {
                  first.await();
                  return x;
                });
    try (LocalRuntime runtime = LocalRuntime.create()) {
      ProbeSink<Long> sink = new ProbeSink<>();
      var job = runtime.start(Pipeline.concat(waiting, later).to("sink", sink));
      assertThat(opened.getCount()).isEqualTo(1);
      first.countDown();
      job.await();

      assertThat(sink.elements()).containsExactly(0L, 1L);
    }
  }

  @Test
  void shouldRefuseAConcatWhoseInputsComeFromTheSameStage() {
    Stage<Long> stem = range(0, 10);
    try (LocalRuntime runtime = LocalRuntime.create()) {
      Stage<Long> both = Pipeline.concat(stem.map(x -> x), stem.filter(x -> x > 5));

      assertThatThrownBy(() -> runtime.collect(both))
          .isInstanceOf(PipelineDefinitionException.class)
          .hasMessageContaining("filter@ShapesTest.java")
          .hasMessageContaining("map@ShapesTest.java")
          .hasMessageContaining("use merge");
    }
  }

  @Test
  void shouldRefuseTwoConcatsThatWouldWaitForEachOther() {
    Stage<Long> a = range(0, MANY);
    Stage<Long> b = range(0, MANY);
    ProbeSink<Long> sink = new ProbeSink<>();
    Pipeline crossed =
        Pipeline.of(
            "crossed",
            Pipeline.concat(a.map(x -> x), b.map(x -> x)).to("one", sink),
            Pipeline.concat(b.map(x -> x), a.map(x -> x)).to("two", sink));
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.run(crossed))
          .isInstanceOf(PipelineDefinitionException.class)
          .hasMessageContaining("would hold that up");
    }
  }

  @Test
  void shouldRefuseAConcatBehindAnEndlessInput() {
    Stage<Long> endless =
        pipeline.from(Sources.endless(() -> LongStream.iterate(0, x -> x + 1).iterator()));
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.collect(Pipeline.concat(endless, range(0, 1)).take(3)))
          .isInstanceOf(PipelineDefinitionException.class)
          .hasMessageContaining("never ends");
    }
  }

  @Test
  void shouldSeeOneLaneBehindAMerge() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      Stage<Long> counted =
          Pipeline.merge(range(0, 100), range(0, 100)).scan(() -> 0L, (count, x) -> count + 1);

      assertThat(runtime.collect(counted)).containsExactlyElementsOf(numbers(1, 201));
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldRouteEachElementToTheFirstBranchThatMatches(Supplier<LocalRuntime> runtimes) {
    ProbeSink<Long> large = new ProbeSink<>();
    ProbeSink<Long> even = new ProbeSink<>();
    ProbeSink<Long> rest = new ProbeSink<>();
    Pipeline routed =
        range(0, MANY)
            .cpu("compute", x -> x)
            .route(r ->
                r.when(x -> x >= 1_000, b -> b.to("large", large))
                    .when(x -> x % 2 == 0, b -> slowly(b, even))
                    .otherwise(b -> negated(b, rest)));
    try (LocalRuntime runtime = runtimes.get()) {
      runtime.run(routed);
    }
    assertThat(large.elements()).containsExactlyElementsOf(numbers(1_000, MANY));
    assertThat(even.elements())
        .containsExactlyElementsOf(numbers(0, 500).stream().map(x -> 2 * x).toList());
    assertThat(rest.elements())
        .containsExactlyElementsOf(numbers(0, 500).stream().map(x -> -(2 * x + 1)).toList());
  }

  private static Pipeline slowly(Stage<Long> numbers, ProbeSink<Long> sink) {
    return numbers.coroutine("slow", x -> x).to("even", sink);
  }

  private static Pipeline negated(Stage<Long> numbers, ProbeSink<Long> sink) {
    return numbers.map(x -> -x).to("rest", sink);
  }

  @Test
  void shouldGoOnWhenOneBranchOfARouteHasEnded() {
    ProbeSink<Long> few = new ProbeSink<>();
    ProbeSink<Long> rest = new ProbeSink<>();
    Pipeline routed =
        range(0, MANY)
            .route(r ->
                r.when(x -> x % 2 == 0, b -> b.take(3).to("few", few))
                    .otherwise(b -> b.to("rest", rest)));
    try (LocalRuntime runtime = LocalRuntime.create()) {
      runtime.run(routed);
    }
    assertThat(few.elements()).containsExactly(0L, 2L, 4L);
    assertThat(rest.elements()).hasSize(MANY / 2);
  }

  @Test
  void shouldNameTheElementOfWhichAConditionFailed() {
    ProbeSink<Long> sink = new ProbeSink<>();
    Pipeline routed =
        range(0, 10)
            .route(r ->
                r.when(x -> fail(x) > 1, b -> b.to("some", sink))
                    .otherwise(b -> b.to("rest", sink)));
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.run(routed))
          .isInstanceOf(StageException.class)
          .hasMessageContaining("route@ShapesTest.java")
          .hasMessageContaining("element: 0");
    }
  }

  @Test
  void shouldRunSeveralSourcesAndSinksAsOneJob() {
    ProbeSink<Long> one = new ProbeSink<>();
    ProbeSink<Long> two = new ProbeSink<>();
    Pipeline both =
        Pipeline.of(
            "both",
            range(0, 10).to("one", one),
            Pipeline.named("other").from(Sources.range(0, 20)).to("two", two));
    try (LocalRuntime runtime = LocalRuntime.create()) {
      runtime.run(both);
    }
    assertThat(one.elements()).hasSize(10);
    assertThat(two.elements()).hasSize(20);
  }

  @Test
  void shouldNestBroadcasts() {
    ProbeSink<Long> one = new ProbeSink<>();
    ProbeSink<Long> two = new ProbeSink<>();
    ProbeSink<Long> three = new ProbeSink<>();
    Pipeline nested = range(0, 10).broadcast(a -> a.to("one", one), a -> tenfold(a, two, three));
    try (LocalRuntime runtime = LocalRuntime.create()) {
      runtime.run(nested);
    }
    assertThat(one.elements()).hasSize(10);
    assertThat(two.elements()).isEqualTo(three.elements()).endsWith(90L);
  }

  private static Pipeline tenfold(Stage<Long> numbers, ProbeSink<Long> two, ProbeSink<Long> three) {
    return numbers
        .map(x -> x * 10)
        .broadcast(b -> b.to("two", two), b -> b.cpu("ten", x -> x).to("three", three));
  }

  @Test
  void shouldPassOnTheFirstOfEqualElements() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThat(runtime.collect(range(0, MANY).map(x -> x % 7).distinct()))
          .containsExactlyElementsOf(numbers(0, 7));
      assertThat(runtime.collect(range(0, MANY).distinct(x -> x / 1_000)))
          .containsExactly(0L, 1_000L, 2_000L, 3_000L, 4_000L);
    }
  }

  @Test
  void shouldFailWhenThereAreMoreKeysThanAllowed() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.collect(range(0, 20).distinct(x -> x, k -> k.maxKeys(10))))
          .isInstanceOf(StageException.class)
          .hasMessageContaining("more than 10 keys")
          .hasMessageContaining("raise maxKeys or set expireAfter")
          .hasMessageContaining("element: 10");
    }
  }

  @Test
  void shouldNeverHoldUpTheInputOfConflate() {
    CountDownLatch drawn = new CountDownLatch(MANY);
    Stage<Long> latest =
        range(0, MANY)
            .peek(x -> drawn.countDown())
            .conflate()
            .map(x -> {
              drawn.await(); // only when everything was taken in may the first one go on
              return x;
            });
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Long> passed = runtime.collect(latest);

      assertThat(passed).endsWith(MANY - 1L).isSorted().doesNotHaveDuplicates();
    }
  }
}
