package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connector.files.FileSource;
import dev.leat.connector.files.Inputs;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/guide/order.md. */
class OrderTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  @AfterEach
  void close() {
    runtime.close();
  }

  /** The first call is answered when the second one is made. */
  static final class Service {

    private final CompletableFuture<Long> first = new CompletableFuture<>();

    CompletionStage<Long> ask(long id) {
      if (id == 0) {
        return first;
      }
      first.complete(0L);
      return CompletableFuture.completedFuture(id);
    }
  }

  @Test
  void shouldKeepTheOrderUnlessToldOtherwise() {
    Service service = new Service();
    Stage<Long> ids = Pipeline.named("ids").from(Sources.range(0, 1_000));
    // guide
    Stage<Long> ordered = ids.io("ask", service::ask);

    Stage<Long> asTheyCome = ids.io("ask", service::ask, io -> io.unordered());
    // end

    List<Long> all = LongStream.range(0, 1_000).boxed().toList();
    assertThat(runtime.collect(ordered)).isEqualTo(all);
    assertThat(runtime.collect(asTheyCome)).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void shouldWaitForSlowCallsAsFarAsTheWindowGoes() {
    Service service = new Service();
    Stage<Long> ids = Pipeline.named("ids").from(Sources.range(0, 1_000));
    // guide
    Stage<Long> answers =
        ids.io("ask", service::ask, io -> io.concurrency(32).reorderWindow(2_000));
    // end

    assertThat(runtime.collect(answers)).hasSize(1_000).startsWith(0L, 1L, 2L);
  }

  @Test
  void shouldReadFilesInParallelLanes(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.log"), "a1\na2\n");
    Files.writeString(folder.resolve("b.log"), "b1\nb2\n");
    // guide
    Source<String> oneLane = FileSource.lines(Inputs.directory(folder));

    Source<String> fourLanes =
        FileSource.lines(Inputs.directory(folder), files -> files.parallelFiles(4));
    // end

    assertThat(runtime.collect(Pipeline.named("one").from(oneLane)))
        .containsExactly("a1", "a2", "b1", "b2");
    assertThat(runtime.collect(Pipeline.named("four").from(fourLanes)))
        .containsExactlyInAnyOrder("a1", "a2", "b1", "b2")
        .containsSubsequence("a1", "a2")
        .containsSubsequence("b1", "b2");
  }
}
