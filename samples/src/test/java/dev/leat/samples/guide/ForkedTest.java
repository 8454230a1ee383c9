package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Accumulator;
import dev.leat.pipeline.Command;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.SharedMap;
import dev.leat.pipeline.SharedTable;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/forked.md. */
class ForkedTest {

  private final Stage<String> texts = Pipeline.named("texts").from(Sources.of("a", "ab"));

  @Test
  void shouldComputeInWorkers() {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      // guide
      List<Long> results =
          runtime.collect(
              Pipeline.named("squares")
                  .from(Sources.range(0, 1_000))
                  .cpu("square", n -> n * n, cpu -> cpu.forked(2)));
      // end

      assertThat(results).hasSize(1_000).endsWith(998_001L);
    }
  }

  private static long ended() {
    Runtime.getRuntime().halt(1);
    return 0;
  }

  @Test
  void shouldGoOnAfterAnElementThatDoesHarm() {
    // guide
    Pipeline pipeline =
        Pipeline.named("careful")
            .from(Sources.range(0, 100))
            .cpu(
                "risky",
                n -> n == 42 ? ended() : n,
                cpu ->
                    cpu.forked(2)
                        .timeout(Duration.ofSeconds(5))
                        .onError(
                            OnError.deadLetters(
                                Sinks.each(letter ->
                                    System.err.println(letter.text() + ": " + letter.cause())))))
            .to(Sinks.discard());
    // end

    try (PipelineRuntime runtime = LocalRuntime.create()) {
      assertThat(runtime.run(pipeline).stats().stage("risky").deadLetters()).isEqualTo(1);
    }
  }

  @Tag("python")
  @Test
  void shouldComputeInPython() {
    Path folder = Path.of("src/test/resources/python").toAbsolutePath();
    // guide
    Stage<Double> scores =
        texts.python(
            "score",
            "scores:score",
            Double.class,
            python -> python.path(folder).workers(2).timeout(Duration.ofSeconds(5)));
    // end

    try (PipelineRuntime runtime = LocalRuntime.create()) {
      assertThat(runtime.collect(scores)).containsExactly(97.0, 97.5);
    }
  }

  @Tag("python")
  @Test
  void shouldShareATableAndCount() {
    Stage<String> rivers = Pipeline.named("rivers").from(Sources.of("Tarn", "Nil"));
    Path folder = Path.of("src/test/resources/python").toAbsolutePath();
    // guide
    SharedTable<SharedMap> countries = SharedTable.map(() -> Map.of("Tarn", "France"));
    Accumulator<Long> unknown = Accumulator.sum("unknown");
    Stage<String> found =
        rivers.cpu(
            "find",
            countries.and(unknown),
            (both, river) -> {
              String country = both.first().get(river);
              if (country == null) {
                both.second().add(1L);
                return "?";
              }
              return country;
            },
            cpu -> cpu.forked(2));
    // end
    // guide
    Stage<String> same =
        rivers.python(
            "find",
            "rivers:country",
            String.class,
            python -> python.path(folder).table("countries", countries).accumulator(unknown));
    // end

    try (PipelineRuntime runtime = LocalRuntime.create()) {
      for (Stage<String> stage : List.of(found, same)) {
        List<String> results = Collections.synchronizedList(new ArrayList<>());
        JobResult result = runtime.run(stage.to(Sinks.each(results::add)));

        assertThat(results).containsExactly("France", "?");
        assertThat(result.stats().accumulated(unknown)).isEqualTo(1);
      }
    }
  }

  @Test
  void shouldComputeInAProgram() {
    // guide
    Stage<String> changed = texts.command("change", Command.lines("sed", "-u", "s/a/b/"));
    // end

    try (PipelineRuntime runtime = LocalRuntime.create()) {
      assertThat(runtime.collect(changed)).containsExactly("b", "bb");
    }
  }
}
