package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSizeTest {

  private static final int WORKERS = 2;
  private static final long MANY = 16_384;

  @ParameterizedTest
  @CsvSource({
    "100, 1024", // as many as there may be
    "100_000, 200",
    "400_000, 50",
    "30_000_000, 1"
  })
  void shouldMakeTwentyMillisecondsOfWorkABatchWhereMuchWaits(String nanosEach, int elements) {
    BatchSize size = measured(Long.parseLong(nanosEach.replace("_", "")));

    assertThat(size.elements(MANY)).isEqualTo(elements);
  }

  @ParameterizedTest
  @CsvSource({"160, 40", "100, 25", "21, 6", "20, 5", "7, 5", "0, 5"})
  void shouldMakeSmallerBatchesTowardsTheEndButNotTiny(long waiting, int elements) {
    BatchSize size = measured(400_000);

    assertThat(size.elements(waiting)).isEqualTo(elements);
  }

  @Test
  void shouldBeginWithOneElementAndGrowStepByStep() {
    BatchSize size = new BatchSize(WORKERS);

    assertThat(size.elements(MANY)).isEqualTo(1);
    size.measured(1, 100_000);
    assertThat(size.elements(MANY)).isEqualTo(4);
    size.measured(4, 400_000);
    assertThat(size.elements(MANY)).isEqualTo(16);
  }

  @Test
  void shouldSendMoreBatchesAheadWhereOneDoesNotLast() {
    BatchSize cheap = measured(40);
    BatchSize costly = measured(5_000);

    assertThat(cheap.credit()).isEqualTo(4);
    assertThat(costly.credit()).isEqualTo(2);
  }

  private static BatchSize measured(long nanosEach) {
    BatchSize size = new BatchSize(WORKERS);
    for (int i = 0; i < 10; i++) {
      int count = size.elements(MANY);
      size.measured(count, nanosEach * count);
    }
    return size;
  }
}
