package dev.leat.pipeline.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {

  @Test
  void shouldFindNoLineInNothing() {
    assertThat(split("")).isEmpty();
  }

  @Test
  void shouldFindOneEmptyLineInANewline() {
    assertThat(split("\n")).containsExactly("");
  }

  @Test
  void shouldLeaveTheUnfinishedLineAsRest() {
    LineSplitter splitter = new LineSplitter();
    byte[] bytes = "a\nbc".getBytes(ISO_8859_1);
    splitter.reset(bytes, 0, 0, bytes.length);

    assertThat(splitter.next()).isTrue();
    assertThat(splitter.next()).isFalse();
    assertThat(splitter.next()).isFalse();
    assertThat(splitter.rest()).isEqualTo(2);
  }

  @Test
  void shouldCountACarriageReturnAsLineEndOnlyRightBeforeANewline() {
    assertThat(split("a\r\n\r\n\r\r\nb\rc\n\r\n")).containsExactly("a", "", "\r", "b\rc", "");
  }

  @Test
  void shouldNotTakeACarriageReturnFromTheLineBefore() {
    byte[] bytes = "\r\n".getBytes(ISO_8859_1);
    LineSplitter splitter = new LineSplitter();
    splitter.reset(bytes, 1, 1, 2);

    assertThat(splitter.next()).isTrue();
    assertThat(splitter.start()).isEqualTo(1);
    assertThat(splitter.length()).isZero();
  }

  @Test
  void shouldNotLookBeforeTheScanStart() {
    byte[] bytes = "abc\ndef\n".getBytes(ISO_8859_1);
    LineSplitter splitter = new LineSplitter();
    splitter.reset(bytes, 0, 4, 8);

    assertThat(splitter.next()).isTrue();
    assertThat(splitter.end()).isEqualTo(7);
  }

  @Test
  void shouldRefuseARangeOutsideTheBytes() {
    LineSplitter splitter = new LineSplitter();

    assertThatThrownBy(() -> splitter.reset(new byte[4], 0, 0, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> splitter.reset(new byte[4], 3, 2, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldAgreeWithAPlainLoopOnRandomBytes(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = randomBytes(random, random.nextInt(300));
      int from = random.nextInt(bytes.length + 1);

      assertThat(split(bytes, from))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(plainLoop(bytes, from));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void shouldFindTheSameLinesWhenTheBytesComeInPieces(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = randomBytes(random, random.nextInt(500));

      assertThat(splitInPieces(bytes, random))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(plainLoop(bytes, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void shouldSearchNewlinesLikeAPlainLoop(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      String text = new String(randomBytes(random, 1 + random.nextInt(60)), ISO_8859_1);
      int from = random.nextInt(text.length());
      byte[] bytes = text.getBytes(ISO_8859_1);
      String part = text.substring(from);
      int first = part.indexOf('\n');
      int last = part.lastIndexOf('\n');

      assertThat(Newlines.indexOf(bytes, from, bytes.length))
          .isEqualTo(first < 0 ? -1 : first + from);
      assertThat(Newlines.lastIndexOf(bytes, from, bytes.length))
          .isEqualTo(last < 0 ? -1 : last + from);
      assertThat((long) Newlines.count(bytes, from, bytes.length))
          .isEqualTo(part.chars().filter(c -> c == '\n').count());
    }
  }

  /** Bytes among which newlines, carriage returns and their neighbours in value are frequent. */
  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    byte[] frequent = {'\n', '\r', '\n' + 1, '\n' - 1, (byte) ('\n' | 0x80), 0};
    int share = 1 + random.nextInt(20);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(share) == 0) {
        bytes[i] = frequent[random.nextInt(frequent.length)];
      }
    }
    return bytes;
  }

  private static List<String> split(String text) {
    return split(text.getBytes(ISO_8859_1), 0);
  }

  private static List<String> split(byte[] bytes, int from) {
    LineSplitter splitter = new LineSplitter();
    splitter.reset(bytes, from, from, bytes.length);
    List<String> lines = new ArrayList<>();
    while (splitter.next()) {
      lines.add(new String(bytes, splitter.start(), splitter.length(), ISO_8859_1));
    }
    return lines;
  }

  /**
   * Splits as a network decoder would: what is unfinished is carried in front of the next piece.
   */
  private static List<String> splitInPieces(byte[] bytes, Random random) {
    LineSplitter splitter = new LineSplitter();
    List<String> lines = new ArrayList<>();
    byte[] carried = {};
    for (int at = 0; at < bytes.length; ) {
      int size = Math.min(1 + random.nextInt(100), bytes.length - at);
      byte[] buffer = Arrays.copyOf(carried, carried.length + size);
      System.arraycopy(bytes, at, buffer, carried.length, size);
      splitter.reset(buffer, 0, carried.length, buffer.length);
      while (splitter.next()) {
        lines.add(new String(buffer, splitter.start(), splitter.length(), ISO_8859_1));
      }
      carried = Arrays.copyOfRange(buffer, splitter.rest(), buffer.length);
      at += size;
    }
    return lines;
  }

  private static List<String> plainLoop(byte[] bytes, int from) {
    List<String> lines = new ArrayList<>();
    int start = from;
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
        lines.add(new String(bytes, start, end - start, ISO_8859_1));
        start = i + 1;
      }
    }
    return lines;
  }
}
