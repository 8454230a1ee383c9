package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.SinkWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkAppendTest {

  @TempDir private Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("out.log");
  }

  @Test
  void shouldMakeTheFileIfThereIsNone() throws Exception {
    SinkWriter<String> writer = open();
    writer.write(List.of("a"));
    FileSinkTest.commit(writer);

    assertThat(file).hasContent("a\n");
  }

  @Test
  void shouldWriteWholeChunksBehindWhatIsThere() throws Exception {
    Files.writeString(file, "earlier\n");
    SinkWriter<String> writer = open();

    writer.write(List.of("a", "b"));
    assertThat(file).hasContent("earlier\na\nb\n");
    writer.write(List.of("c"));
    FileSinkTest.commit(writer);

    assertThat(file).hasContent("earlier\na\nb\nc\n");
  }

  @Test
  void shouldEndALineThatWasCutOff() throws Exception {
    Files.writeString(file, "half a li");
    SinkWriter<String> writer = open();
    writer.write(List.of("a"));
    FileSinkTest.commit(writer);

    assertThat(file).hasContent("half a li\na\n");
  }

  @Test
  void shouldTakeBackWhatItWroteWhenItIsAborted() throws Exception {
    Files.writeString(file, "half a li");
    SinkWriter<String> writer = open();
    writer.write(List.of("a".repeat(200_000)));
    writer.abort();
    writer.close();

    assertThat(file).hasContent("half a li");
  }

  @Test
  void shouldTakeBackTheFileItself() throws Exception {
    SinkWriter<String> writer = open();
    writer.write(List.of("a"));
    writer.abort();
    writer.close();

    assertThat(file).doesNotExist();
  }

  @Test
  void shouldNotTakeBackWhatSomebodyElseAppended() throws Exception {
    SinkWriter<String> writer = open();
    writer.write(List.of("a"));
    Files.writeString(file, "theirs\n", StandardOpenOption.APPEND);
    writer.abort();
    writer.close();

    assertThat(file).hasContent("a\ntheirs\n");
  }

  @Test
  void shouldRefuseASecondJob() throws Exception {
    SinkWriter<String> writer = open();

    assertThatThrownBy(this::open).hasMessageContaining("is being written by another job");
    writer.abort();
    writer.close();
  }

  private SinkWriter<String> open() throws Exception {
    return FileSinkTest.open(FileSink.lines(file, o -> o.append()));
  }
}
