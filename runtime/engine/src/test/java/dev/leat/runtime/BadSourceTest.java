package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Sinks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sources that do not do what they should. */
@Timeout(60)
class BadSourceTest {

  private final LocalRuntime runtime =
      LocalRuntime.builder().cores(2).grace(Duration.ofMillis(200)).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  /** Cannot say where anything stands. */
  private static NumberSource nowhere() {
    return new NumberSource(5) {
      @Override
      public Position describe(long position) {
        throw new IllegalStateException("describe is broken");
      }
    };
  }

  private static Long not3(Long n) {
    if (n == 3) {
      throw new IllegalArgumentException("the real cause");
    }
    return n;
  }

  @Test
  void shouldNotHideAFailureBecauseItsPositionIsUnknown() {
    for (Stage<Long> stage :
        List.of(
            nowhere().stage().map(BadSourceTest::not3),
            nowhere().stage().cpu("cpu", BadSourceTest::not3),
            nowhere().stage().coroutine("co", BadSourceTest::not3))) {
      assertThatThrownBy(() -> runtime.run(stage.to(Sinks.discard())))
          .isInstanceOfSatisfying(StageException.class, e -> assertThat(e.element()).isEqualTo("3"))
          .hasMessageContaining("the real cause")
          .cause()
          .hasMessage("the real cause")
          .hasSuppressedException(new IllegalStateException("describe is broken"));
    }
  }

  @Test
  void shouldMakeDeadLettersWithoutAPosition() {
    ProbeSink<DeadLetter> letters = new ProbeSink<>();

    List<Long> results =
        runtime.collect(
            nowhere()
                .stage()
                .coroutine(
                    "co", BadSourceTest::not3, co -> co.onError(OnError.deadLetters(letters))));

    assertThat(results).containsExactly(0L, 1L, 2L, 4L);
    assertThat(letters.elements())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.position()).isEqualTo(new Position("numbers", -1, -1));
          assertThat(letter.cause()).hasMessage("the real cause");
        });
  }

  @Test
  void shouldCloseALaneThatOpensTooLate() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    NumberSource slow =
        new NumberSource(5) {
          @Override
          public LaneReader<Long> open() {
            opening.countDown();
            awaitDeaf(go);
            return this;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    Job job = runtime.start(slow.stage().to(Sinks.discard()));
    opening.await();
    job.cancel();
    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);

    go.countDown();

    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(slow.handedOut()).isZero();
  }

  /** Waits also when it is interrupted. */
  private static void awaitDeaf(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void shouldFailWhenASourceCannotTakeNoteOfWhatWasDelivered() {
    NumberSource forgetful =
        new NumberSource(5) {
          @Override
          public void acknowledged(long position) {
            throw new IllegalStateException("disk is full");
          }
        };

    assertThatThrownBy(() -> runtime.run(forgetful.stage().cpu("cpu", n -> n).to(Sinks.discard())))
        .isInstanceOf(JobException.class)
        .hasMessageMatching(
            "stage '.*' \\(NumberSource.java:\\d+\\) of pipeline 'p' could not take note of what was delivered of numbers: disk is full")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldReadNoMoreThanItCanKeepAccountOfBehindACallThatNeverEnds() {
    CompletableFuture<Long> slow = new CompletableFuture<>();
    NumberSource source = new NumberSource(Long.MAX_VALUE);
    Job job =
        runtime.start(
            source
                .stage()
                .io(
                    "io",
                    n -> n == 0 ? slow : CompletableFuture.completedFuture(n),
                    io -> io.unordered())
                .to(Sinks.discard()));
    long most = 100_000;
    long standing = standstill(source, most);
    assertThat(standing).isLessThan(most);

    slow.complete(0L);

    while (source.handedOut() < standing + most) {
      Waits.pause();
    }
    job.cancel();
  }

  /** Waits until nothing was read for a while, or more than {@code most}. */
  private static long standstill(NumberSource source, long most) {
    long seen = 0;
    long since = System.nanoTime();
    while (seen < most
        && (seen < 1_000 || System.nanoTime() - since < Duration.ofMillis(500).toNanos())) {
      LockSupport.parkNanos(1_000_000);
      if (source.handedOut() != seen) {
        seen = source.handedOut();
        since = System.nanoTime();
      }
    }
    return seen;
  }
}
