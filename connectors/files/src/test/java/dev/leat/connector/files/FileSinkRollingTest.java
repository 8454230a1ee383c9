package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.SinkWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkRollingTest {

  @TempDir private Path folder;

  private long now = Long.MAX_VALUE - 1;

  @Test
  void shouldBeginANewPartWhenOneHasReachedItsSize() throws Exception {
    SinkWriter<String> writer = open(o -> o.rollSize(4));

    writer.write(List.of("a", "b", "c"));
    assertThat(files()).containsEntry("out-00000.log", "a\nb\n").hasSize(1);
    writer.write(List.of("d", "long line", "e"));
    FileSinkTest.commit(writer);

    assertThat(files())
        .isEqualTo(
            Map.of(
                "out-00000.log", "a\nb\n",
                "out-00001.log", "c\nd\n",
                "out-00002.log", "long line\n",
                "out-00003.log", "e\n"));
  }

  @Test
  void shouldBeginANewPartWhenOneIsOld() throws Exception {
    SinkWriter<String> writer = open(o -> o.rollAfter(Duration.ofMinutes(1)));

    writer.write(List.of("a"));
    now += Duration.ofSeconds(59).toNanos();
    writer.write(List.of("b"));
    assertThat(files()).containsOnlyKeys("out-00000.log.tmp");
    now += Duration.ofSeconds(1).toNanos();
    writer.write(List.of("c"));
    assertThat(files()).containsEntry("out-00000.log", "a\nb\n");
    FileSinkTest.commit(writer);

    assertThat(files()).isEqualTo(Map.of("out-00000.log", "a\nb\n", "out-00001.log", "c\n"));
  }

  @Test
  void shouldGoOnCountingAndReplaceNothing() throws Exception {
    Files.writeString(folder.resolve("out-00007.log"), "earlier\n");
    Files.writeString(folder.resolve("out-00009.txt"), "other\n");
    SinkWriter<String> writer = open(o -> o.rollSize(1));

    writer.write(List.of("a"));
    Files.writeString(folder.resolve("out-00009.log"), "of another job\n");
    writer.write(List.of("b"));
    FileSinkTest.commit(writer);

    assertThat(files())
        .containsEntry("out-00007.log", "earlier\n")
        .containsEntry("out-00008.log", "a\n")
        .containsEntry("out-00009.log", "of another job\n")
        .containsEntry("out-00010.log", "b\n")
        .hasSize(5);
  }

  @Test
  void shouldHaveNoPartWithoutElements() throws Exception {
    FileSinkTest.commit(open(o -> o.rollSize(10)));

    assertThat(files()).isEmpty();
  }

  @Test
  void shouldKeepCompletePartsWhenItIsAborted() throws Exception {
    SinkWriter<String> writer = open(o -> o.rollSize(2));

    writer.write(List.of("a"));
    writer.write(List.of(""));
    writer.abort();
    writer.close();

    assertThat(files()).isEqualTo(Map.of("out-00000.log", "a\n"));
  }

  @Test
  void shouldRefuseASecondJobOnTheSamePart() throws Exception {
    SinkWriter<String> writer = open(o -> o.rollSize(2));

    assertThatThrownBy(() -> open(o -> o.rollSize(2)))
        .hasMessageContaining("is being written by another job");
    writer.abort();
    writer.close();
  }

  @Test
  void shouldRefuseOptionsThatMakeNoSense() {
    assertThatThrownBy(() -> open(o -> o.rollSize(0))).hasMessageContaining("rollSize");
    assertThatThrownBy(() -> open(o -> o.rollAfter(Duration.ZERO)))
        .hasMessageContaining("rollAfter");
    assertThatThrownBy(() -> open(o -> o.rollSize(1).append())).hasMessageContaining("append");
  }

  private SinkWriter<String> open(UnaryOperator<FileSinkOptions> options) throws Exception {
    return FileSinkTest.open(
        FileSink.lines(folder.resolve("out.log"), o -> options.apply(o.nanoTime(() -> now))));
  }

  private Map<String, String> files() throws Exception {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
