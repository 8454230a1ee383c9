package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.WorkerException.Reason;
import org.junit.jupiter.api.Test;

class WorkBatchTest {

  private final WorkBatch batch = new WorkBatch(new Object[] {"a", "b", "c", "d"});

  private boolean settle(int first, Object... results) {
    for (int i = 0; i < results.length; i++) {
      batch.result(first + i, results[i]);
    }
    return batch.settle(first, results.length);
  }

  @Test
  void shouldBeReadyAsFarAsNothingIsMissing() {
    settle(1, "B", "C");
    assertThat(batch.ready()).isZero();

    settle(0, "A");

    assertThat(batch.ready()).isEqualTo(3);
    assertThat(batch.isDone()).isFalse();
  }

  @Test
  void shouldBeDoneWithTheLastElement() {
    assertThat(settle(0, "A", "B")).isFalse();
    assertThat(settle(2, "C", "D")).isTrue();
    assertThat(batch.isDone()).isTrue();
  }

  @Test
  void shouldCountAnElementOnce() {
    settle(0, "A", "B", "C");
    settle(0, "A", "B", "C");

    assertThat(batch.isDone()).isFalse();
  }

  @Test
  void shouldSayThatItHasToBeLookedAtWhenAFailureIsReady() {
    assertThat(settle(1, new WorkerException(Reason.THREW, "b", -1, "", null))).isFalse();
    assertThat(settle(0, "A")).isTrue();
  }

  @Test
  void shouldFindWhatIsOpen() {
    settle(1, "B", "C");

    assertThat(batch.nextOpen(0)).isZero();
    assertThat(batch.nextSettled(0)).isEqualTo(1);
    assertThat(batch.nextOpen(1)).isEqualTo(3);
    assertThat(batch.nextSettled(3)).isEqualTo(4);
  }
}
