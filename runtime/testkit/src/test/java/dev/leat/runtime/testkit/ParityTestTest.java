package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Pipelines that do the same everywhere pass, and those that do not are found. */
class ParityTestTest {

  private static Stage<Integer> numbers() {
    return Pipeline.named("numbers").from(Sources.from(IntStream.range(0, 2_000).boxed().toList()));
  }

  /** Every model in one pipeline. */
  @Nested
  class EveryModel extends ParityTest<Integer> {

    @Override
    protected Stage<Integer> stage() {
      return numbers()
          .cpu("parse", number -> number + 1)
          .filter(number -> number % 3 != 0)
          .io("call", CompletableFuture::completedFuture)
          .coroutine("wait", number -> number * 2)
          .scan(() -> 0, Integer::sum);
    }
  }

  /** The error at the lowest position wins, and all before it is delivered. */
  @Nested
  class Failing extends ParityTest<Integer> {

    @Override
    protected Stage<Integer> stage() {
      return numbers()
          .cpu("parse", Faults.seeded(3).share(0.01).failing((Integer number) -> number))
          .coroutine("wait", number -> number);
    }
  }

  /** Results as they come. */
  @Nested
  class Unordered extends ParityTest<Integer> {

    @Override
    protected boolean ordered() {
      return false;
    }

    @Override
    protected Stage<Integer> stage() {
      return numbers().cpu("parse", number -> number % 10, cpu -> cpu.unordered());
    }
  }

  /** The same elements, in the same order, from a worker process. */
  @Nested
  class ComputesInAProcess extends ParityTest<Integer> {

    @Override
    protected Stage<Integer> stage() {
      return numbers().cpu("parse", number -> number * 3, cpu -> cpu.forked(1));
    }
  }

  /** Run by hand: its result depends on which element comes first. */
  static class DependsOnTheOrderOfCalls extends ParityTest<Integer> {

    @Override
    protected Stage<Integer> stage() {
      AtomicInteger calls = new AtomicInteger();
      return numbers().coroutine("count", number -> number * 10_000 + calls.incrementAndGet());
    }
  }

  /** Run by hand: works on one thread only. */
  static class FailsElsewhere extends ParityTest<Integer> {

    @Override
    protected Stage<Integer> stage() {
      return numbers()
          .cpu(
              "parse",
              number -> {
                if (Thread.currentThread().getName().startsWith("leat-cpu-")) {
                  throw new IllegalStateException("not on this thread");
                }
                return number;
              });
    }
  }

  private static TestExecutionSummary run(Class<?> tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            listener);
    return listener.getSummary();
  }

  @Test
  void shouldFindThatElementsDiffer() {
    TestExecutionSummary summary = run(DependsOnTheOrderOfCalls.class);

    assertThat(summary.getFailures())
        .isNotEmpty()
        .allSatisfy(
            failure -> assertThat(failure.getException()).hasMessageContaining("elements "));
  }

  @Test
  void shouldFindThatErrorsDiffer() {
    TestExecutionSummary summary = run(FailsElsewhere.class);

    assertThat(summary.getTestsFailedCount()).isEqualTo(3);
    assertThat(summary.getFailures())
        .allSatisfy(failure ->
            assertThat(failure.getException()).hasMessageContaining("not on this thread"));
  }
}
