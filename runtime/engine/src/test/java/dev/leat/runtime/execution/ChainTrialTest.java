package dev.leat.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ChainTrialTest {

  private static final long ELEMENTS = 1_000;
  private static final long USUAL = 40 * ELEMENTS;

  private final ChainChoice.Trial trial = new ChainChoice.Trial();
  private long triedInputs;
  private long triedNanos;
  private long otherNanos;

  @Test
  void shouldTakeAPartOfTheTimeOnlyWhileTheChainIsManyTimesSlower() {
    run(10_000, 50 * USUAL);

    assertThat(triedInputs).isGreaterThan(20);
    assertThat(triedNanos).isLessThan((otherNanos + USUAL) / 3);
    assertThat(trial.isOver()).isFalse();
  }

  @Test
  void shouldGiveOneInputOfEightToAChainThatIsAsFast() {
    run(8_000, USUAL);

    assertThat(triedInputs).isBetween(990L, 1_000L);
  }

  @Test
  void shouldGoOnWithTheChainThatWasFasterThanWhatCameBeforeSevenTimes() {
    boolean next = run(64, USUAL - 1);

    assertThat(trial.isOver()).isTrue();
    assertThat(next).isTrue();
    assertThat(triedInputs).isEqualTo(7);
  }

  @Test
  void shouldEndWhereElementsAreDear() {
    boolean next = false;
    for (int i = 0; i < 100 && !trial.isOver(); i++) {
      next = trial.next(next, ELEMENTS, 1_000 * ELEMENTS);
    }

    assertThat(trial.isOver()).isTrue();
    assertThat(next).isFalse();
  }

  /** Deals with inputs until the trial is over; returns who would get the next one. */
  private boolean run(int inputs, long nanosOfTried) {
    boolean next = false;
    for (int i = 0; i < inputs && !trial.isOver(); i++) {
      long nanos = next ? nanosOfTried : USUAL;
      triedInputs += next ? 1 : 0;
      triedNanos += next ? nanos : 0;
      otherNanos += next ? 0 : nanos;
      next = trial.next(next, ELEMENTS, nanos);
    }
    return next;
  }
}
