package dev.leat.pipeline.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

  @Test
  void shouldAcceptEveryCodePoint() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(point).getBytes(UTF_8);
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
          assertThat(bytes).as("U+%04X", point).isNull();
        }
      }
    }
  }

  @Test
  void shouldNameTheFirstMalformedByte() {
    byte[] bytes = "0123456789ä€?".getBytes(UTF_8);
    bytes[bytes.length - 1] = (byte) 0x80;

    assertThat(Utf8.indexOfMalformed(bytes, 0, bytes.length)).isEqualTo(bytes.length - 1);
    assertThat(Utf8.indexOfMalformed(bytes, 0, bytes.length - 1)).isEqualTo(-1);
    assertThat(Utf8.indexOfMalformed(bytes, 0, bytes.length - 2)).isEqualTo(bytes.length - 4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAgreeWithTheDecoderOfTheJdk(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = almostUtf8(random);

      assertThat(Utf8.indexOfMalformed(bytes, 0, bytes.length))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(firstMalformed(bytes));
    }
  }

  private static byte[] almostUtf8(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      int bits = 7 + random.nextInt(15);
      text.appendCodePoint(Math.min(random.nextInt(1 << bits), Character.MAX_CODE_POINT));
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static int firstMalformed(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, CharBuffer.allocate(bytes.length + 1), true);
    return result.isError() ? in.position() : -1;
  }
}
