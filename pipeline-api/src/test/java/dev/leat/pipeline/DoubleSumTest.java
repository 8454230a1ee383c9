package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoubleSumTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.leat.pipeline.Seeds#seeds")
  void shouldRoundTheExactSumOnce(long seed) {
    Random random = new Random(seed);
    BigDecimal expected = BigDecimal.ZERO;
    DoubleSum sum = new DoubleSum();
    DoubleSum other = new DoubleSum();
    for (int i = 0; i < 3_000; i++) {
      double value = anyFinite(random);
      expected = expected.add(new BigDecimal(value));
      (random.nextBoolean() ? sum : other).add(value);
    }

    assertThat(sum.add(other).value()).isEqualTo(expected.doubleValue());
  }

  private static double anyFinite(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) && Math.abs(value) < 1e300 ? value : random.nextGaussian();
  }

  @Test
  void shouldNotLoseSmallNumbersBesideLargeOnes() {
    DoubleSum sum = new DoubleSum().add(1e300).add(1e-300).add(-1e300);

    assertThat(sum.value()).isEqualTo(1e-300);
  }

  @Test
  void shouldAddTheLeastAndTheLargest() {
    assertThat(new DoubleSum().add(Double.MIN_VALUE).add(Double.MIN_VALUE).value())
        .isEqualTo(2 * Double.MIN_VALUE);
    assertThat(new DoubleSum().add(Double.MAX_VALUE).value()).isEqualTo(Double.MAX_VALUE);
    assertThat(new DoubleSum().add(-Double.MAX_VALUE).value()).isEqualTo(-Double.MAX_VALUE);
  }

  @Test
  void shouldPassTheRangeOfDoubleOnTheWay() {
    DoubleSum sum = new DoubleSum();
    for (int i = 0; i < 10_000; i++) {
      sum.add(Double.MAX_VALUE);
    }
    assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);

    for (int i = 0; i < 9_999; i++) {
      sum.add(-Double.MAX_VALUE);
    }
    assertThat(sum.value()).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void shouldTreatInfinitiesLikePlus() {
    DoubleSum infinite = new DoubleSum().add(1).add(Double.NEGATIVE_INFINITY);

    assertThat(infinite.value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(infinite.add(new DoubleSum().add(Double.POSITIVE_INFINITY)).value()).isNaN();
    assertThat(new DoubleSum().add(Double.NaN).add(1).value()).isNaN();
  }

  @Test
  void shouldBeZeroWithoutElements() {
    assertThat(new DoubleSum().value()).isZero();
  }
}
