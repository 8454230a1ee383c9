package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManualTimersTest {

  private final ManualTimers timers = ManualTimers.seeded(7);
  private final List<String> ran = new ArrayList<>();

  private Timers.Timer in(long nanos, String name) {
    return timers.schedule(nanos, () -> ran.add(name + "@" + timers.nanoTime()));
  }

  @Test
  void shouldStandStillUntilItIsTurned() {
    in(1, "a");

    assertThat(timers.nanoTime()).isZero();
    assertThat(ran).isEmpty();
  }

  @Test
  void shouldRunActionsInTheOrderOfTheirTimesAndThenOfScheduling() {
    in(20, "c");
    in(10, "a");
    in(10, "b");
    in(31, "d");

    timers.advance(Duration.ofNanos(30));

    assertThat(ran).containsExactly("a@10", "b@10", "c@20");
    assertThat(timers.nanoTime()).isEqualTo(30);
    assertThat(timers.delays()).containsExactly(Duration.ofNanos(1));
  }

  @Test
  void shouldRunWhatAnActionSchedulesWithinTheSpan() {
    timers.schedule(10, () -> in(5, "inner"));

    timers.advance(Duration.ofNanos(15));

    assertThat(ran).containsExactly("inner@15");
  }

  @Test
  void shouldRunAnActionThatIsDueAtOnceOnTheThreadThatSchedulesIt() {
    in(0, "now");
    in(-5, "late");

    assertThat(ran).containsExactly("now@0", "late@0");
  }

  @Test
  void shouldNotRunACancelledAction() {
    in(10, "a").cancel();

    timers.advance(Duration.ofNanos(10));

    assertThat(ran).isEmpty();
    assertThat(timers.delays()).isEmpty();
  }

  @Test
  void shouldRepeatItsRandomNumbersFromTheSameSeed() {
    ManualTimers same = ManualTimers.seeded(7);

    assertThat(timers.random()).isEqualTo(same.random()).isBetween(0.0, 1.0);
    assertThat(timers.random()).isNotEqualTo(ManualTimers.seeded(8).random());
  }

  @Test
  void shouldRefuseToGoBack() {
    assertThatThrownBy(() -> timers.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not go back");
  }

  @Test
  void shouldWaitForATimerThatAnotherThreadSets() {
    CompletableFuture<Timers.Timer> other = CompletableFuture.supplyAsync(() -> in(10, "a"));

    timers.awaitTimer(Duration.ofNanos(10));
    timers.awaitTimers(1);

    assertThat(other).succeedsWithin(Duration.ofSeconds(20));
    assertThat(timers.delays()).hasSize(1);
  }

  @Test
  void shouldRunEachActionOnceWhenSeveralThreadsTurnTheClock() {
    AtomicInteger count = new AtomicInteger();
    IntStream.range(0, 4)
        .parallel()
        .forEach(thread -> {
          for (int i = 1; i <= 1_000; i++) {
            var unused = timers.schedule(i, count::incrementAndGet); // no one cancels it
            timers.advance(Duration.ofNanos(1));
          }
        });

    timers.advance(Duration.ofNanos(1_000));

    assertThat(count).hasValue(4_000);
    assertThat(timers.nanoTime()).isEqualTo(4 * 1_000 + 1_000);
  }
}
