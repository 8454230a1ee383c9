package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.CheckedConsumer;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.pipeline.connector.Sources;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sinks that do not do what they should: the job ends nevertheless, and says why. */
@Timeout(60)
class BadSinkTest {

  private static LocalRuntime runtime() {
    return LocalRuntime.builder().cores(2).grace(Duration.ofMillis(100)).build();
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 10));
  }

  private static ProbeSink<Long> sink(CheckedConsumer<String> action) {
    return new ProbeSink<>("bad", action, new ConcurrentLinkedQueue<>());
  }

  private static ProbeSink<Long> throwing(String method) {
    return sink(call -> {
      if (call.equals(method)) {
        throw new IOException("disk is full");
      }
    });
  }

  /**
   * A sink that can say only a few times what it is.
   *
   * @param times how often
   */
  private record Nameless(Sink<Long> sink, int times, AtomicInteger asked) implements Sink<Long> {

    @Override
    public String describe() {
      if (asked.getAndIncrement() >= times) {
        throw new IllegalStateException("it has no name");
      }
      return sink.describe();
    }

    @Override
    public SinkWriter<Long> open(ConnectorContext context) throws Exception {
      return sink.open(context);
    }
  }

  @Test
  void shouldNotStartWithASinkThatCannotSayWhatItIs() {
    ProbeSink<Long> sink = sink(call -> {});
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(numbers().to("bad", new Nameless(sink, 0, new AtomicInteger())));

      assertThatThrownBy(() -> job.result().toCompletableFuture().get(20, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(JobException.class)
          .hasMessageMatching(
              "stage 'bad' \\(BadSinkTest.java:\\d+\\) of pipeline 'p' could not open its sink: .*it has no name");
    }
    assertThat(sink.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldEndWhenASinkCannotSayAnyMoreWhatItIs(int times) {
    for (String method : new String[] {"none", "flush", "close"}) {
      ProbeSink<Long> sink = throwing(method);
      try (LocalRuntime runtime = runtime()) {
        Job job = runtime.start(numbers().to(new Nameless(sink, times, new AtomicInteger())));
        job.result().toCompletableFuture().get(20, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(JobException.class);
      } catch (InterruptedException | TimeoutException e) {
        throw new AssertionError("the job did not end", e);
      }
      assertThat(sink.calls()).endsWith("close");
    }
  }

  @Test
  void shouldNoteTheFailureThatCameBehindTheOneOfTheSink() {
    ProbeSink<Long> sink = throwing("write");
    try (LocalRuntime runtime = runtime()) {
      assertThatThrownBy(() -> runtime.run(numbers().map(n -> 10 / (5 - n)).to("bad", sink)))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("could not write: disk is full")
          .satisfies(e ->
              assertThat(e.getSuppressed())
                  .singleElement()
                  .isInstanceOf(StageException.class)
                  .extracting(Throwable::getCause)
                  .isInstanceOf(ArithmeticException.class));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flush", "close"})
  void shouldEndADrainInTimeThoughASinkHangs(String method) {
    CountDownLatch go = new CountDownLatch(1);
    ProbeSink<Long> sink =
        sink(call -> {
          if (call.equals(method)) {
            awaitDeaf(go);
          }
        });
    try (LocalRuntime runtime = runtime()) {
      assertDrainEnds(runtime.start(numbers().to(sink)));
      go.countDown();
    }
    assertThat(sink.violations()).isEmpty();
  }

  @Test
  void shouldEndADrainInTimeThoughTheOnlyThreadHangs() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (LocalRuntime runtime =
        LocalRuntime.builder().inline(0).grace(Duration.ofMillis(100)).build()) {
      Job job =
          runtime.start(
              numbers()
                  .cpu(
                      "deaf",
                      n -> {
                        begun.countDown();
                        awaitDeaf(go);
                        return n;
                      })
                  .to(sink(call -> {})));
      begun.await();

      assertDrainEnds(job);
      go.countDown();
    }
  }

  private static void assertDrainEnds(Job job) {
    long begin = System.nanoTime();

    assertThatThrownBy(() -> job.drain(Duration.ofMillis(100)))
        .isInstanceOf(JobCancelledException.class)
        .hasMessageContaining("it was not drained within 100 ms");

    assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(20).toNanos());
  }

  /** Waits also when it is interrupted. */
  private static void awaitDeaf(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
