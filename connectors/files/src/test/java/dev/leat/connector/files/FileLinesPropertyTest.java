package dev.leat.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connector.files.LaneDriver.Result;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random files, block sizes and limits against a splitter that looks at one byte after the other.
 */
class FileLinesPropertyTest {

  private static final int ROUNDS = 150;

  @TempDir private Path folder;

  /** What the plain splitter expects of one line. */
  private record Expected(String text, Position position, boolean rejected) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldSplitPlainFilesLikeAPlainLoop(long seed) throws Exception {
    check(seed, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void shouldSplitCompressedFilesLikeAPlainLoop(long seed) throws Exception {
    check(seed, true);
  }

  private void check(long seed, boolean compressed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      int maxLine = random.nextBoolean() ? 1 + random.nextInt(40) : 1 << 20;
      int blockSize = 1 + random.nextInt(64);
      List<Path> files = new ArrayList<>();
      List<Expected> expected = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        byte[] bytes = randomText(random);
        Path file = folder.resolve("%d-%d.%s".formatted(round, i, compressed ? "gz" : "log"));
        Files.write(file, compressed ? gzip(bytes, random) : bytes);
        files.add(file);
        expected.addAll(plainLoop(file, bytes, maxLine));
      }
      Inputs inputs = Inputs.files(files);
      // All are kept until the end: views of blocks, and texts made of bytes that are overwritten.
      check(
          FileSource.lineViews(inputs, o -> o.maxLine(maxLine).blockSize(blockSize)),
          expected,
          seed,
          round);
      check(
          FileSource.lines(inputs, o -> o.maxLine(maxLine).blockSize(blockSize)),
          expected,
          seed,
          round);
    }
  }

  private static <T> void check(Source<T> source, List<Expected> expected, long seed, int round)
      throws Exception {
    assertThat(found(LaneDriver.read(source)))
        .as("seed %d, round %d", seed, round)
        .isEqualTo(expected);
    assertThat(found(LaneDriver.readInParallel(source, seed + round, 2)))
        .as("parallel, seed %d, round %d", seed, round)
        .isEqualTo(expected);
  }

  private static <T> List<Expected> found(Result<T> result) {
    List<Expected> found = new ArrayList<>();
    for (int i = 0; i < result.items().size(); i++) {
      var item = result.items().get(i);
      String text = ((Object) item.value()).toString();
      found.add(
          new Expected(item.rejected() ? "" : text, result.positions().get(i), item.rejected()));
    }
    return found;
  }

  private static List<Expected> plainLoop(Path file, byte[] bytes, int maxLine) {
    List<Expected> lines = new ArrayList<>();
    int from = InputFile.startsWithBom(bytes, 0, bytes.length) ? 3 : 0;
    for (int i = from; i <= bytes.length; i++) {
      boolean atEnd = i == bytes.length;
      if (atEnd ? from < i : bytes[i] == '\n') {
        int to = !atEnd && i > from && bytes[i - 1] == '\r' ? i - 1 : i;
        boolean rejected = to - from > maxLine;
        String text = rejected ? "" : new String(bytes, from, to - from, UTF_8);
        Position position = new Position(file.toString(), lines.size() + 1, from);
        lines.add(new Expected(text, position, rejected));
        from = i + 1;
      }
    }
    return lines;
  }

  private static byte[] randomText(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (random.nextInt(10) == 0) {
      out.writeBytes("\uFEFF".getBytes(UTF_8));
    }
    int share = 1 + random.nextInt(30);
    int length = random.nextInt(10) == 0 ? 9_000 : random.nextInt(400);
    for (int i = random.nextInt(length + 1); i > 0; i--) {
      boolean special = random.nextInt(share) == 0;
      out.write(special ? (random.nextInt(4) == 0 ? '\r' : '\n') : random.nextInt(256));
    }
    return out.toByteArray();
  }

  /** The bytes as one or more members. */
  private static byte[] gzip(byte[] bytes, Random random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = 0;
    do {
      int to = random.nextBoolean() ? bytes.length : from + random.nextInt(bytes.length - from + 1);
      try (GZIPOutputStream member = new GZIPOutputStream(out)) {
        member.write(bytes, from, to - from);
      }
      from = to;
    } while (from < bytes.length);
    return out.toByteArray();
  }
}
