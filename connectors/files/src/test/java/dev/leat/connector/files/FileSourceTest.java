package dev.leat.connector.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connector.files.LaneDriver.Result;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSourceTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "'', none",
        "'|', ''",
        "'a', a",
        "'a|', a",
        "'a|b', a;b",
        "'a||b|', a;;b",
        "'a^|b^|', a;b",
        "'^|', ''",
        "'a^b|^', a^b;^"
      })
  void shouldSplitLines(String content, String lines) throws Exception {
    Path file = write("in.log", text(content));

    List<String> expected = lines == null ? List.of() : List.of(text(lines).split(";", -1));
    assertThat(LaneDriver.read(FileSource.lines(file)).values()).isEqualTo(expected);
    assertThat(LaneDriver.read(FileSource.lines(file, o -> o.blockSize(1))).values())
        .isEqualTo(expected);
  }

  @Test
  void shouldReadNulBytesAsTheyAre() throws Exception {
    Path file = write("in.log", "a\0b\n\0\n");

    assertThat(LaneDriver.read(FileSource.lines(file)).values()).containsExactly("a\0b", "\0");
  }

  @Test
  void shouldNotCountTheByteOrderMarkToTheFirstLine() throws Exception {
    Path file = write("in.log", "\uFEFFa\n\uFEFFb\n");

    Result<String> result = LaneDriver.read(FileSource.lines(file));

    assertThat(result.values()).containsExactly("a", "\uFEFFb");
    assertThat(result.positions())
        .containsExactly(new Position(file.toString(), 1, 3), new Position(file.toString(), 2, 5));
  }

  @Test
  void shouldHaveNoLineInAFileThatIsOnlyAByteOrderMark() throws Exception {
    Path plain = write("in.log", "\uFEFF");
    Path packed = write("in.gz", Compressed.gzip("\uFEFF"));

    assertThat(LaneDriver.read(FileSource.lines(Inputs.files(plain, packed))).items()).isEmpty();
  }

  @Test
  void shouldReplaceMalformedTextByDefault() throws Exception {
    Path file = write("in.log", new byte[] {'a', (byte) 0xFF, '\n', (byte) 0xC3, '\n'});

    assertThat(LaneDriver.read(FileSource.lines(file)).values())
        .containsExactly("a\uFFFD", "\uFFFD");
  }

  @Test
  void shouldRejectMalformedTextOnRequest() throws Exception {
    Path file = write("in.log", new byte[] {'a', '\n', 'b', (byte) 0xFF, '\n', 'c', '\n'});

    Result<String> result =
        LaneDriver.read(FileSource.lines(file, o -> o.malformed(Malformed.REJECT)));

    assertThat(result.values()).containsExactly("a", "c");
    assertThat(result.items().get(1).rejected()).isTrue();
    assertThat((Object) result.items().get(1).value()).isEqualTo("b\uFFFD");
    assertThat(result.positions().get(1)).isEqualTo(new Position(file.toString(), 2, 3, 2));
  }

  @Test
  void shouldGiveViewsOfTheSameLines() throws Exception {
    Path file = write("in.log", "a\r\nä\n");

    assertThat(LaneDriver.read(FileSource.lineViews(file)).values())
        .containsExactly(Line.of("a"), Line.of("ä"));
  }

  @Test
  void shouldReadSeveralFilesInTheOrderGivenAsOneLane() throws Exception {
    Path b = write("b.log", "b1\nb2");
    Path empty = write("empty.log", "");
    Path a = write("a.zst", Compressed.zstd("a1\na2\n"));
    Source<String> source = FileSource.lines(Inputs.files(b, empty, a, b));

    Result<String> result = LaneDriver.read(source);

    assertThat(result.values()).containsExactly("b1", "b2", "a1", "a2", "b1", "b2");
    assertThat(result.positions())
        .extracting(Position::toString)
        .containsExactly(b + ":1", b + ":2", a + ":1", a + ":2", b + ":1", b + ":2");
  }

  @Test
  void shouldReadFilesAsSeveralLanesOnRequest() throws Exception {
    Path a = write("a.log", "a\n");
    Path b = write("b.log", "b\n");
    Path c = write("c.log", "c\n");
    Inputs inputs = Inputs.files(a, b, c);

    List<? extends Lane<String>> lanes =
        LaneDriver.lanes(FileSource.lines(inputs, o -> o.parallelFiles(2)));

    assertThat(lanes).hasSize(2);
    assertThat(lanes).extracting(Lane::name).doesNotHaveDuplicates();
    assertThat(LaneDriver.read(lanes.get(0)).values()).containsExactly("a", "c");
    assertThat(LaneDriver.read(lanes.get(1)).values()).containsExactly("b");
    assertThat(LaneDriver.lanes(FileSource.lines(inputs, o -> o.parallelFiles(9)))).hasSize(3);
  }

  @Test
  void shouldRecogniseCompressionWhateverTheName() throws Exception {
    Path file = write("in.log", Compressed.gzip("a\n"));

    assertThat(LaneDriver.read(FileSource.lines(file)).values()).containsExactly("a");
    assertThat(
            LaneDriver.read(FileSource.bytes(file, o -> o.compression(Compression.NONE))).values())
        .containsExactly(Files.readAllBytes(file));
  }

  @Test
  void shouldReadAllMembersAndFrames() throws Exception {
    Path gzip =
        write("in.gz", Compressed.concat(Compressed.gzip("a\nb"), Compressed.gzip("c\nd\n")));
    Path zstd =
        write("in.zst", Compressed.concat(Compressed.zstd("a\nb"), Compressed.zstd("c\nd\n")));

    assertThat(LaneDriver.read(FileSource.lines(gzip)).values()).containsExactly("a", "bc", "d");
    assertThat(LaneDriver.read(FileSource.lines(zstd)).values()).containsExactly("a", "bc", "d");
  }

  @Test
  void shouldReadBytesInPiecesOfTheSizeAskedFor() throws Exception {
    byte[] content = new byte[1000];
    new Random(5).nextBytes(content);
    content[0] = (byte) 0xEF;
    content[1] = (byte) 0xBB;
    content[2] = (byte) 0xBF;
    Path plain = write("in.bin", content);
    Path packed = write("in.gz", Compressed.gzip(content));
    Source<byte[]> source = FileSource.bytes(Inputs.files(plain, packed), o -> o.pieceSize(300));

    Result<byte[]> result = LaneDriver.readInParallel(source, 1, 2);

    assertThat(result.values().subList(0, 4))
        .extracting(piece -> piece.length)
        .containsExactly(300, 300, 300, 100);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    result.values().forEach(all::writeBytes);
    assertThat(all.toByteArray()).isEqualTo(Compressed.concat(content, content));
    assertThat(result.positions().get(1)).isEqualTo(new Position(plain.toString(), -1, 300));
    assertThat(result.positions().get(4)).isEqualTo(new Position(packed.toString(), -1, 0));
  }

  @Test
  void shouldTellProgressInStoredBytes() throws Exception {
    String text = "some line or other\n".repeat(10_000);
    Path plain = write("plain.log", text);
    Path packed = write("packed.gz", Compressed.gzip(text));
    Lane<String> lane = LaneDriver.lanes(FileSource.lines(Inputs.files(packed, plain))).getFirst();

    LaneReader<String> reader = lane.open();
    long done = 0;
    for (Block<String> block = reader.next(); block != null; block = reader.next()) {
      assertThat(reader.done(block.from())).isGreaterThanOrEqualTo(done);
      done = reader.done(block.to());
      reader.acknowledged(block.to());
      assertThat(reader.done(block.to())).isEqualTo(done);
    }
    reader.close();

    assertThat(lane.unit()).isEqualTo("bytes");
    assertThat(lane.size()).isEqualTo(Files.size(plain) + Files.size(packed));
    assertThat(done).isEqualTo(lane.size());
  }

  @Test
  void shouldCutASmallFileIntoEnoughBlocksForAllCores() throws Exception {
    Path file = write("in.log", "0123456789abcde\n".repeat(1 << 16));
    LaneReader<String> reader = LaneDriver.lanes(FileSource.lines(file)).getFirst().open();

    int blocks = 0;
    while (reader.next() != null) {
      blocks++;
    }
    reader.close();

    assertThat(blocks).isEqualTo(8);
  }

  @Test
  void shouldStopAtTheSizeTheFileHadWhenTheJobStarted() throws Exception {
    Path file = write("in.log", "a\nb\n");
    Lane<String> lane = LaneDriver.lanes(FileSource.lines(file)).getFirst();
    Files.writeString(file, "a\nb\nmore\n");

    assertThat(LaneDriver.read(lane).values()).containsExactly("a", "b");
  }

  @Test
  void shouldSayThatAFileShrank() throws Exception {
    Path file = write("in.log", "a\n".repeat(100));
    Lane<String> lane = LaneDriver.lanes(FileSource.lines(file)).getFirst();
    Files.writeString(file, "a\nb\n");

    assertThatThrownBy(() -> LaneDriver.read(lane))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("shrank from 200 to 4 bytes");
  }

  @Test
  void shouldReadOnAfterAnInterruptAndKeepIt() throws Exception {
    Path file = write("in.log", "a\n".repeat(40_000));
    LaneReader<String> reader = LaneDriver.lanes(FileSource.lines(file)).getFirst().open();
    Block<String> first = LaneDriver.block(reader);
    Block<String> second = LaneDriver.block(reader);
    LaneDriver.Collector<String> lines = new LaneDriver.Collector<>(new Random(0), 0, 0, 1L << 60);

    lines.readAll(first);
    Thread.currentThread().interrupt();
    lines.readAll(second);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(lines.items).hasSize(16 * 1024);
    reader.close();
  }

  @Test
  void shouldKeepTheOnErrorOption() {
    OnError skip = OnError.skip();

    assertThat(FileSource.lines(Path.of("x"), o -> o.onError(skip)).onError()).isEqualTo(skip);
    assertThat(FileSource.lines(Path.of("x")).onError()).isEqualTo(OnError.fail());
    assertThat(FileSource.lines(Path.of("x")).describe()).isEqualTo("file x");
  }

  @Test
  void shouldRefuseOptionsThatMakeNoSense() {
    Path file = Path.of("x");

    assertThatThrownBy(() -> FileSource.lines(file, o -> o.maxLine(0)))
        .hasMessage("maxLine must be from 1 to 1073741824, not 0");
    assertThatThrownBy(() -> FileSource.lines(file, o -> o.blockSize(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FileSource.lines(file, o -> o.parallelFiles(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FileSource.bytes(file, o -> o.pieceSize(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldKnowLineNumbersOnlyWhenEarlierBlocksWereRead() throws Exception {
    String text = IntStream.range(0, 100).mapToObj(i -> "l" + i).collect(Collectors.joining("\n"));
    Path file = write("in.log", text.getBytes(ISO_8859_1));
    LaneReader<String> reader =
        LaneDriver.lanes(FileSource.lines(file, o -> o.blockSize(100))).getFirst().open();
    LaneDriver.Collector<String> first = new LaneDriver.Collector<>(new Random(0), 0, 0, 1L << 60);
    LaneDriver.Collector<String> second = new LaneDriver.Collector<>(new Random(0), 0, 0, 1L << 60);
    Block<String> one = LaneDriver.block(reader);
    Block<String> two = LaneDriver.block(reader);

    second.readAll(two);
    long position = second.items.getFirst().at();
    assertThat(reader.describe(position).line()).isEqualTo(-1);
    assertThat(reader.describe(position).offset()).isEqualTo(102);

    first.readAll(one);
    assertThat(reader.describe(position).line()).isEqualTo(first.items.size() + 1);
    reader.acknowledged(two.from());
    assertThat(reader.describe(position).line()).isEqualTo(first.items.size() + 1);
    reader.close();
  }

  private Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(UTF_8));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static String text(String pattern) {
    return pattern.replace('|', '\n').replace('^', '\r');
  }
}
