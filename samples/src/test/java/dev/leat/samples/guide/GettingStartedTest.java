package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connector.files.FileSink;
import dev.leat.connector.files.FileSource;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/guide/getting-started.md. */
class GettingStartedTest {

  @TempDir Path folder;

  private static Pipeline errors(Path log, Path errors) {
    // guide
    Pipeline pipeline =
        Pipeline.named("errors")
            .from(FileSource.lines(log))
            .filter(line -> line.contains("ERROR"))
            .map(line -> line.substring(line.indexOf("ERROR")))
            .to(FileSink.lines(errors));
    // end
    return pipeline;
  }

  @Test
  void shouldRunTheFirstPipeline() throws IOException {
    Path log = Files.writeString(folder.resolve("app.log"), "1 INFO up\n2 ERROR disk\n");
    Path errors = folder.resolve("errors.log");
    Pipeline pipeline = errors(log, errors);

    // guide
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      JobResult result = runtime.run(pipeline);
      System.out.println(result.name() + " took " + result.elapsed().toMillis() + " ms");
    }
    // end

    assertThat(errors).hasContent("ERROR disk\n");
  }

  @Test
  void shouldReturnResultsToTheProgram() {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      // guide
      Stage<Integer> lengths =
          Pipeline.named("lengths")
              .from(Sources.of("a", "bb", "ccc"))
              .cpu("measure", String::length);

      List<Integer> all = runtime.collect(lengths); // [1, 2, 3]
      // end

      assertThat(all).containsExactly(1, 2, 3);
    }
  }

  @Test
  void shouldSayWhatWentWrong() {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Pipeline pipeline = errors(folder.resolve("missing.log"), folder.resolve("errors.log"));

      // guide
      try {
        runtime.run(pipeline);
      } catch (JobException e) {
        System.err.println(e.getMessage());
      }
      // end

      assertThatThrownBy(() -> runtime.run(pipeline))
          .isInstanceOf(JobException.class)
          .hasMessageContainingAll("missing.log", "GettingStartedTest.java:");
    }
  }
}
