package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryTest {

  private static final Duration FIRST = Duration.ofMillis(50);

  @Test
  void shouldDoublePausesUpToTheLongest() {
    Retry retry = Retry.backoff(20, FIRST).jitter(0).maxPause(Duration.ofMillis(300));

    assertThat(retry.pauseAfter(1, 0.9)).isEqualTo(Duration.ofMillis(50));
    assertThat(retry.pauseAfter(2, 0.9)).isEqualTo(Duration.ofMillis(100));
    assertThat(retry.pauseAfter(3, 0.9)).isEqualTo(Duration.ofMillis(200));
    assertThat(retry.pauseAfter(4, 0.9)).isEqualTo(Duration.ofMillis(300));
    assertThat(retry.pauseAfter(1_000, 0.9)).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void shouldLimitPausesToAHundredTimesTheFirst() {
    assertThat(Retry.backoff(20, FIRST).jitter(0).pauseAfter(19, 0))
        .isEqualTo(FIRST.multipliedBy(100));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.leat.pipeline.Seeds#seeds")
  void shouldVaryPausesWithinTheJitter(long seed) {
    Random random = new Random(seed);
    double jitter = random.nextDouble();
    Retry exact = Retry.backoff(5, FIRST).jitter(0);
    Retry varied = exact.jitter(jitter);
    for (int attempt = 1; attempt < 50; attempt++) {
      double pause = exact.pauseAfter(attempt, 0).toNanos();

      assertThat((double) varied.pauseAfter(attempt, random.nextDouble()).toNanos())
          .isBetween(pause * (1 - jitter) - 1, pause * (1 + jitter) + 1);
      assertThat(varied.pauseAfter(attempt, 0)).isLessThanOrEqualTo(varied.pauseAfter(attempt, 1));
    }
  }

  @Test
  void shouldRetryAsOftenAsDeclared() throws Exception {
    Retry retry = Retry.immediately(3);

    assertThat(retry.retries(1, new IOException())).isTrue();
    assertThat(retry.retries(2, new IOException())).isTrue();
    assertThat(retry.retries(3, new IOException())).isFalse();
    assertThat(retry.pauseAfter(2, 0.5)).isZero();
    assertThat(Retry.none().retries(1, new IOException())).isFalse();
  }

  @Test
  void shouldRetryOnlyWhatFulfilsTheCondition() throws Exception {
    Retry retry = Retry.immediately(3).when(failure -> failure instanceof IOException);

    assertThat(retry.retries(1, new IOException())).isTrue();
    assertThat(retry.retries(1, new IllegalStateException())).isFalse();
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    assertThatThrownBy(() -> Retry.immediately(0))
        .hasMessage("attempts counts the first one too and must be at least 1, not 0");
    assertThatThrownBy(() -> Retry.backoff(2, Duration.ofMillis(-1)))
        .hasMessageContaining("pauses must not be negative");
    assertThatThrownBy(() -> Retry.backoff(2, FIRST).maxPause(Duration.ofMillis(1)))
        .hasMessageContaining("first PT0.05S, longest PT0.001S");
    assertThatThrownBy(() -> Retry.backoff(2, FIRST).jitter(1.5))
        .hasMessage("jitter is a share from 0 to 1, not 1.5");
    assertThatThrownBy(() -> Retry.backoff(2, FIRST).jitter(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
