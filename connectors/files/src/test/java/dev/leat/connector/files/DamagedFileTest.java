package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connector.files.LaneDriver.Collector;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.LaneReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFileTest {

  @TempDir private Path folder;

  private final Collector<String> lines = new Collector<>(new Random(0), 0, 0, Long.MAX_VALUE);

  @Test
  void shouldDeliverWhatIsBeforeTheCutOfAGzipFile() throws Exception {
    byte[] whole = Compressed.gzip(noise());

    assertThatThrownBy(() -> readAll("cut.gz", Arrays.copyOf(whole, whole.length - 2000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut.gz' is cut off or damaged after ")
        .hasMessageContaining(" uncompressed bytes (the data ends in the middle)");
    assertThat(lines.items).hasSizeGreaterThan(100);
  }

  @Test
  void shouldDeliverWhatIsBeforeTheCutOfAZstdFile() throws Exception {
    byte[] whole = Compressed.concat(Compressed.zstd("a\nb\n"), Compressed.zstd(noise()));

    assertThatThrownBy(() -> readAll("cut.zst", Arrays.copyOf(whole, whole.length - 2000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut.zst' is cut off or damaged after ");
    assertThat(lines.items).hasSizeGreaterThan(1);
  }

  @Test
  void shouldNoticeAMissingTrailer() {
    byte[] whole = Compressed.gzip("a\nb\n");

    assertThatThrownBy(() -> readAll("cut.gz", Arrays.copyOf(whole, whole.length - 1)))
        .hasMessageContaining("after 4 uncompressed bytes");
    assertThat(lines.items).hasSize(2);
  }

  @Test
  void shouldNoticeAWrongChecksum() {
    byte[] bytes = Compressed.gzip("a\nb\n");
    bytes[bytes.length - 5] ^= 1;

    assertThatThrownBy(() -> readAll("wrong.gz", bytes)).hasMessageContaining("checksum is wrong");
  }

  @Test
  void shouldNoticeDamagedData() {
    byte[] bytes = Compressed.gzip(noise());
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 50, (byte) 0xFF);

    assertThatThrownBy(() -> readAll("wrong.gz", bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is cut off or damaged");
  }

  @Test
  void shouldAcceptZerosAfterTheLastMember() throws Exception {
    readAll("padded.gz", Compressed.concat(Compressed.gzip("a\n"), new byte[1000]));

    assertThat(lines.items).hasSize(1);
  }

  @Test
  void shouldNotAcceptAnythingElseAfterTheLastMember() {
    byte[] bytes = Compressed.concat(Compressed.gzip("a\n"), new byte[] {'x'});

    assertThatThrownBy(() -> readAll("more.gz", bytes))
        .hasMessageContaining("there is something else after the gzip data");
  }

  @Test
  void shouldSkipTheOptionalFieldsOfAHeader() throws Exception {
    byte[] plain = Compressed.gzip("a\n");
    byte[] header = Arrays.copyOf(plain, 10);
    header[3] = 2 | 4 | 8 | 16;
    byte[] fields = {3, 0, 1, 2, 3, 'n', 'a', 'm', 'e', 0, 'c', 0, 9, 9};

    readAll(
        "full.gz", Compressed.concat(header, fields, Arrays.copyOfRange(plain, 10, plain.length)));

    assertThat(lines.items).hasSize(1);
  }

  private void readAll(String name, byte[] content) throws Exception {
    Path file = Files.write(folder.resolve(name), content);
    LaneReader<String> reader = LaneDriver.lanes(FileSource.lines(file)).getFirst().open();
    try {
      for (Block<String> block = reader.next(); block != null; block = reader.next()) {
        lines.readAll(block);
      }
    } finally {
      reader.close();
    }
  }

  private static String noise() {
    return new Random(7)
        .ints(10_000)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
