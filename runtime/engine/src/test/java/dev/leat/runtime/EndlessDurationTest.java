package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Durations that are too long to be counted mean that there is no limit. */
@Timeout(20)
class EndlessDurationTest {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  private final LocalRuntime runtime =
      LocalRuntime.builder().cores(2).grace(Duration.ofSeconds(10)).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 5));
  }

  private static CompletableFuture<Long> later(long n) {
    return CompletableFuture.supplyAsync(() -> n);
  }

  @Test
  void shouldWaitForCallsWithoutALimit() {
    List<Long> all = List.of(0L, 1L, 2L, 3L, 4L);

    assertThat(runtime.collect(numbers().io("s", n -> later(n), io -> io.timeout(FOREVER))))
        .isEqualTo(all);
    assertThat(runtime.collect(numbers().io("s", n -> later(n), io -> io.deadline(FOREVER))))
        .isEqualTo(all);
    assertThat(
            runtime.collect(
                numbers().coroutine("s", n -> n, co -> co.timeout(FOREVER).deadline(FOREVER))))
        .isEqualTo(all);
    assertThat(runtime.collect(numbers().ioMany("s", n -> Flux.just(n), io -> io.timeout(FOREVER))))
        .isEqualTo(all);
  }

  @Test
  void shouldPauseWithoutEndBeforeARetry() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    Job job =
        runtime.start(
            numbers()
                .io(
                    "s",
                    n -> {
                      called.countDown();
                      return CompletableFuture.<Long>failedFuture(new IllegalStateException("no"));
                    },
                    io ->
                        io.retry(Retry.backoff(3, FOREVER).maxPause(FOREVER).jitter(1))
                            .onError(OnError.skip()))
                .to(Sinks.discard()));
    called.await();
    while (job.stats().stage("s").retried() < 5) {
      Waits.pause();
    }

    job.cancel();

    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
  }

  @Test
  void shouldKeepABatchOpenUntilItIsFull() {
    assertThat(runtime.collect(numbers().batch(2, FOREVER)))
        .containsExactly(List.of(0L, 1L), List.of(2L, 3L), List.of(4L));
  }

  @Test
  void shouldDrainWithoutALimit() {
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.endless(() -> LongStream.iterate(0, n -> n + 1).iterator()))
                .to(Sinks.discard()));

    JobResult result = job.drain(FOREVER);

    assertThat(result.drained()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndJobsWhoseGraceIsEndless(boolean inline) throws Exception {
    LocalRuntimeBuilder builder = LocalRuntime.builder().grace(FOREVER);
    LocalRuntime patient = inline ? builder.inline(0).build() : builder.build();
    Job done = patient.start(numbers().to(Sinks.discard()));
    done.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    Job cancelled =
        patient.start(
            numbers().io("never", n -> new CompletableFuture<Long>()).to(Sinks.discard()));

    cancelled.cancel();
    patient.close();

    assertThat(done.state()).isEqualTo(Job.State.DONE);
    assertThat(cancelled.state()).isEqualTo(Job.State.CANCELLED);
  }
}
