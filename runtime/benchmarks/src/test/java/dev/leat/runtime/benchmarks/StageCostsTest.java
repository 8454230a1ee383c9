package dev.leat.runtime.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StageCostsTest {

  @Test
  void shouldHaveARowForEachKind() {
    assertThat(StageCosts.rows(1, 4_000))
        .hasSize(8)
        .allSatisfy(row -> assertThat(row).matches("\\| `.*` \\| [\\d,.]+ \\(.*\\) \\| .* \\|"));
  }
}
