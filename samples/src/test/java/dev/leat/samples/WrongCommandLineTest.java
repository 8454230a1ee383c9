package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WrongCommandLineTest {

  private static final List<String> NAMES = List.of("--input", "--output", "--concurrency", "-h");

  @Test
  void shouldSuggestTheClosestName() {
    assertThat(WrongCommandLine.closest("--concurency", NAMES)).contains("--concurrency");
    assertThat(WrongCommandLine.closest("--imput", NAMES)).contains("--input");
    assertThat(WrongCommandLine.closest("-x", NAMES)).isEmpty();
  }

  @Test
  void shouldSuggestNothingFarAway() {
    assertThat(WrongCommandLine.closest("--frobnicate", NAMES)).isEqualTo(Optional.empty());
  }
}
