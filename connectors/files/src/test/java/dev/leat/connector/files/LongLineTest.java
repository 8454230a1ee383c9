package dev.leat.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connector.files.LaneDriver.Collector;
import dev.leat.connector.files.LaneDriver.Result;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongLineTest {

  private static final int HUGE = 50 << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"in.log", "in.gz"})
  void shouldRejectAHugeLineOnceAndGoOn(String name) throws Exception {
    Path file = hugeLine(name);

    Result<String> result = LaneDriver.read(FileSource.lines(file));

    assertThat(result.values()).containsExactly("before", "after");
    assertThat(result.items()).hasSize(3);
    assertThat((Object) result.items().get(1).value()).isEqualTo("x".repeat(1001));
    assertThat(result.positions())
        .containsExactly(
            new Position(file.toString(), 1, 0),
            new Position(file.toString(), 2, 7),
            new Position(file.toString(), 3, 7L + HUGE + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"in.log", "in.gz"})
  void shouldNotHoldAHugeLineInMemory(String name) throws Exception {
    Path file = hugeLine(name);
    LaneReader<String> reader = LaneDriver.lanes(FileSource.lines(file)).getFirst().open();
    Collector<String> collector = new Collector<>(new Random(0), 0, 0, Long.MAX_VALUE);

    long largest = 0;
    for (Block<String> block = reader.next(); block != null; block = reader.next()) {
      long before = allocated();
      collector.readAll(block);
      largest = Math.max(largest, allocated() - before);
    }
    reader.close();

    assertThat(largest).isBetween(1000L, 8L << 20);
  }

  @Test
  void shouldSayFileOffsetAndLimit() throws Exception {
    Path file = Files.writeString(folder.resolve("in.log"), "ab\nabcdef\nab\n");
    LaneReader<String> reader =
        LaneDriver.lanes(FileSource.lines(file, o -> o.maxLine(5))).getFirst().open();
    Collector<String> collector = new Collector<>(new Random(0), 0, 0, Long.MAX_VALUE);

    collector.readAll(LaneDriver.block(reader));
    reader.close();

    assertThat(collector.causes)
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo(
            "'%s': the line at offset 3 is longer than 5 bytes; see maxLine".formatted(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 4096})
  void shouldCountTheLimitWithoutTheLineEnd(int blockSize) throws Exception {
    String text = "12345\r\n123456\r\n12345\n12345\r\r\n12345\r";
    Path plain = Files.writeString(folder.resolve("in.log"), text);
    Path packed = Files.write(folder.resolve("in.gz"), Compressed.gzip(text));

    for (Path file : new Path[] {plain, packed}) {
      Source<String> source = FileSource.lines(file, o -> o.maxLine(5).blockSize(blockSize));
      Result<String> result = LaneDriver.read(source);

      assertThat(result.values()).containsExactly("12345", "12345");
      assertThat(result.positions()).extracting(Position::line).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
  }

  @Test
  void shouldNotSplitACharacterWhenCuttingTheText() {
    byte[] smileys = "\uD83D\uDE00".repeat(600).getBytes(UTF_8);
    byte[] shifted = ("a" + "\uD83D\uDE00".repeat(600)).getBytes(UTF_8);

    assertThat(LineFormat.head(smileys, 0, smileys.length)).isEqualTo("\uD83D\uDE00".repeat(501));
    assertThat(LineFormat.head(shifted, 0, shifted.length)).hasSize(1001);
    assertThat(LineFormat.head(smileys, 0, 8)).isEqualTo("\uD83D\uDE00".repeat(2));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private Path hugeLine(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] piece = new byte[1 << 20];
    Arrays.fill(piece, (byte) 'x');
    OutputStream raw = Files.newOutputStream(file);
    try (OutputStream out =
        name.endsWith(".gz") ? new GZIPOutputStream(raw) : new BufferedOutputStream(raw)) {
      out.write("before\n".getBytes(UTF_8));
      for (int i = 0; i < HUGE / piece.length; i++) {
        out.write(piece);
      }
      out.write("\nafter\n".getBytes(UTF_8));
    }
    return file;
  }
}
