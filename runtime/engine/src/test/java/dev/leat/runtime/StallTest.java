package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Finding.Cause;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of a job in which nothing moves. */
@Timeout(60)
@Tag("waits") // stages hold up their jobs
class StallTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final LocalRuntime runtime =
      LocalRuntime.builder().cores(2).stallLimit(Duration.ofMillis(400)).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 1_000));
  }

  private Finding found(Pipeline pipeline) {
    Job job = runtime.start(pipeline);
    long end = System.nanoTime() + LIMIT.toNanos();
    while (job.findings().stream().noneMatch(StallTest::stalls)) {
      assertThat(System.nanoTime() - end).as("waiting").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
    job.cancel();
    return job.findings().stream().filter(StallTest::stalls).findFirst().orElseThrow();
  }

  private static boolean stalls(Finding finding) {
    return finding.cause() == Cause.STALLS_JOB;
  }

  @Test
  void shouldNameTheStageWhoseCallsNeverEnd() {
    Finding finding =
        found(
            numbers()
                .io("ask", n -> new CompletableFuture<Long>(), io -> io.concurrency(8))
                .to(Sinks.discard()));

    assertThat(finding.stage()).isEqualTo("ask");
    assertThat(finding.held()).isGreaterThan(Duration.ofMillis(400));
    assertThat(finding.message())
        .matches(
            "stage 'ask' \\(io\\) has held up its job for \\d+ ms in \\d+ calls that do not end"
                + " at StallTest.java:\\d+; give it a timeout, or look for what it waits for");
  }

  @Test
  void shouldShowWhereCoroutinesWait() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Finding finding =
        found(
            numbers()
                .coroutine(
                    "own",
                    n -> {
                      never.await();
                      return n;
                    },
                    co -> co.concurrency(4))
                .to(Sinks.discard()));

    assertThat(finding.stage()).isEqualTo("own");
    assertThat(finding.call())
        .isEqualTo("java.util.concurrent.CountDownLatch.await and 3 more threads");
    assertThat(finding.site()).startsWith("StallTest.java:");
  }

  @Test
  void shouldNameTheThreadThatHoldsTheLock() throws Exception {
    Object monitor = new Object();
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .name("holder")
            .start(() -> {
              synchronized (monitor) {
                taken.countDown();
                awaitQuietly(over);
              }
            });
    taken.await();
    Job job =
        runtime.start(
            numbers()
                .to(
                    Sinks.each(n -> {
                      synchronized (monitor) {
                        assertThat(n).isNotNegative();
                      }
                    })));
    long end = System.nanoTime() + LIMIT.toNanos();
    while (job.findings().isEmpty()) {
      assertThat(System.nanoTime() - end).as("waiting").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
    over.countDown();
    holder.join();
    job.cancel();

    assertThat(job.findings().get(0).call()).endsWith(", which thread 'holder' holds,");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldSeeAJobMoveThatAlwaysHasMoreToDo() {
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 1L << 40))
                .map(n -> n + 1)
                .to("sink", Sinks.discard()));
    long end = System.nanoTime() + LIMIT.toNanos();
    long seen = 0;
    for (int looks = 0; looks < 3; looks++) {
      while (job.stats().stage("sink").in() <= seen) {
        assertThat(System.nanoTime() - end).as("waiting").isNegative();
        LockSupport.parkNanos(1_000_000);
      }
      seen = job.stats().stage("sink").in();
    }
    job.cancel();

    assertThat(job.findings()).isEmpty();
  }

  @Test
  void shouldSayNothingOfAJobThatWaitsForInput() throws Exception {
    CountDownLatch input = new CountDownLatch(1);
    Iterator<Long> waiting =
        LongStream.range(0, 10)
            .peek(n -> {
              if (n == 5) {
                awaitQuietly(input);
              }
            })
            .iterator();
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.endless(() -> waiting))
                .cpu("compute", n -> n)
                .to(Sinks.discard()));
    LockSupport.parkNanos(Duration.ofMillis(1_200).toNanos());
    input.countDown();
    job.await();

    assertThat(job.findings()).isEmpty();
  }
}
