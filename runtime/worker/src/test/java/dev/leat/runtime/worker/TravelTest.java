package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.CheckedFunction;
import java.util.List;
import org.junit.jupiter.api.Test;

class TravelTest {

  /** Holds what cannot travel. */
  record Holder(String name, Part part) {}

  /** Not a record. */
  static final class Part {}

  /** Can travel. */
  record Fine(String name, List<Long> numbers) {}

  private int field = 3;

  @Test
  void shouldFindNothingWrongWithLambdasMethodsAndRecords() {
    int captured = 4;
    assertThat(Travel.problem(Pools.plain((Fine fine) -> fine.name() + captured))).isEmpty();
    assertThat(Travel.problem(Pools.plain(String::length))).isEmpty();
    assertThat(Travel.problem(Pools.plain((Object anything) -> anything))).isEmpty();
  }

  @Test
  void shouldNameTheFieldThatCannotTravel() {
    assertThat(Travel.problem(Pools.plain((Holder holder) -> holder.name())))
        .hasValueSatisfying(problem ->
            assertThat(problem)
                .contains("elements", "field 'part' of", "TravelTest$Holder", "TravelTest$Part"));
    assertThat(Travel.problem(Pools.plain((String text) -> new Part())))
        .hasValueSatisfying(problem -> assertThat(problem).contains("results", "TravelTest$Part"));
  }

  @Test
  void shouldNameWhatIsCaptured() {
    Part part = new Part();

    assertThat(Travel.problem(Pools.plain((String text) -> part.hashCode() + text)))
        .hasValueSatisfying(problem -> assertThat(problem).contains("captures", "TravelTest$Part"));
  }

  @Test
  void shouldExplainThatAFieldOfTheObjectAroundIsUsed() {
    assertThat(Travel.problem(Pools.plain((String text) -> text + field)))
        .hasValueSatisfying(problem ->
            assertThat(problem).contains("field or method of the TravelTest", "local variable"));
  }

  @Test
  void shouldRefuseAFunctionWithAStateThatCannotTravel() {
    CheckedFunction<String, String> function =
        new CheckedFunction<>() {
          private final Part part = new Part();

          @Override
          public String apply(String text) {
            return text + part.hashCode();
          }
        };

    assertThat(Travel.problem(Pools.plain(function))).isPresent();
  }
}
