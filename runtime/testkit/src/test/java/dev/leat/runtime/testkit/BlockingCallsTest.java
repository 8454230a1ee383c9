package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.eventloop.EventLoops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** That blocking calls are seen where they are forbidden, and only there, and named. */
@LeatTest
class BlockingCallsTest {

  private final LocalRuntime runtime = LocalRuntime.create();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Integer> numbers() {
    return Pipeline.named("numbers").from(Sources.of(1, 2, 3));
  }

  private static Stage<Integer> one() {
    return Pipeline.named("one").from(Sources.of(1));
  }

  /** The only sleeps in these tests: the calls that are to be caught. */
  private static <T> T blocking(T element) throws InterruptedException {
    Thread.sleep(1);
    return element;
  }

  private static int swallowing(int element) {
    try {
      return blocking(element);
    } catch (InterruptedException | AssertionError e) {
      return element;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameEveryCallOnAnEventLoopAlsoWhenItsErrorIsSwallowed(
      Blocking call, BlockingCalls calls, @TempDir Path folder) throws Exception {
    try (Blocking.Place place = new Blocking.Place(folder)) {
      Stage<Integer> enriched =
          one().io("enrich", n -> CompletableFuture.completedFuture(call.swallowed(place, n)));

      assertThat(runtime.collect(enriched)).containsExactly(1);

      List<BlockingCall> seen = calls.take();
      assertThat(seen).isNotEmpty();
      assertThat(seen.get(0).message())
          .matches(
              "stage 'enrich' \\(io, event loop\\) called %s at Blocking.java:%d; declare it coroutine\\(\\.\\.\\.\\) or use a non-blocking client"
                  .formatted(method(call), line(seen.get(0))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameEveryCallOnAWorkerThatComputes(
      Blocking call, BlockingCalls calls, @TempDir Path folder) throws Exception {
    try (Blocking.Place place = new Blocking.Place(folder)) {
      Stage<Integer> parsed = one().cpu("parse", number -> call.swallowed(place, number));

      assertThat(runtime.collect(parsed)).containsExactly(1);

      List<BlockingCall> seen = calls.take();
      assertThat(seen).isNotEmpty();
      assertThat(seen.get(0).message())
          .matches(
              "stage 'parse' \\(cpu, cpu worker\\) called %s at Blocking.java:%d; declare it coroutine\\(\\.\\.\\.\\), or move the call into a stage that is"
                  .formatted(method(call), line(seen.get(0))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameEveryCallOfAStageThatWaitsForManyResults(
      Blocking call, BlockingCalls calls, @TempDir Path folder) throws Exception {
    try (Blocking.Place place = new Blocking.Place(folder)) {
      Stage<Integer> listed = one().ioMany("list", n -> Flux.just(call.swallowed(place, n)));

      assertThat(runtime.collect(listed)).containsExactly(1);

      List<BlockingCall> seen = calls.take();
      assertThat(seen).isNotEmpty();
      assertThat(seen.get(0).message())
          .matches(
              "stage 'list' \\(ioMany, event loop\\) called %s at Blocking.java:%d; declare it coroutine\\(\\.\\.\\.\\) or use a non-blocking client"
                  .formatted(method(call), line(seen.get(0))));
    }
  }

  private static String method(Blocking call) {
    return call.method().isEmpty() ? "\\S+ through org\\.h2\\S+" : Pattern.quote(call.method());
  }

  private static int line(BlockingCall call) {
    return call.stack().stream()
        .filter(frame -> "Blocking.java".equals(frame.getFileName()))
        .findFirst()
        .orElseThrow()
        .getLineNumber();
  }

  @Test
  void shouldListInTheGuideWhatIsTested() throws Exception {
    String guide = Files.readString(Path.of("../../docs/guide/blocking-calls.md"));
    Matcher rows =
        Pattern.compile("^\\| `([\\w.$<>]+)` \\| \\w+ \\|$", Pattern.MULTILINE).matcher(guide);

    assertThat(rows.results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Blocking.values())
                .map(Blocking::method)
                .filter(method -> !method.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void shouldFailTheJobOfAStageThatDoesNotCatchTheError(BlockingCalls calls) {
    assertThatThrownBy(() -> runtime.collect(numbers().cpu("nap", BlockingCallsTest::blocking)))
        .isInstanceOf(JobException.class)
        .rootCause()
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("stage 'nap' (cpu, cpu worker) called java.lang.Thread.sleep at ");

    assertThat(calls.take()).isNotEmpty();
  }

  @Test
  void shouldNameTheStageAmongThoseThatAreFused(BlockingCalls calls) {
    Stage<Integer> fused =
        numbers()
            .cpu("first", number -> number + 1)
            .map(number -> number)
            .filter(number -> blocking(true))
            .cpu("last", number -> number);

    assertThatThrownBy(() -> runtime.collect(fused)).isInstanceOf(JobException.class);

    assertThat(calls.take())
        .isNotEmpty()
        .allSatisfy(call ->
            assertThat(call.message())
                .startsWith("stage 'filter@BlockingCallsTest.java:")
                .contains(
                    "' (filter, cpu worker) called java.lang.Thread.sleep at BlockingCallsTest.java:"));
  }

  @Test
  void shouldNameTheLaterOfTwoStagesThatDoTheSame(BlockingCalls calls) {
    Stage<Integer> fused =
        numbers()
            .cpu("first", number -> number == 1 ? number : swallowing(number))
            .cpu("second", number -> number == 1 ? swallowing(number) : number);

    assertThat(runtime.collect(fused)).hasSize(3);

    assertThat(calls.take())
        .extracting(call -> call.stage().orElseThrow().name())
        .contains("first", "second");
  }

  @Test
  void shouldNameTheStageWhoseIteratorBlocks(BlockingCalls calls) {
    Stage<Integer> stage =
        numbers()
            .cpu("first", number -> number)
            .flatMap(number -> () -> Arrays.asList(swallowing(number)).iterator())
            .cpu("last", number -> number);

    assertThat(runtime.collect(stage)).hasSize(3);

    assertThat(calls.take())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.stage().orElseThrow().kind()).isEqualTo("flatMap"));
  }

  @Test
  void shouldNameACheapStageThatRunsOnTheLoopOfTheStageBeforeIt(BlockingCalls calls) {
    Stage<Integer> stage =
        numbers()
            .io("call", CompletableFuture::completedFuture)
            .map(BlockingCallsTest::swallowing)
            .coroutine("wait", number -> number);

    assertThat(runtime.collect(stage)).hasSize(3);

    assertThat(calls.take())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.message()).contains("' (map, event loop) called "));
  }

  @Test
  void shouldSayWhenACallbackBlocksThatBelongsToNoStage(BlockingCalls calls) {
    try (EventLoops loops = EventLoops.create();
        LocalRuntime lent =
            LocalRuntime.builder().eventLoops(() -> EventLoops.borrow(loops.vertx())).build()) {
      Stage<Integer> stage =
          one().io("call", number -> onA(loops).thenApply(seen -> swallowing(number)));

      assertThat(lent.collect(stage)).containsExactly(1);
    }

    assertThat(calls.take())
        .isNotEmpty()
        .allSatisfy(call ->
            assertThat(call.message())
                .matches("thread 'leat-loop-.*' \\(event loop\\), in no stage, called .*"));
  }

  /** A promise that is kept on an event loop, some time after this returned. */
  private static CompletableFuture<String> onA(EventLoops loops) {
    CompletableFuture<String> promise = new CompletableFuture<>();
    loops.vertx().setTimer(5, id -> promise.complete("done"));
    return promise;
  }

  /** With operators that all jobs share, and with copies from the second block on. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 0})
  void shouldCatchWhatAWorkerDoesToTheElementsOfABlockItReads(long after, BlockingCalls calls) {
    Stage<Integer> stage =
        Pipeline.named("blocks")
            .from(new SlowBlocks(3))
            .cpu("same", number -> number)
            .map(number -> number < 2 ? number : swallowing(number));

    try (LocalRuntime own = LocalRuntime.builder().cores(1).specializeAfter(after).build()) {
      assertThat(own.collect(stage)).containsExactly(0, 1, 2);
    }

    assertThat(calls.take())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.message()).contains("' (map, cpu worker) called "));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 0})
  void shouldLetAWorkerReadABlock(long after) {
    Stage<Integer> stage =
        Pipeline.named("blocks").from(new SlowBlocks(3)).cpu("same", number -> number);

    try (LocalRuntime own = LocalRuntime.builder().specializeAfter(after).build()) {
      assertThat(own.collect(stage)).containsExactly(0, 1, 2);
    }
  }

  @Test
  void shouldNameTheStageAmongCopiesOfOperators(BlockingCalls calls) {
    Stage<Long> fused =
        Pipeline.named("many")
            .from(Sources.range(0, 1_000))
            .cpu("first", number -> number + 1)
            .filter(number -> number < 900 || swallowing(1) == 1)
            .cpu("last", number -> number);

    try (LocalRuntime own =
        LocalRuntime.builder().cores(1).chunkElements(64).specializeAfter(64).build()) {
      assertThat(own.collect(fused)).hasSize(1_000);
    }

    assertThat(calls.take())
        .isNotEmpty()
        .allSatisfy(call ->
            assertThat(call.message())
                .startsWith("stage 'filter@BlockingCallsTest.java:")
                .contains("' (filter, cpu worker) called java.lang.Thread.sleep at "));
  }

  @Test
  void shouldNameAStageThatRunsATaskForWhichItsPoolHasNoRoom(BlockingCalls calls) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new CallerRunsPolicy())) {
      pool.execute(() -> await(over));
      Stage<Integer> asked =
          one().io("ask", n -> CompletableFuture.supplyAsync(() -> swallowing(n), pool));

      assertThat(runtime.collect(asked)).containsExactly(1);
      over.countDown();
    }

    assertThat(calls.take())
        .isNotEmpty()
        .allSatisfy(call ->
            assertThat(call.message())
                .startsWith("stage 'ask' (io, event loop) called java.lang.Thread.sleep at "));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldLetCoroutinesAndSinksWait() {
    runtime.run(
        numbers()
            .coroutine("nap", BlockingCallsTest::blocking)
            .to(Sinks.each(BlockingCallsTest::blocking)));
  }
}
