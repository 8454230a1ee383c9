package dev.leat.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.CheckReport;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineCheckTest {

  private static final PlanSettings LOCAL = PlanSettings.defaults(2);
  private static final PlanSettings INLINE =
      new PlanSettings(2, 1_024, 1_024, 16_384, true, PlanSettings.SPECIALIZE_AFTER, false);

  private static Pipeline allModels() {
    return Pipeline.named("p")
        .from("numbers", Sources.range(0, 100))
        .each("look", n -> {})
        .cpu("compute", n -> n)
        .io("ask", CompletableFuture::completedFuture)
        .coroutine("wait", n -> n, co -> co.timeout(Duration.ofSeconds(1)))
        .to("out", Sinks.discard());
  }

  @Test
  void shouldRunEverythingAsDeclaredOnThisMachine() {
    CheckReport report = PipelineCheck.check(allModels(), LOCAL);

    assertThat(report.runs()).isTrue();
    assertThat(report)
        .hasToString(
            """
            local
              numbers: same
              look: same
              compute: same
              ask: same
              wait: same
              out: same
            """);
  }

  @Test
  void shouldSayWhatDiffersOnOneThread() {
    CheckReport report = PipelineCheck.check(allModels(), INLINE);

    assertThat(report.runs()).isTrue();
    assertThat(report)
        .hasToString(
            """
            local, inline
              numbers: differs, lanes are read by the one thread, which waits for each block
              look: same
              compute: differs, one element at a time, on the one thread
              ask: differs, calls are made by the one thread, not an event loop
              wait: differs, one call at a time, on the one thread; a call that blocks is not \
            interrupted when its time is over
              out: differs, the sink is written by the one thread
            """);
  }

  @Test
  void shouldSayThatThereAreFewerCoresThanWanted() {
    Pipeline pipeline =
        Pipeline.named("p")
            .from("numbers", Sources.range(0, 100))
            .cpu("compute", n -> n, cpu -> cpu.parallelism(8))
            .to("out", Sinks.discard());

    assertThat(PipelineCheck.check(pipeline, LOCAL).verdicts().get(1))
        .hasToString("compute: differs, computes on all 2 cores, not on 8");
  }

  @Test
  void shouldRefuseWhatThePlannerRefuses() {
    Pipeline pipeline =
        Pipeline.named("p")
            .from("ticks", Sources.endless(() -> Stream.iterate(0, n -> n + 1).iterator()))
            .aggregate(Aggregators.count())
            .to("out", Sinks.discard());

    CheckReport report = PipelineCheck.check(pipeline, LOCAL);

    assertThat(report.runs()).isFalse();
    assertThat(report.verdicts().get(1).explanation())
        .contains("ticks@PipelineCheckTest.java:", "never ends by itself", "take(n)");
  }
}
