package dev.leat.pipeline.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {

  private final byte[] block = "xxGET /ä?q=1yy".getBytes(UTF_8);
  private final Line line = new Line(block, 2, block.length - 4);

  @Test
  void shouldBeAViewOfItsBytes() {
    assertThat(line.length()).isEqualTo(11);
    assertThat(line.isEmpty()).isFalse();
    assertThat(line.byteAt(0)).isEqualTo((byte) 'G');
    assertThat(line.byteAt(10)).isEqualTo((byte) '1');
    assertThat(line.toBytes()).isEqualTo("GET /ä?q=1".getBytes(UTF_8));
  }

  @Test
  void shouldNotReachBeyondItself() {
    assertThatThrownBy(() -> line.byteAt(11)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> line.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> line.text(0, 12)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> line.slice(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Line(block, 1, block.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldFindBytesOnlyWithinItself() {
    assertThat(line.indexOf((byte) ' ', 0)).isEqualTo(3);
    assertThat(line.indexOf((byte) ' ', 4)).isEqualTo(-1);
    assertThat(line.indexOf((byte) 'y', 0)).isEqualTo(-1);
    assertThat(line.indexOf((byte) 'x', -5)).isEqualTo(-1);
    assertThat(line.indexOf((byte) 'G', 99)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldFindBytesLikeAPlainLoop(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[1 + random.nextInt(60)];
      random.nextBytes(bytes);
      byte wanted = bytes[random.nextInt(bytes.length)];
      int start = random.nextInt(bytes.length);
      int length = random.nextInt(bytes.length - start + 1);
      int from = random.nextInt(length + 1);
      String text = new String(bytes, start, length, ISO_8859_1);

      assertThat(new Line(bytes, start, length).indexOf(wanted, from))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(text.indexOf(wanted & 0xFF, from));
    }
  }

  @Test
  void shouldTellHowItBegins() {
    assertThat(line.startsWith("GET".getBytes(UTF_8))).isTrue();
    assertThat(line.startsWith()).isTrue();
    assertThat(line.startsWith("PUT".getBytes(UTF_8))).isFalse();
    assertThat(line.slice(0, 2).startsWith("GET".getBytes(UTF_8))).isFalse();
  }

  @Test
  void shouldDecodeUtf8() {
    assertThat(line.text()).isEqualTo("GET /ä?q=1").isEqualTo(line.toString());
    assertThat(line.text(4, 7)).isEqualTo("/ä");
    assertThat(line.isUtf8()).isTrue();
  }

  @Test
  void shouldReplaceWhatIsMalformed() {
    Line malformed = new Line(new byte[] {'a', (byte) 0xFF, 'b'}, 0, 3);

    assertThat(malformed.text()).isEqualTo("a\uFFFDb");
    assertThat(malformed.isUtf8()).isFalse();
  }

  @Test
  void shouldBeEqualByContent() {
    Line same = Line.of("GET /ä?q=1");

    assertThat(same).isEqualTo(line).hasSameHashCodeAs(line).isEqualByComparingTo(line);
    assertThat(line).isNotEqualTo(Line.of("GET /ä?q=2")).isNotEqualTo("GET /ä?q=1");
  }

  @Test
  void shouldCompareUnsigned() {
    assertThat(Line.of("ä")).isGreaterThan(Line.of("z"));
    assertThat(Line.of("a")).isLessThan(Line.of("ab"));
  }

  @Test
  void shouldOwnItsBytesAfterCopy() {
    Line copy = line.copy();
    block[2] = 'S';

    assertThat(copy.text()).startsWith("GET");
    assertThat(line.text()).startsWith("SET");
  }

  @Test
  void shouldCopyIntoAnArray() {
    byte[] target = new byte[13];
    line.copyTo(target, 1);

    assertThat(new Line(target, 1, 11)).isEqualTo(line);
    assertThatThrownBy(() -> line.copyTo(target, 3)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
