package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSizeTest {

  @ParameterizedTest
  @CsvSource({
    "100, 1024", // as many as there may be
    "10_000, 200",
    "400_000, 5",
    "3_000_000, 1"
  })
  void shouldMakeTwoMillisecondsOfWorkABatch(String nanosEach, int elements) {
    long each = Long.parseLong(nanosEach.replace("_", ""));
    BatchSize size = new BatchSize();
    for (int i = 0; i < 10; i++) {
      size.measured(size.elements(), each * size.elements());
    }

    assertThat(size.elements()).isEqualTo(elements);
  }
}
