package dev.leat.runtime.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchdogCostTest {

  @Test
  void shouldHaveARowForEachKindOfJobs() throws InterruptedException {
    assertThat(WatchdogCost.lines(2, 0.1, 50))
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).matches("\\| .* \\| \\d+\\.\\d\\d, \\d+\\.\\d\\d \\|"))
        .anySatisfy(line -> assertThat(line).matches(".*[1-9].*, .*[1-9].* \\|"));
  }
}
