package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  /** Run by hand: computes from what it has seen, which in two processes is not the same. */
  static class RemembersInAProcess extends ParityTest<Integer> {

    private static final long WORK_NANOS = 1_000_000;

    @Override
    protected Stage<Integer> stage() {
      AtomicInteger seen = new AtomicInteger();
      return Pipeline.named("seen")
          .from(Sources.from(IntStream.range(0, 300).boxed().toList()))
          .cpu(
              "count",
              number -> {
                long end = System.nanoTime() + WORK_NANOS;
                while (System.nanoTime() < end) {
                  Thread.onSpinWait(); // so that there is something to do for both
                }
                return number * 1_000 + seen.incrementAndGet();
              },
              cpu -> cpu.forked(2));
    }
  }

  /** Run by hand: another stage of this process changes what it reads. */
  static class ReadsWhatOthersWrite extends ParityTest<Integer> {

    @Override
    protected Stage<Integer> stage() {
      AtomicInteger last = new AtomicInteger();
      return numbers()
          .map(number -> {
            last.set(number);
            return number;
          })
          .cpu("add", number -> number + last.get(), cpu -> cpu.forked(1));
    }
  }

  /** Run by hand: emits one list again and again, and changes it meanwhile. */
  static class ChangesWhatItHasEmitted extends ParityTest<List<Integer>> {

    @Override
    protected Stage<List<Integer>> stage() {
      ArrayList<Integer> reused = new ArrayList<>(List.of(0));
      return numbers()
          .cpu(
              "wrap",
              number -> {
                reused.set(0, number);
                return reused;
              },
              cpu -> cpu.forked(2));
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

  @ParameterizedTest
  @ValueSource(
      classes = {
        RemembersInAProcess.class,
        ReadsWhatOthersWrite.class,
        ChangesWhatItHasEmitted.class
      })
  void shouldFindWhatIsNotTheSameInProcesses(Class<?> tests) {
    TestExecutionSummary summary = run(tests);

    assertThat(summary.getTestsFoundCount()).isEqualTo(4);
    assertThat(summary.getFailures())
        .isNotEmpty()
        .allSatisfy(failure ->
            assertThat(failure.getException())
                .hasMessageContaining("elements ")
                .hasMessageNotContaining("error "))
        .anySatisfy(failure ->
            assertThat(failure.getException())
                .hasMessageContaining("with 6 workers, 3 event loops and chunks of one element"));
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
