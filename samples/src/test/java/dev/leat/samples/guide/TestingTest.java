package dev.leat.samples.guide;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.testkit.Faults;
import dev.leat.runtime.testkit.ManualTimers;
import dev.leat.runtime.testkit.ParityTest;
import dev.leat.runtime.testkit.PipelineAssert;
import dev.leat.runtime.testkit.TestSink;
import dev.leat.runtime.testkit.TestSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/testing.md. */
class TestingTest {

  // guide
  static Stage<Integer> parsed(Stage<String> lines) {
    return lines
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .cpu("parse", Integer::parseInt, cpu -> cpu.onError(OnError.skip()));
  }

  // end

  // guide
  @Test
  void shouldSkipWhatIsNoNumber() {
    try (PipelineRuntime runtime = LocalRuntime.inline()) {
      Stage<String> lines = Pipeline.named("test").from(Sources.of(" 1", "", "two", "3"));

      List<Integer> numbers = runtime.collect(lines.via(TestingTest::parsed));

      assertThat(numbers).containsExactly(1, 3);
    }
  }

  // end

  // guide
  @Test
  void shouldNotDependOnWhichCallIsAnsweredFirst() {
    for (long seed = 0; seed < 20; seed++) {
      try (PipelineRuntime runtime = LocalRuntime.builder().inline(seed).build()) {
        Stage<Integer> squares =
            Pipeline.named("test")
                .from(Sources.of(1, 2, 3))
                .io("square", n -> completedFuture(n * n))
                .coroutine("negate", n -> -n);

        assertThat(runtime.collect(squares)).as("seed %d", seed).containsExactly(-1, -4, -9);
      }
    }
  }

  // end

  // guide
  @Test
  void shouldFailWhenReadingFails() {
    Stage<String> lines =
        Pipeline.named("test")
            .from(
                Sources.endless(() -> {
                  throw new IllegalStateException("no such table");
                }));

    try (PipelineRuntime runtime = LocalRuntime.inline()) {
      assertThatThrownBy(() -> runtime.collect(lines.via(TestingTest::parsed)))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("no such table");
    }
  }

  // end

  // guide
  @Test
  void shouldDriveAJobByHand() {
    TestSource<String> lines = TestSource.named("lines");
    TestSink<Integer> numbers = TestSink.named("numbers");

    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Job job =
          runtime.start(Pipeline.named("test").from(lines).via(TestingTest::parsed).to(numbers));

      lines.emit("1", "two", "3");
      numbers.request(2);
      numbers.expectNext(1, 3);
      lines.awaitAcknowledged(3); // all three are delivered or skipped

      lines.fail(new IOException("connection lost"));
      numbers.expectFailed(job, IOException.class, "connection lost");
    }
  }

  // end

  // guide
  @Test
  void shouldEmitABatchWhenItsTimeIsUp() {
    ManualTimers clock = ManualTimers.seeded(1);
    TestSource<String> lines = TestSource.named("lines");
    TestSink<List<String>> batches = TestSink.named("batches");

    try (PipelineRuntime runtime = LocalRuntime.builder().timers(clock).build()) {
      runtime.start(
          Pipeline.named("test").from(lines).batch(100, Duration.ofSeconds(5)).to(batches));
      batches.requestAll();

      lines.emit("a", "b");
      clock.awaitTimer(Duration.ofSeconds(5));
      clock.advance(Duration.ofSeconds(5));
      batches.expectNext(List.of("a", "b"));

      lines.complete();
      batches.expectCommitted();
    }
  }

  // end

  // guide
  @Test
  void shouldParseOnTwoWorkersAndFilterThere() {
    Pipeline pipeline =
        Pipeline.named("test")
            .from(Sources.of("1", "2"))
            .cpu("parse", Integer::parseInt, cpu -> cpu.parallelism(2))
            .each("look", number -> {})
            .coroutine("store", number -> number)
            .to(Sinks.discard());

    try (PipelineRuntime runtime = LocalRuntime.builder().cores(4).build()) {
      PipelineAssert.assertThat(runtime.explain(pipeline))
          .stage("parse")
          .runsParallel(2)
          .runsWith("look")
          .stage("store")
          .runsOnVirtualThreads();
    }
  }

  // end

  // guide
  @Test
  void shouldRetryWhatFailsTwice() {
    Faults faults = Faults.seeded(7).share(0.2).attempts(2);

    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Stage<Integer> numbers = Pipeline.named("test").from(Sources.of(1, 2, 3, 4, 5));
      Stage<Integer> stored =
          numbers.coroutine(
              "store",
              faults.failing((Integer number) -> number),
              co -> co.retry(Retry.immediately(3)));

      assertThat(runtime.collect(stored)).containsExactly(1, 2, 3, 4, 5);
    }
  }

  // end

  /** Runs the class that the page shows, which JUnit finds only as a nested one. */
  @Nested
  class Parity extends SquaresParityTest {}

  // guide
  static class SquaresParityTest extends ParityTest<Integer> {

    @Override
    protected Stage<Integer> stage() {
      return Pipeline.named("squares")
          .from(Sources.of(1, 2, 3))
          .cpu("square", n -> n * n)
          .io("look up", n -> completedFuture(n));
    }
  }

  // end
}
