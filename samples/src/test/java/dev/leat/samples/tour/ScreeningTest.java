package dev.leat.samples.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreeningTest {

  /** The examples of Winkler's papers. */
  @ParameterizedTest
  @CsvSource({
    "martha, marhta, 0.961",
    "dwayne, duane, 0.840",
    "dixon, dicksonx, 0.813",
    "same, same, 1",
    "abc, xyz, 0",
    "'', abc, 0"
  })
  void shouldFindTheSimilarityThatIsPublished(String a, String b, double similarity) {
    assertThat(Screening.similarity(a, b)).isCloseTo(similarity, within(0.0005));
    assertThat(Screening.similarity(b, a)).isCloseTo(similarity, within(0.0005));
  }

  @Test
  void shouldNameTheClosestOfTheList() {
    assertThat(Screening.score("Magnus Erikson")).isEqualTo("Magnus Erikson\tmagnus eriksson\t987");
  }
}
