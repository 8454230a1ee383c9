package dev.leat.samples.guide;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.CheckReport;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/explain.md. */
class ExplainTest {

  private static final Path PAGE = Path.of("..", "docs", "guide", "explain.md");

  private static CompletionStage<String> locate(String address) {
    return completedFuture(address + " here");
  }

  // guide
  static Pipeline hits() {
    return Pipeline.named("hits")
        .from(Sources.of("10.0.0.1 /a", "10.0.0.2 /b"))
        .cpu("address", hit -> hit.substring(0, hit.indexOf(' ')))
        .filter(address -> !address.isEmpty())
        .io("locate", ExplainTest::locate, io -> io.concurrency(64).timeout(ofSeconds(2)))
        .coroutine("log", text -> text + "!", co -> co.unordered().onError(OnError.skip()))
        .to("print", Sinks.each(System.out::println));
  }

  // end

  @Test
  void shouldExplain() throws IOException {
    // guide
    try (PipelineRuntime runtime = LocalRuntime.builder().cores(4).build()) {
      System.out.println(runtime.explain(hits()).text());
    }
    // end

    try (PipelineRuntime runtime = LocalRuntime.builder().cores(4).build()) {
      assertThat(withoutLines(Files.readString(PAGE)))
          .contains("```text\n" + withoutLines(runtime.explain(hits()).text()) + "```\n");
    }
  }

  /** The numbers of lines change with every edit of this file. */
  private static String withoutLines(String text) {
    return text.replaceAll("\\.java:\\d+", ".java:1");
  }

  @Test
  void shouldTellWhatWasMeasured() {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      // guide
      Job job = runtime.start(hits());
      job.await();
      System.out.println(job.explain().text());
      // end

      assertThat(job.explain().text()).contains("measured: in 2, out 2, failed 0");
      assertThat(job.explain().json()).startsWith("{");
    }
  }

  @Test
  void shouldCheck() {
    try (PipelineRuntime runtime = LocalRuntime.inline()) {
      // guide
      CheckReport report = runtime.check(hits());
      System.out.println(report);
      // end

      assertThat(report.runs()).isTrue();
      assertThat(report.toString()).contains("filter@ExplainTest.java", ": same", ": differs");
    }
  }

  @Test
  void shouldRefuseWhatCannotRun() throws IOException {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      // guide
      Stage<Integer> endless =
          Pipeline.named("numbers")
              .from(Sources.endless(() -> Stream.iterate(1, n -> n + 1).iterator()));

      Pipeline refused = endless.aggregate(Aggregators.count()).to(Sinks.discard());
      System.out.println(runtime.check(refused).runs()); // false

      Pipeline runs = endless.take(1_000).aggregate(Aggregators.count()).to(Sinks.discard());
      System.out.println(runtime.check(runs).runs()); // true
      // end

      assertThat(runtime.check(refused).runs()).isFalse();
      assertThat(runtime.check(runs).runs()).isTrue();
      assertThatThrownBy(() -> runtime.run(refused))
          .isInstanceOf(PipelineDefinitionException.class)
          .hasMessageContaining("put take(n) or takeWhile(condition) before it");
    }
  }
}
