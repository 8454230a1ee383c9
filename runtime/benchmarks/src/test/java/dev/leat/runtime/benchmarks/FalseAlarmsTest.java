package dev.leat.runtime.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FalseAlarmsTest {

  @Test
  void shouldRun() {
    assertThat(FalseAlarms.run(5, 2)).isEmpty();
  }
}
