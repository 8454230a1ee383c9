package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connector.files.FileSink;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/guide/delivery.md, and what its table promises. */
class DeliveryTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  @TempDir Path folder;

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<String> failsAtTheEnd() {
    return Pipeline.named("run").from(Sources.of("one", "two", "boom")).map(DeliveryTest::checked);
  }

  private static String checked(String text) {
    if (text.equals("boom")) {
      throw new IllegalStateException(text);
    }
    return text;
  }

  @Test
  void shouldPublishAllSinksOrNone() {
    Stage<String> events = failsAtTheEnd();
    // guide
    Pipeline both =
        events.broadcast(
            all -> all.to(FileSink.lines(folder.resolve("all.txt"))),
            all -> all.filter(e -> e.length() > 3).to(FileSink.lines(folder.resolve("long.txt"))));
    // end

    assertThatThrownBy(() -> runtime.run(both)).isInstanceOf(JobException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldCutAnAppendedFileBack() throws IOException {
    Path file = Files.writeString(folder.resolve("journal.txt"), "before\n");
    Pipeline failing = failsAtTheEnd().to(FileSink.lines(file, o -> o.append()));

    assertThatThrownBy(() -> runtime.run(failing)).isInstanceOf(JobException.class);
    assertThat(file).hasContent("before\n");
  }

  @Test
  void shouldKeepCompletePartsOfAFailedJob() {
    Pipeline failing =
        failsAtTheEnd().to(FileSink.lines(folder.resolve("events.txt"), o -> o.rollSize(1)));

    assertThatThrownBy(() -> runtime.run(failing)).isInstanceOf(JobException.class);
    assertThat(folder.resolve("events-00000.txt")).exists();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void shouldKeepTheFirstOfTwoSinksWhenTheSecondCannotBeCommitted() {
    Path first = folder.resolve("first.txt");
    Pipeline pipeline =
        Pipeline.named("run")
            .from(Sources.of("one"))
            .broadcast(all -> all.to(FileSink.lines(first)), all -> all.to(new Uncommitted()));

    assertThatThrownBy(() -> runtime.run(pipeline))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("disk gone");
    assertThat(first).exists();
  }

  /** A sink that cannot be published. */
  record Uncommitted() implements Sink<String> {

    @Override
    public String describe() {
      return "uncommitted";
    }

    @Override
    public SinkWriter<String> open(ConnectorContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(List<? extends String> chunk) {}

        @Override
        public void commit() throws IOException {
          throw new IOException("disk gone");
        }
      };
    }
  }
}
