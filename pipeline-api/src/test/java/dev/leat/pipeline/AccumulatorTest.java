package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.ConnectorContext;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class AccumulatorTest {

  private static final ConnectorContext CONTEXT = new NoContext();

  @Test
  void shouldBeginEveryJobAtZero() throws Exception {
    Accumulator<Long> sum = Accumulator.sum("sum");
    Accumulated<Long> first = sum.open(CONTEXT);
    first.add(5L);
    first.add(2L);

    assertThat(first.value()).isEqualTo(7);
    assertThat(sum.open(CONTEXT).value()).isZero();
  }

  @Test
  void shouldKeepTheLargestAndTheSmallest() throws Exception {
    Accumulated<Long> max = Accumulator.max("max").open(CONTEXT);
    Accumulated<Long> min = Accumulator.min("min").open(CONTEXT);
    for (long number : new long[] {3, -8, 5}) {
      max.add(number);
      min.add(number);
    }

    assertThat(max.value()).isEqualTo(5);
    assertThat(min.value()).isEqualTo(-8);
  }

  @Test
  void shouldHandOutWhatWasAddedOnce() throws Exception {
    Accumulated<Long> sum = Accumulator.sum("sum").open(CONTEXT);

    assertThat(sum.take()).isNull();
    sum.add(4L);
    assertThat(sum.take()).isEqualTo(4);
    assertThat(sum.take()).isNull();
  }

  @Test
  void shouldKeepItsValueWhenAnotherOneCannotBeCombined() throws Exception {
    Accumulated<String> text =
        Accumulator.of(
                "text",
                () -> "",
                (a, b) -> {
                  if (b.isEmpty()) {
                    throw new IllegalStateException("empty");
                  }
                  return a + b;
                })
            .open(CONTEXT);
    text.add("a");

    assertThatThrownBy(() -> text.add(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("accumulator 'text' cannot take a String")
        .hasMessageContaining("empty");
    assertThat(text.value()).isEqualTo("a");
  }

  @Test
  void shouldRefuseANameThatNobodyCanRead() {
    assertThatThrownBy(() -> Accumulator.sum(" "))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("visible text");
  }

  @Test
  void shouldSayWhichAccumulatorsAJobHas() {
    JobStats stats = new JobStats(List.of(), List.of(), Map.of("b", 1L, "a", 2L));

    assertThat(stats.accumulated(Accumulator.sum("a"))).isEqualTo(2);
    assertThat(stats.toString()).isEqualTo("a = 2\nb = 1\n");
    assertThatThrownBy(() -> stats.accumulated(Accumulator.sum("c")))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("no accumulator 'c' among [a, b]");
  }
}
