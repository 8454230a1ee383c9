package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LongSumTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.leat.pipeline.Seeds#seeds")
  void shouldAgreeWithUnboundedArithmetic(long seed) {
    Random random = new Random(seed);
    BigInteger expected = BigInteger.ZERO;
    LongSum sum = new LongSum();
    LongSum other = new LongSum();
    for (int i = 0; i < 1_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      expected = expected.add(BigInteger.valueOf(value));
      (random.nextBoolean() ? sum : other).add(value);
    }
    sum.add(other);

    if (expected.bitLength() < 64) {
      assertThat(sum.value()).isEqualTo(expected.longValueExact());
    } else {
      assertThatThrownBy(sum::value).isInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void shouldPassTheRangeOfLongOnTheWay() {
    LongSum sum = new LongSum().add(Long.MAX_VALUE).add(Long.MAX_VALUE).add(Long.MIN_VALUE);

    assertThat(sum.add(-Long.MAX_VALUE).value()).isEqualTo(-1);
  }

  @Test
  void shouldKeepTheEndsOfTheRange() {
    assertThat(new LongSum().add(Long.MIN_VALUE).value()).isEqualTo(Long.MIN_VALUE);
    assertThat(new LongSum().add(Long.MAX_VALUE).value()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldSayWhatToDoWhenTheSumIsTooLarge() {
    LongSum sum = new LongSum().add(Long.MAX_VALUE).add(1);

    assertThatThrownBy(sum::value)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("does not fit into a long")
        .hasMessageContaining("sumDouble");
  }
}
