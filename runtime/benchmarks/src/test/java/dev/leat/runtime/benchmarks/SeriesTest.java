package dev.leat.runtime.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void shouldGiveTheMiddleOfAnOddNumberOfRuns() {
    assertThat(series(3, 9, 1).wallSeconds()).isEqualTo(new Series.Spread(3, 1, 9));
  }

  @Test
  void shouldGiveTheMeanOfTheTwoInTheMiddleOfAnEvenNumberOfRuns() {
    assertThat(series(4, 8, 1, 2).wallSeconds()).isEqualTo(new Series.Spread(3, 1, 8));
  }

  @Test
  void shouldCompareRunsPairByPair() {
    assertThat(series(4, 9, 1).timesAsLongAs(series(2, 3, 4)))
        .isEqualTo(new Series.Spread(2, 0.25, 3));
  }

  private static Series series(int... seconds) {
    List<Run> runs =
        Arrays.stream(seconds)
            .mapToObj(wall -> new Run(Duration.ofSeconds(wall), Duration.ZERO, 0))
            .toList();
    return new Series(Contender.LEAT, runs);
  }
}
