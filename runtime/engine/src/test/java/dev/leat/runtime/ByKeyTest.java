package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Emission;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Elements with keys, and aggregates that emit on the way. */
@Timeout(30)
class ByKeyTest {

  private static final int MANY = 1_000;
  private static final int KEYS = 7;

  private final LocalRuntime runtime = LocalRuntime.builder().cores(2).build();

  /** A result with its key. */
  private record Result(long key, Object value) {}

  static Stream<Named<Supplier<LocalRuntime>>> runtimes() {
    return Stream.of(
        Named.of("local", () -> LocalRuntime.builder().cores(2).build()),
        Named.of("inline", LocalRuntime::inline),
        Named.of(
            "edges of 1", () -> LocalRuntime.builder().chunkElements(1).edgeElements(1).build()),
        Named.of(
            "edges of 7", () -> LocalRuntime.builder().chunkElements(3).edgeElements(7).build()));
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("keys").from(Sources.range(0, MANY));
  }

  private static <R> Stage<Result> bySeven(Function<Stage<Long>, Stage<R>> lane) {
    return numbers().byKey(x -> x % KEYS, lane, Result::new);
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldAggregateEachKey(Supplier<LocalRuntime> runtimes) {
    List<Result> expected =
        LongStream.range(0, KEYS)
            .mapToObj(key ->
                new Result(key, LongStream.range(0, MANY).filter(x -> x % KEYS == key).count()))
            .toList();
    try (LocalRuntime other = runtimes.get()) {
      assertThat(other.collect(bySeven(lane -> lane.aggregate(Aggregators.count()))))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldKeepKeysAcrossEveryModel(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime other = runtimes.get()) {
      List<Result> counted = other.collect(bySeven(ByKeyTest::countedBehindEveryModel));

      assertThat(counted)
          .containsExactlyElementsOf(
              LongStream.range(0, MANY).mapToObj(x -> new Result(x % KEYS, x / KEYS + 1)).toList());
    }
  }

  private static Stage<Long> countedBehindEveryModel(Stage<Long> lane) {
    return lane.cpu("compute", x -> x)
        .io("ask", x -> CompletableFuture.supplyAsync(() -> x))
        .ioMany("publish", Flux::just)
        .flatMap(List::of)
        .coroutine("wait", x -> x)
        .scan(() -> 0L, (count, x) -> count + 1);
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldKeepAStateForEachKey(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime other = runtimes.get()) {
      assertThat(other.collect(bySeven(lane -> lane.take(2)))).hasSize(2 * KEYS);
      assertThat(other.collect(bySeven(lane -> lane.skip(2)))).hasSize(MANY - 2 * KEYS);
      assertThat(other.collect(bySeven(lane -> lane.takeWhile(x -> x < 20)))).hasSize(20);
      assertThat(other.collect(bySeven(lane -> lane.map(x -> x % 2).distinct()))).hasSize(2 * KEYS);
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldBatchEachKey(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime other = runtimes.get()) {
      List<Result> lists = other.collect(bySeven(lane -> lane.batch(10, Duration.ofMinutes(1))));

      assertThat(lists)
          .allSatisfy(list ->
              assertThat((List<?>) list.value())
                  .hasSizeBetween(1, 10)
                  .allMatch(x -> x instanceof Long number && number % KEYS == list.key()));
      assertThat(lists.stream().mapToInt(list -> ((List<?>) list.value()).size()).sum())
          .isEqualTo(MANY);
    }
  }

  @Test
  void shouldMergeInsideALane() {
    Stage<Result> counted =
        bySeven(lane ->
            Pipeline.merge(lane.filter(x -> x % 2 == 0), lane.filter(x -> x % 2 == 1))
                .aggregate(Aggregators.count()));

    assertThat(runtime.collect(counted))
        .hasSize(KEYS)
        .allMatch(result -> result.value() instanceof Long count && count >= MANY / KEYS);
  }

  @Test
  void shouldAllowAnyNumberOfKeysWithoutAState() {
    Stage<Long> mapped =
        numbers().byKey(x -> x, lane -> lane.map(x -> x + 1), (k, v) -> v, k -> k.maxKeys(10));

    assertThat(runtime.collect(mapped)).hasSize(MANY);
  }

  @Test
  void shouldFailWhenThereAreMoreKeysThanAllowed() {
    Stage<Long> counted =
        numbers()
            .byKey(
                x -> x, lane -> lane.scan(() -> 0L, (n, x) -> n), (k, v) -> v, k -> k.maxKeys(10));
    Stage<Long> aggregated =
        numbers()
            .byKey(
                x -> x,
                lane -> lane.aggregate(Aggregators.count()),
                (k, v) -> v,
                k -> k.maxKeys(10));

    for (Stage<Long> stage : List.of(counted, aggregated)) {
      assertThatThrownBy(() -> runtime.collect(stage))
          .isInstanceOf(StageException.class)
          .hasMessageContaining("more than 10 keys")
          .hasMessageContaining("raise maxKeys or set expireAfter")
          .hasMessageContaining("element: 10");
    }
  }

  @Test
  void shouldReportAKeyThatIsNullOrFails() {
    Stage<Long> none = numbers().byKey(ByKeyTest::noKey, lane -> lane.map(x -> x));
    Stage<Long> failing =
        numbers().byKey(x -> Long.parseLong("key " + x), lane -> lane.map(x -> x));

    assertThatThrownBy(() -> runtime.collect(none))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("byKey@ByKeyTest.java")
        .hasMessageContaining("the key of an element is null")
        .hasMessageContaining("element: 0");
    assertThatThrownBy(() -> runtime.collect(failing))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("key 0");
  }

  @SuppressWarnings("NullAway") // that is what the test is about
  private static Long noKey(Long number) {
    return null;
  }

  @Test
  void shouldRefuseWhatCannotHaveKeys() {
    Stage<Long> plain = numbers();
    assertRefused(bySeven(lane -> lane.byKey(x -> x, inner -> inner)), "inside another byKey");
    assertRefused(bySeven(Stage::conflate), "not possible inside a byKey");
    assertRefused(plain.byKey(x -> x, lane -> Pipeline.merge(lane, plain)), "or of none");
    assertThatThrownBy(() -> plain.byKey(x -> x, lane -> plain))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("its own argument");
  }

  private void assertRefused(Stage<?> stage, String reason) {
    assertThatThrownBy(() -> runtime.collect(stage))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("ByKeyTest.java")
        .hasMessageContaining(reason);
  }

  @Test
  void shouldEmitAfterEachSoManyElements() {
    assertThat(runtime.collect(numbers().aggregate(Aggregators.count(), Emission.every(300))))
        .containsExactly(300L, 300L, 300L, 100L);
  }

  @Test
  void shouldEmitOnAnEndlessStreamWhenATimeIsStated() {
    Stage<Long> endless =
        Pipeline.named("keys")
            .from(Sources.endless(() -> LongStream.iterate(0, x -> x + 1).iterator()));

    assertThat(runtime.collect(endless.aggregate(Aggregators.count(), Emission.every(5)).take(2)))
        .containsExactly(5L, 5L);
    assertThatThrownBy(() -> runtime.collect(endless.aggregate(Aggregators.count()).take(2)))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("never ends");
  }
}
