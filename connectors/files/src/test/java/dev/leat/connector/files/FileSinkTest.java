package dev.leat.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {

  @TempDir private Path folder;

  @Test
  void shouldShowTheFileOnlyWhenItIsCommitted() throws Exception {
    Path file = folder.resolve("out.log");
    SinkWriter<String> writer = open(FileSink.lines(file));

    writer.write(List.of("a", "ä€\uD83D\uDE00", ""));
    writer.flush();
    assertThat(names()).containsExactly("out.log.tmp");

    writer.commit();
    assertThat(names()).containsExactly("out.log");
    writer.close();
    assertThat(file).hasContent("a\nä€\uD83D\uDE00\n\n");
  }

  @Test
  void shouldWriteAnEmptyFileIfThereIsNothing() throws Exception {
    Path file = folder.resolve("out.log");

    commit(open(FileSink.lines(file)));

    assertThat(file).isEmptyFile();
  }

  @Test
  void shouldReplaceAnEarlierFileOnlyWhenItIsCommitted() throws Exception {
    Path file = Files.writeString(folder.resolve("out.log"), "earlier\n");
    SinkWriter<String> writer = open(FileSink.lines(file));

    writer.write(List.of("later"));
    assertThat(file).hasContent("earlier\n");
    commit(writer);

    assertThat(file).hasContent("later\n");
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsAborted() throws Exception {
    Path file = Files.writeString(folder.resolve("out.log"), "earlier\n");
    SinkWriter<String> writer = open(FileSink.lines(file));

    writer.write(List.of("later"));
    writer.abort();
    writer.close();

    assertThat(names()).containsExactly("out.log");
    assertThat(file).hasContent("earlier\n");
  }

  @Test
  void shouldWriteViewsAndBytes() throws Exception {
    Path views = folder.resolve("views");
    Path bytes = folder.resolve("bytes");
    SinkWriter<Line> viewWriter = open(FileSink.lineViews(views));
    SinkWriter<byte[]> byteWriter = open(FileSink.bytes(bytes));

    viewWriter.write(List.of(Line.of("xaby").slice(1, 3), Line.of("")));
    byteWriter.write(List.of(new byte[] {1, 2}, new byte[0], new byte[] {3}));
    commit(viewWriter);
    commit(byteWriter);

    assertThat(views).hasContent("ab\n\n");
    assertThat(bytes).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void shouldWriteElementsOfAnySize() throws Exception {
    Path file = folder.resolve("out.log");
    Random random = new Random(3);
    StringBuilder expected = new StringBuilder();
    SinkWriter<String> writer = open(FileSink.lines(file));

    for (int i = 0; i < 200; i++) {
      List<String> chunk = new ArrayList<>();
      for (int k = random.nextInt(20); k > 0; k--) {
        int length = random.nextInt(50) == 0 ? 3_000_000 : random.nextInt(3_000);
        chunk.add(Character.toString('a' + random.nextInt(26)).repeat(length));
        expected.append(chunk.getLast()).append('\n');
      }
      writer.write(chunk);
    }
    commit(writer);

    assertThat(Files.readString(file).contentEquals(expected)).isTrue();
  }

  @Test
  void shouldTakeTheFileThatAKilledProcessLeftBehind() throws Exception {
    Path file = folder.resolve("out.log");
    Files.writeString(folder.resolve("out.log.tmp"), "half a li");
    SinkWriter<String> writer = open(FileSink.lines(file));

    writer.write(List.of("a"));
    commit(writer);

    assertThat(names()).containsExactly("out.log");
    assertThat(file).hasContent("a\n");
  }

  @Test
  void shouldRefuseASecondJobThatWritesTheSameFile() throws Exception {
    Path file = folder.resolve("out.log");
    SinkWriter<String> first = open(FileSink.lines(file));
    first.write(List.of("first"));

    assertThatThrownBy(() -> open(FileSink.lines(file)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write '%s': ".formatted(file))
        .hasMessageContaining("is being written by another job");

    commit(first);
    assertThat(file).hasContent("first\n");
    commit(open(FileSink.lines(file)));
  }

  @Test
  void shouldMakeFoldersOnlyOnRequest() throws Exception {
    Path file = folder.resolve("a/b/out.log");

    assertThatThrownBy(() -> open(FileSink.lines(file)))
        .hasMessageContaining("a/b' does not exist; make it, or use the option createFolders");

    commit(open(FileSink.lines(file, o -> o.createFolders())));
    assertThat(file).exists();
  }

  @Test
  void shouldSayWhyAFileCannotBeWritten() throws Exception {
    Path plain = Files.writeString(folder.resolve("plain"), "x");

    assertThatThrownBy(() -> open(FileSink.lines(folder)))
        .hasMessage("cannot write '%s': it is a folder; name a file in it".formatted(folder));
    assertThatThrownBy(() -> open(FileSink.lines(plain.resolve("out"))))
        .hasMessageContaining("plain' is not a folder");
    assertThatThrownBy(() -> open(FileSink.lines(plain.resolve("out"), o -> o.createFolders())))
        .hasMessageStartingWith("cannot write '%s': ".formatted(plain.resolve("out")));
    assertThatThrownBy(() -> open(FileSink.lines(Path.of("/dev/null"))))
        .hasMessageContaining("it is no regular file");
  }

  @Test
  void shouldWriteThroughALinkInsteadOfReplacingIt() throws Exception {
    Path real = Files.writeString(folder.resolve("real"), "x\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    SinkWriter<String> writer = open(FileSink.lines(link));
    writer.write(List.of("a"));
    commit(writer);

    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("a\n");
  }

  @Test
  void shouldNotBeStoppedByAnInterrupt() throws Exception {
    Path file = folder.resolve("out.log");
    SinkWriter<String> writer = open(FileSink.lines(file));

    Thread.currentThread().interrupt();
    writer.write(List.of("a".repeat(100_000)));
    writer.flush();
    assertThat(Thread.interrupted()).isTrue();
    commit(writer);

    assertThat(file).hasSize(100_001);
  }

  @Test
  void shouldDescribeItself() {
    assertThat(FileSink.lines(Path.of("out.log")).describe()).isEqualTo("file out.log");
  }

  static <T> SinkWriter<T> open(Sink<T> sink) throws Exception {
    return sink.open(LaneDriver.CONTEXT);
  }

  static void commit(SinkWriter<?> writer) throws Exception {
    writer.flush();
    writer.commit();
    writer.close();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void shouldReplaceUnpairedSurrogates() throws Exception {
    Path file = folder.resolve("out.log");
    SinkWriter<String> writer = open(FileSink.lines(file));

    writer.write(List.of("a\uD83Db"));
    commit(writer);

    assertThat(file).hasBinaryContent("a?b\n".getBytes(UTF_8));
  }
}
