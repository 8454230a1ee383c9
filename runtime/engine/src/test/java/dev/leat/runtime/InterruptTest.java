package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.execution.JobRun;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the grace of a job is over, what it is doing is interrupted, and nothing else. */
@Timeout(60)
class InterruptTest {

  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();

  @AfterEach
  void close() {
    clock.close();
  }

  @Tag("waits") // a stage that keeps its thread
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotMeetTheNextTaskOfTheThread(boolean inline) throws Exception {
    LocalRuntimeBuilder builder = LocalRuntime.builder().timers(clock).grace(GRACE).eventLoops(1);
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger met = new AtomicInteger();
    try (LocalRuntime runtime = inline ? builder.inline(0).build() : builder.build()) {
      JobRun hog =
          runtime.launch(
              Pipeline.named("hog")
                  .from(Sources.of(1))
                  .io(
                      "hog",
                      n -> {
                        begun.countDown();
                        spinUntilInterrupted();
                        return CompletableFuture.completedFuture(n);
                      })
                  .to(Sinks.discard()));
      begun.await();
      Job next =
          runtime.start(
              Pipeline.named("next")
                  .from(Sources.range(0, 100))
                  .io(
                      "io",
                      n -> {
                        met.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                        return CompletableFuture.completedFuture(n);
                      })
                  .to(
                      new ProbeSink<>(
                          "probe",
                          call -> met.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0),
                          new ConcurrentLinkedQueue<>())));
      while (!inline && next.state() != Job.State.RUNNING) {
        Waits.pause();
      }

      hog.cancelled("the test says so");
      clock.advance(GRACE);

      next.result().toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThatThrownBy(hog::await).isInstanceOf(JobCancelledException.class);
      assertThat(met).hasValue(0);
    }
  }

  private static void spinUntilInterrupted() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldReachASinkThatWaitsWheneverThatIs() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (LocalRuntime runtime =
        LocalRuntime.builder().timers(clock).grace(GRACE).chunkElements(1).cores(2).build()) {
      for (int i = 0; i < 100; i++) {
        int last = random.nextInt(200);
        CountDownLatch waits = new CountDownLatch(1);
        JobRun job =
            runtime.launch(
                Pipeline.named("p")
                    .from(Sources.range(0, 1_000))
                    .cpu("cpu", n -> n)
                    .to(
                        Sinks.each(n -> {
                          if (n == last) {
                            waits.countDown();
                            new CountDownLatch(1).await();
                          }
                        })));
        cancelWhen(waits, job);

        assertThatThrownBy(() -> job.result().toCompletableFuture().get(10, TimeUnit.SECONDS))
            .as("seed %d, round %d", seed, i)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(JobCancelledException.class);
      }
    }
  }

  private void cancelWhen(CountDownLatch reached, JobRun job) {
    try {
      reached.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    job.cancelled("the test says so");
    clock.advance(GRACE);
  }
}
