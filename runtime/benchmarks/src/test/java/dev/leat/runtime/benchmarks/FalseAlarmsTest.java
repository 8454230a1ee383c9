package dev.leat.runtime.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FalseAlarmsTest {

  @Test
  void shouldFindNothingInTenThousandHonestChunks() {
    int runs = 10_000 / FalseAlarms.CHUNKS + 1;

    assertThat(FalseAlarms.run(runs, 2)).isEmpty();
  }
}
