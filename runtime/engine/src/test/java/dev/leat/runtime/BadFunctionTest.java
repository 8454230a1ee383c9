package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.CheckedConsumer;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;

/** Functions, sources and sinks that do what they must not. */
@Timeout(20)
class BadFunctionTest {

  private static final LocalRuntime RUNTIME =
      LocalRuntime.builder().cores(2).grace(Duration.ofSeconds(15)).build();

  @AfterAll
  static void close() {
    RUNTIME.close();
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 10));
  }

  static Stream<Thrown> throwables() {
    return Stream.of(
            new IOException("oops"),
            new IllegalStateException("oops"),
            new AssertionError("oops"),
            new NoClassDefFoundError("oops"))
        .map(Thrown::new);
  }

  /** What a function throws. */
  record Thrown(Throwable failure) {

    Long at5(Long n) throws Exception {
      if (n != 5) {
        return n;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void shouldNameStageAndElementOfWhatAFunctionThrows(Thrown thrown) {
    check(thrown, numbers().map(thrown::at5), "map@BadFunctionTest.java:%d");
    check(thrown, numbers().cpu("s", thrown::at5), "s");
    check(thrown, numbers().coroutine("s", thrown::at5), "s");
    check(thrown, numbers().io("s", n -> CompletableFuture.completedFuture(thrown.at5(n))), "s");
    check(thrown, numbers().ioMany("s", n -> Flux.just(thrown.at5(n))), "s");
    check(thrown, numbers().scan(() -> 0L, (sum, n) -> thrown.at5(n)), "scan@");
    check(thrown, numbers().filter(n -> thrown.at5(n).equals(n)), "filter@");
    check(thrown, numbers().peek(thrown::at5), "peek@");
    check(thrown, numbers().takeWhile(n -> thrown.at5(n).equals(n)), "takeWhile@");
  }

  private static void check(Thrown thrown, Stage<Long> stage, String name) {
    ProbeSink<Long> sink = new ProbeSink<>();

    assertThatThrownBy(() -> RUNTIME.run(stage.to(sink)))
        .isInstanceOfSatisfying(
            StageException.class,
            e -> {
              assertThat(e.stage()).startsWith(name.replace("%d", ""));
              assertThat(e.pipeline()).isEqualTo("p");
              assertThat(e.position().line()).isEqualTo(6);
              assertThat(e.element()).isEqualTo("5");
            })
        .hasMessageMatching(
            "stage '.*' \\(BadFunctionTest.java:\\d+\\) of pipeline 'p' failed at range:6: .*oops; element: 5")
        .hasCause(thrown.failure);
    assertThat(sink.elements()).hasSize(5);
    assertThat(sink.calls()).containsExactly("open", "abort", "close");
  }

  @Test
  void shouldSurviveAFunctionThatOverflowsTheStack() {
    assertThatThrownBy(
            () -> RUNTIME.run(numbers().cpu("deep", BadFunctionTest::deep).to(Sinks.discard())))
        .isInstanceOf(StageException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @SuppressWarnings("InfiniteRecursion") // what is tested
  private static Long deep(Long n) {
    return 1 + deep(n + 1);
  }

  @Test
  void shouldSayThatAFunctionReturnedNull() {
    String message = "the function returned null, which is not an element";
    assertNull(numbers().map(n -> nothing()), message);
    assertNull(numbers().cpu("s", n -> nothing()), message);
    assertNull(numbers().coroutine("s", n -> nothing()), message);
    assertNull(numbers().flatMap(n -> nothing()), message);
    assertNull(numbers().scan(() -> 0L, (a, b) -> nothing()), message);
    assertNull(
        numbers().scan(BadFunctionTest::<Long>nothing, (a, b) -> b), "the initial state is null");
    assertNull(numbers().io("s", n -> nothing()), "the function returned null, not a promise");
    assertNull(
        numbers().ioMany("s", n -> nothing()), "the function returned null, not a publisher");
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // breaks the contract on purpose
  private static <T> T nothing() {
    return null;
  }

  private static void assertNull(Stage<?> stage, String message) {
    assertThatThrownBy(() -> RUNTIME.run(stage.to(Sinks.discard())))
        .isInstanceOf(StageException.class)
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage(message);
  }

  @Test
  void shouldCountACallOnceThatIsCompletedTwice() {
    Stage<Long> twice =
        numbers()
            .io(
                "s",
                n ->
                    new Promise(complete -> {
                      complete.accept(n, null);
                      complete.accept(-1L, null);
                      complete.accept(null, new IOException("late"));
                    }));

    assertThat(RUNTIME.collect(twice)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void shouldTakeResultsFromAnyThread() {
    Stage<Long> stage = numbers().io("s", BadFunctionTest::completedElsewhere);

    assertThat(RUNTIME.collect(stage)).hasSize(10).isSorted();
  }

  private static CompletableFuture<Long> completedElsewhere(Long result) {
    CompletableFuture<Long> promise = new CompletableFuture<>();
    var unused = Thread.ofVirtual().start(() -> promise.complete(result));
    return promise;
  }

  /** A promise that completes as a test says, as often as it says. */
  private static final class Promise extends CompletableFuture<Long> {

    private final Consumer<BiConsumer<? super @Nullable Long, ? super @Nullable Throwable>> script;

    Promise(Consumer<BiConsumer<? super @Nullable Long, ? super @Nullable Throwable>> script) {
      this.script = script;
    }

    @Override
    public CompletableFuture<Long> whenComplete(
        BiConsumer<? super @Nullable Long, ? super @Nullable Throwable> action) {
      script.accept(action);
      return this;
    }
  }

  @Test
  void shouldFailWhenACallCancelsItself() {
    Stage<Long> stage =
        numbers()
            .io(
                "s",
                n -> {
                  CompletableFuture<Long> promise = new CompletableFuture<>();
                  promise.cancel(true);
                  return promise;
                });

    assertThatThrownBy(() -> RUNTIME.run(stage.to(Sinks.discard())))
        .hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void shouldEndACallThatNeverCompletes() {
    Stage<Long> stage =
        numbers()
            .io(
                "s",
                n -> n == 5 ? new CompletableFuture<Long>() : CompletableFuture.completedFuture(n),
                io -> io.timeout(Duration.ofMillis(20)));

    assertThatThrownBy(() -> RUNTIME.run(stage.to(Sinks.discard())))
        .hasCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("failed at range:6: ")
        .hasMessageContaining("no answer within 20 ms");
  }

  @Test
  void shouldSayThatCallsAreStuckWhenNoneEnds() {
    Stage<Long> stage =
        numbers()
            .io(
                "s",
                n -> new Unending(),
                io ->
                    io.concurrency(2)
                        .timeout(Duration.ofMillis(5))
                        .onError(dev.leat.pipeline.OnError.skip()));

    LocalRuntime impatient = LocalRuntime.builder().grace(Duration.ofMillis(100)).build();
    try (impatient) {
      assertThatThrownBy(() -> impatient.run(stage.to(Sinks.discard())))
          .isInstanceOf(JobException.class)
          .hasMessageStartingWith("stage 's' (BadFunctionTest.java:")
          .hasMessageContaining("of pipeline 'p' has 2 stuck calls");
    }
  }

  /** A promise that cannot be cancelled. */
  private static final class Unending extends CompletableFuture<Long> {

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return false;
    }
  }

  // Publishers.

  static Stream<Breach> breaches() {
    return Stream.of(
        new Breach(
            "the publisher sent more results than it was asked for (Reactive Streams rule 1.1)",
            out -> {
              for (long i = 0; i < 100_000; i++) {
                out.onNext(i);
              }
              out.onComplete();
            }),
        new Breach("the publisher sent null", out -> out.onNext(nothing())),
        new Breach("java.io.IOException: oops", out -> out.onError(new IOException("oops"))));
  }

  /** How a publisher breaks the rules, and what is said about it. */
  record Breach(String message, Consumer<Subscriber<? super Long>> script) {}

  private static Publisher<Long> scripted(Consumer<Subscriber<? super Long>> script) {
    return subscriber -> {
      subscriber.onSubscribe(
          new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
          });
      script.accept(subscriber);
    };
  }

  @ParameterizedTest
  @MethodSource("breaches")
  void shouldNameTheRuleThatAPublisherBreaks(Breach breach) {
    Stage<Long> stage =
        numbers()
            .ioMany(
                "s",
                n ->
                    scripted(out -> {
                      try {
                        breach.script.accept(out);
                      } catch (NullPointerException e) {
                        // What rule 2.13 asks of a subscriber.
                      }
                    }));

    assertThatThrownBy(() -> RUNTIME.run(stage.to(Sinks.discard())))
        .isInstanceOf(StageException.class)
        .hasMessageContaining(breach.message);
  }

  @Test
  void shouldIgnoreSignalsAfterTheEndOfAPublisher() {
    Stage<Long> stage =
        numbers()
            .ioMany(
                "s",
                n ->
                    scripted(out -> {
                      out.onNext(n);
                      out.onComplete();
                      out.onNext(-1L);
                      out.onError(new IOException("late"));
                      out.onComplete();
                    }));

    assertThat(RUNTIME.collect(stage)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void shouldNotCountTheTimeInWhichAPublisherWaitsForRoom() {
    Stage<Long> stage =
        Pipeline.named("p")
            .from(Sources.of(1L))
            .ioMany(
                "s",
                n -> Flux.range(0, 300).map(Long::valueOf),
                io -> io.timeout(Duration.ofMillis(500)));
    try (LocalRuntime small = LocalRuntime.builder().edgeElements(4).chunkElements(1).build()) {
      CheckedConsumer<Long> slow = n -> java.util.concurrent.locks.LockSupport.parkNanos(3_000_000);
      assertThat(small.run(stage.to(Sinks.each(slow))).stats().stage("s").out()).isEqualTo(300);
    }
  }

  // Sinks and sources.

  @ParameterizedTest
  @ValueSource(strings = {"open", "write", "flush", "commit", "close"})
  void shouldSayWhatASinkCouldNotDo(String method) {
    for (UnaryOperator<Stage<Long>> shape :
        List.<UnaryOperator<Stage<Long>>>of(
            s -> s,
            s -> s.cpu("cpu", n -> n),
            s -> s.io("io", CompletableFuture::completedFuture))) {
      ProbeSink<Long> other = new ProbeSink<>();
      ProbeSink<Long> bad =
          new ProbeSink<>(
              "bad",
              call -> {
                if (call.equals(method)) {
                  throw new IOException("disk is full");
                }
              },
              new ConcurrentLinkedQueue<>());
      Stage<Long> stage = shape.apply(numbers());

      assertThatThrownBy(
              () -> RUNTIME.run(stage.broadcast(b -> b.to("good", other), b -> b.to("bad", bad))))
          .isInstanceOf(JobException.class)
          .hasMessageMatching(
              "stage 'bad' \\(BadFunctionTest.java:\\d+\\) of pipeline 'p' could not %s: disk is full"
                  .formatted(method.equals("write") ? "write" : method + " bad"));

      assertThat(bad.violations()).isEmpty();
      assertThat(other.violations()).isEmpty();
      assertThat(other.calls()).contains("close");
      assertThat(other.calls().contains("commit"))
          .isEqualTo(method.equals("close") || method.equals("commit"));
    }
  }

  @Test
  void shouldReportTheSinkWhenItFailsForWhatCameBeforeAnotherFailure() {
    ProbeSink<Long> bad =
        new ProbeSink<>(
            "bad",
            call -> {
              if (call.equals("write")) {
                throw new IOException("disk is full");
              }
            },
            new ConcurrentLinkedQueue<>());

    assertThatThrownBy(() -> RUNTIME.run(numbers().map(n -> 10 / (5 - n)).to("bad", bad)))
        .hasMessageContaining("could not write: disk is full");
    assertThat(bad.calls()).containsExactly("open", "abort", "close");
  }

  @Test
  void shouldGiveTheExceptionItselfToThoseWhoWaitForTheResult() {
    Job job = RUNTIME.start(numbers().map(n -> 10 / (5 - n)).to(Sinks.discard()));
    CompletableFuture<Throwable> seen = new CompletableFuture<>();

    job.result().whenComplete((result, error) -> seen.complete(error));

    assertThat(seen.join()).isInstanceOf(StageException.class);
  }

  @Test
  void shouldThrowTheFailureOfAStreamAfterWhatCameBefore() {
    try (var stream = RUNTIME.stream(numbers().map(n -> 10 / (5 - n)))) {
      var iterator = stream.iterator();
      for (int i = 0; i < 5; i++) {
        assertThat(iterator.next()).isPositive();
      }
      assertThatThrownBy(iterator::hasNext).isInstanceOf(StageException.class);
    }
  }

  @Test
  void shouldSayThatAnAggregatorReturnedNull() {
    assertThatThrownBy(() -> RUNTIME.run(numbers().reduce((a, b) -> nothing()).to(Sinks.discard())))
        .isInstanceOf(StageException.class)
        .hasCauseInstanceOf(NullPointerException.class);
  }
}
