package dev.leat.samples.guide;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.testkit.AllowBlocking;
import dev.leat.runtime.testkit.BlockingCalls;
import dev.leat.runtime.testkit.JobFindings;
import dev.leat.runtime.testkit.LeatTest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/blocking-calls.md. */
@SuppressWarnings("try") // watching needs nothing but the scope
class BlockingCallsTest {

  /** What the tests of the page test. */
  private static final class EnrichPipeline {

    static Stage<String> enriched(Stage<String> names) {
      return names.io("enrich", name -> completedFuture(name.toUpperCase(Locale.ROOT)));
    }
  }

  /** A client that blocks and hides that it was found. */
  private static final class OldClient {

    static String find(String name) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException | AssertionError e) {
        return name;
      }
      return name;
    }
  }

  /** Runs the class that the page shows, which JUnit finds only as a nested one. */
  @Nested
  class Enrich extends EnrichTest {}

  // guide
  @LeatTest
  static class EnrichTest {

    @Test
    void shouldEnrich() {
      try (PipelineRuntime runtime = LocalRuntime.create()) {
        Stage<String> names = Pipeline.named("test").from(Sources.of("ada", "grace"));

        List<String> enriched = runtime.collect(names.via(EnrichPipeline::enriched));

        assertThat(enriched).containsExactly("ADA", "GRACE");
      }
    }
  }

  // end

  // guide
  @Test
  @LeatTest
  void shouldFindTheOldClient(BlockingCalls calls) {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Stage<String> names = Pipeline.named("test").from(Sources.of("ada"));

      runtime.collect(names.io("enrich", name -> completedFuture(OldClient.find(name))));
    }

    assertThat(calls.take().get(0).message())
        .startsWith("stage 'enrich' (io, event loop) called java.lang.Thread.sleep at ");
  }

  // end

  // guide
  static void checked(Runnable test) {
    try (BlockingCalls calls = BlockingCalls.watch()) {
      test.run();
    } // throws an AssertionError if a stage has blocked
  }

  // end

  @Test
  void shouldFailWhatIsCheckedByHand() {
    assertThatThrownBy(() -> checked(this::shouldEnrichWithTheOldClient))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("stage 'enrich'");
  }

  // guide
  @Test
  @LeatTest
  @AllowBlocking(stage = "enrich", reason = "the old client goes with the next release")
  void shouldEnrichWithTheOldClient() {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Stage<String> names = Pipeline.named("test").from(Sources.of("ada"));

      runtime.collect(names.io("enrich", name -> completedFuture(OldClient.find(name))));
    }
  }

  // end

  // guide
  static void print(Job job) {
    for (Finding finding : job.findings()) {
      System.out.println(finding.message());
    }
  }

  // end

  @Test
  void shouldFindWhatAJobDoesWhileItRuns() {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Job job =
          runtime.start(
              Pipeline.named("test")
                  .from(Sources.of("ada", "grace", "mary"))
                  .io("enrich", name -> completedFuture(slowly(name)))
                  .to(Sinks.discard()));
      job.await();
      print(job);

      assertThat(job.findings().get(0).message())
          .startsWith("stage 'enrich' (io, event loop) held its thread for ");
    }
  }

  // guide
  @Test
  @LeatTest(findings = true)
  void shouldLocate(JobFindings findings) {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Stage<String> names = Pipeline.named("test").from(Sources.of("ada"));

      runtime.collect(names.io("enrich", name -> completedFuture(slowly(name))));
    }

    assertThat(findings.take().get(0).message()).contains("computing in");
  }

  // end

  private static String slowly(String name) {
    long end = System.nanoTime() + 600_000_000;
    int hash = 0;
    while (System.nanoTime() - end < 0) {
      hash = 31 * hash + name.hashCode();
    }
    return name + hash;
  }
}
