package dev.leat.samples.guide;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Progress;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.StageStats;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/jobs.md. */
class JobsTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Long> endless(CountDownLatch seen) {
    return Pipeline.named("ticks")
        .from(Sources.endless(() -> LongStream.iterate(0, n -> n + 1).iterator()))
        .each("seen", n -> seen.countDown());
  }

  @Test
  void shouldReturnResults() {
    Stage<Long> squares =
        Pipeline.named("squares").from(Sources.range(0, 1_000)).cpu("square", n -> n * n);
    // guide
    List<Long> all = runtime.collect(squares);

    try (Stream<Long> stream = runtime.stream(squares)) {
      stream.limit(3).forEach(System.out::println);
    }
    // end

    assertThat(all).hasSize(1_000);
  }

  @Test
  void shouldEndAStreamWithTheFailureOfItsJob() {
    List<Integer> before = new ArrayList<>();
    Stage<Integer> parsed =
        Pipeline.named("parse").from(Sources.of("1", "two")).cpu("parse", Integer::parseInt);

    assertThatThrownBy(
            () -> {
              try (Stream<Integer> stream = runtime.stream(parsed)) {
                stream.forEach(before::add);
              }
            })
        .isInstanceOf(StageException.class);
    assertThat(before).containsExactly(1);
  }

  @Test
  void shouldStartAJobAndTellItsResult() {
    CompletableFuture<String> reported = new CompletableFuture<>();
    Pipeline pipeline = Pipeline.named("few").from(Sources.range(0, 10)).to(Sinks.discard());
    // guide
    Job job = runtime.start(pipeline);
    job.result().whenComplete((result, failure) -> reported.complete(report(result, failure)));

    JobResult result = job.await();
    // end

    assertThat(result.drained()).isFalse();
    assertThat(reported.join()).contains("few took");
  }

  // guide
  static String report(@Nullable JobResult result, @Nullable Throwable failure) {
    return result == null
        ? "failed: " + failure
        : result.name() + " took " + result.elapsed().toMillis() + " ms";
  }

  // end

  @Test
  void shouldTellProgressAndFigures() throws InterruptedException {
    CountDownLatch seen = new CountDownLatch(10);
    Job job = runtime.start(endless(seen).to(Sinks.discard()));
    seen.await();
    // guide
    Progress progress = job.progress();
    if (progress.size() > 0) {
      System.out.println(100 * progress.done() / progress.size() + " %");
    }

    StageStats figures = job.stats().stage("seen");
    System.out.println(figures.in() + " in, " + figures.out() + " out, busy " + figures.busy());
    // end
    job.cancel();

    assertThat(progress.size()).isEqualTo(-1);
    assertThat(job.stats().stage("seen").in()).isGreaterThan(9);
    assertThatThrownBy(() -> job.stats().stage("typo")).hasMessageContaining("seen");
  }

  @Test
  void shouldDrain() throws InterruptedException {
    CountDownLatch seen = new CountDownLatch(10);
    Job job = runtime.start(endless(seen).to("last", Sinks.discard()));
    seen.await();
    // guide
    JobResult result = job.drain(ofSeconds(10));
    System.out.println("delivered " + result.stats().stage("last").in());
    // end

    assertThat(result.drained()).isTrue();
    assertThat(job.state()).isEqualTo(Job.State.DONE);
    assertThat(result.stats().stage("last").in()).isEqualTo(result.stats().stage("seen").out());
  }

  @Test
  void shouldCancelWhatDoesNotDrainInTime() throws InterruptedException {
    CountDownLatch seen = new CountDownLatch(1);
    Stage<Long> stuck =
        endless(seen).io("never", n -> new CompletableFuture<Long>(), io -> io.concurrency(4));
    Job job = runtime.start(stuck.to(Sinks.discard()));
    seen.await();

    assertThatThrownBy(() -> job.drain(java.time.Duration.ofMillis(50)))
        .isInstanceOf(JobCancelledException.class)
        .hasMessageContainingAll("not drained within 50 ms", "not delivered:", "in never");
  }

  @Test
  void shouldCancel() throws InterruptedException {
    CountDownLatch seen = new CountDownLatch(10);
    Job job = runtime.start(endless(seen).to(Sinks.discard()));
    seen.await();
    // guide
    job.cancel();
    System.out.println(job.state()); // CANCELLED
    // end

    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
  }

  @Test
  void shouldDrainWhenTheProgramIsStopped() {
    Job job = runtime.start(endless(new CountDownLatch(1)).to(Sinks.discard()));
    // guide
    Thread drain = new Thread(() -> job.drain(ofSeconds(10)));
    Runtime.getRuntime().addShutdownHook(drain);
    // end
    Runtime.getRuntime().removeShutdownHook(drain);
    job.cancel();

    assertThat(job.state().ended()).isTrue();
  }
}
