package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.00 kB",
    "9994, 9.99 kB",
    "9996, 10.0 kB",
    "217000000, 217 MB",
    "999600, 1.00 MB",
    "5e15, 5000 TB"
  })
  void shouldWriteBytesWithThreeDigits(double bytes, String text) {
    assertThat(Figures.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "40, 0.0 s",
    "1250, 1.3 s",
    "9940, 9.9 s",
    "9960, 10 s",
    "59400, 59 s",
    "59600, 1:00 min",
    "247000, 4:07 min",
    "7260000, 2:01 h"
  })
  void shouldWriteTimesWithFittingUnits(long millis, String text) {
    assertThat(Figures.time(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
