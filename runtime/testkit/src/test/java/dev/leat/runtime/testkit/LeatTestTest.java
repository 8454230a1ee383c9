package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What the annotation does to tests, seen from outside: the nested classes are run by hand. */
class LeatTestTest {

  static TestExecutionSummary run(Class<?> tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            listener);
    return listener.getSummary();
  }

  static Stream<Throwable> failures(TestExecutionSummary summary) {
    return summary.getFailures().stream().map(TestExecutionSummary.Failure::getException);
  }

  private static void enrich() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      Stage<Integer> one = Pipeline.named("one").from(Sources.of(1));
      List<Integer> enriched =
          runtime.collect(
              one.io("enrich", n -> CompletableFuture.completedFuture(GeoClient.locate(n))));
      assertThat(enriched).containsExactly(1);
    }
  }

  /** A client that blocks and hides it. */
  private static final class GeoClient {

    static int locate(int element) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException | AssertionError e) {
        return element;
      }
      return element;
    }
  }

  /** Its only test passes for JUnit. */
  @LeatTest
  static class Blocks {

    @Test
    void shouldEnrich() {
      enrich();
    }
  }

  /** The annotation stands on one of its methods. */
  static class BlocksInOneMethod {

    @Test
    @LeatTest
    void shouldBeWatched() {
      enrich();
    }

    @Test
    void shouldNotBeWatched() {
      enrich();
    }
  }

  /** Takes what is found. */
  @LeatTest
  static class Looks {

    @Test
    void shouldSeeTheCall(BlockingCalls calls) {
      enrich();

      assertThat(calls.take()).hasSize(1);
    }
  }

  @Test
  void shouldFailATestThatPassesWithWhatItsStageCalled() {
    TestExecutionSummary summary = run(Blocks.class);

    assertThat(failures(summary))
        .singleElement()
        .satisfies(failure ->
            assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .message()
                .matches(
                    "stage 'enrich' \\(io, event loop\\) called java.lang.Thread.sleep at LeatTestTest.java:\\d+; declare it coroutine\\(\\.\\.\\.\\) or use a non-blocking client"));
  }

  @Test
  void shouldShowTheStackOfTheCall() {
    TestExecutionSummary summary = run(Blocks.class);

    assertThat(failures(summary))
        .singleElement()
        .satisfies(failure ->
            assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("locate")));
  }

  @Test
  void shouldWatchTheMethodsThatItStandsOn() {
    TestExecutionSummary summary = run(BlocksInOneMethod.class);

    assertThat(summary.getFailures())
        .singleElement()
        .satisfies(failure ->
            assertThat(failure.getTestIdentifier().getDisplayName())
                .isEqualTo("shouldBeWatched()"));
    assertThat(summary.getTestsSucceededCount()).isOne();
  }

  @Test
  void shouldLeaveItToATestWhatItTakes() {
    TestExecutionSummary summary = run(Looks.class);

    assertThat(summary.getTestsSucceededCount()).isOne();
    assertThat(summary.getTestsFailedCount()).isZero();
  }
}
