package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many jobs at once, stopped at any moment, and what they leave behind. */
@Timeout(60)
class StressTest {

  private static LocalRuntime runtime() {
    return LocalRuntime.builder().cores(2).grace(Duration.ofSeconds(10)).build();
  }

  private static Stage<Long> busy(long count) {
    return Pipeline.named("busy")
        .from(Sources.range(0, count))
        .cpu("cpu", n -> n + 1)
        .io("io", n -> CompletableFuture.supplyAsync(() -> n), io -> io.concurrency(16))
        .filter(n -> n % 3 != 0)
        .coroutine("co", n -> n, co -> co.concurrency(8));
  }

  @Test
  void shouldEndWhateverMomentItIsStoppedAt() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (LocalRuntime runtime =
        LocalRuntime.builder().cores(2).edgeElements(512).grace(Duration.ofSeconds(10)).build()) {
      for (int i = 0; i < 40; i++) {
        ProbeSink<Long> one = new ProbeSink<>();
        ProbeSink<Long> two = new ProbeSink<>();
        Job job =
            runtime.start(
                busy(1_000_000)
                    .broadcast(b -> b.to("one", one), b -> b.cpu("b", n -> n).to("two", two)));
        LockSupport.parkNanos(random.nextInt(20_000_000));
        if (random.nextBoolean()) {
          job.cancel();
          assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
        } else {
          JobResult result = job.drain(Duration.ofSeconds(20));
          assertThat(result.drained()).isTrue();
          assertThat(one.elements()).isEqualTo(two.elements()).isSorted();
        }
        assertThat(one.violations()).as("round %d of seed %d", i, seed).isEmpty();
        assertThat(two.violations()).isEmpty();
      }
    }
  }

  @Test
  void shouldRunManySmallJobsAtOnceWithoutGrowing() {
    try (LocalRuntime runtime = runtime()) {
      runSmallJobs(runtime);
      Set<String> before = threads();
      for (int i = 0; i < 3; i++) {
        runSmallJobs(runtime);
      }
      assertThat(threads().size()).isLessThanOrEqualTo(before.size() + 200);
    }
    awaitNoThreads();
  }

  private static void runSmallJobs(LocalRuntime runtime) {
    List<Job> jobs = new ArrayList<>();
    AtomicLong received = new AtomicLong();
    for (int i = 0; i < 200; i++) {
      jobs.add(runtime.start(busy(50).to(Sinks.each(n -> received.incrementAndGet()))));
    }
    jobs.forEach(Job::await);
    assertThat(received.get())
        .isEqualTo(200 * LongStream.rangeClosed(1, 50).filter(n -> n % 3 != 0).count());
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("leat-"))
        .map(thread -> thread.getName() + "#" + thread.threadId())
        .collect(Collectors.toSet());
  }

  private static void awaitNoThreads() {
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!threads().isEmpty() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void shouldLeaveNoThreadWhenClosedWithRunningJobs() {
    LocalRuntime runtime = runtime();
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      jobs.add(runtime.start(busy(1L << 40).to(Sinks.discard())));
    }

    runtime.close();

    jobs.forEach(job -> assertThatThrownBy(job::await).isInstanceOf(JobCancelledException.class));
    awaitNoThreads();
    assertThatThrownBy(() -> runtime.start(busy(1).to(Sinks.discard())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the runtime is closed and cannot start pipeline 'busy'");
  }

  @Tag("waits") // a stage that keeps its thread
  @Test
  void shouldReturnFromCloseAndNameAThreadThatIgnoresInterruption() {
    AtomicBoolean go = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    LocalRuntime runtime = LocalRuntime.builder().cores(1).grace(Duration.ofMillis(100)).build();
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.of(1))
                .cpu(
                    "deaf",
                    n -> {
                      begun.countDown();
                      while (!go.get()) {
                        Thread.onSpinWait();
                      }
                      return n;
                    })
                .to(Sinks.discard()));
    try {
      begun.await();
      long begin = System.nanoTime();

      runtime.close();

      assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(5).toNanos());
      assertThatThrownBy(job::await)
          .isInstanceOf(JobCancelledException.class)
          .satisfies(e ->
              assertThat(e.getSuppressed())
                  .anyMatch(s ->
                      s.toString().contains("deaf on thread leat-cpu-")
                          && s.toString().contains("StressTest")));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      go.set(true);
    }
    awaitNoThreads();
  }

  @Test
  void shouldCancelTheJobOfAThreadThatIsInterruptedWhileItRuns() throws InterruptedException {
    try (LocalRuntime runtime = runtime()) {
      ProbeSink<Long> sink = new ProbeSink<>();
      CompletableFuture<Throwable> seen = new CompletableFuture<>();
      Thread user =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  runtime.run(busy(1L << 40).to(sink));
                } catch (JobException e) {
                  seen.complete(
                      Thread.currentThread().isInterrupted() ? e : new AssertionError("flag"));
                }
              });
      while (sink.writes() == 0) {
        Waits.pause();
      }

      user.interrupt();

      assertThat(seen.join())
          .isInstanceOf(JobCancelledException.class)
          .hasMessageContaining("the thread that waited for it was interrupted");
      user.join();
      while (!sink.calls().contains("close")) {
        Waits.pause();
      }
      assertThat(sink.calls()).containsExactly("open", "abort", "close");
    }
  }

  @Tag("waits") // a stage that keeps all workers busy
  @Test
  void shouldLetAShortJobPassALongOne() {
    try (LocalRuntime runtime = runtime()) {
      Job hog =
          runtime.start(
              Pipeline.named("hog")
                  .from(Sources.range(0, 1L << 40))
                  .cpu("spin", n -> spin(n, 20_000))
                  .to(Sinks.discard()));
      while (hog.stats().stage("spin").out() < 1_000) {
        Waits.pause();
      }

      long begin = System.nanoTime();
      assertThat(
              runtime.collect(
                  Pipeline.named("short").from(Sources.range(0, 1_000)).cpu("cpu", n -> n)))
          .hasSize(1_000);

      assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(3).toNanos());
      hog.cancel();
    }
  }

  @Test
  void shouldTellItsFiguresWhileItStarts() {
    Pipeline pipeline =
        Pipeline.named("lanes")
            .from(Sources.range(0, 100))
            .cpu("a", n -> n)
            .coroutine("b", n -> n)
            .cpu("c", n -> n)
            .to(Sinks.discard());
    try (LocalRuntime runtime = runtime()) {
      for (int i = 0; i < 300; i++) {
        Job job = runtime.start(pipeline);
        while (!job.state().ended()) {
          assertThat(job.stats().stage("c").out()).isBetween(0L, 100L);
          assertThat(job.progress().lanes()).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(job.stats().stage("c").out()).isEqualTo(100);
      }
    }
  }

  private static long spin(long n, long nanos) {
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
    return n;
  }

  // Backpressure.

  @Test
  void shouldReadNoMoreThanThereIsRoomForWhileTheSinkWaits() throws InterruptedException {
    Semaphore room = new Semaphore(0);
    AtomicLong taken = new AtomicLong();
    int edge = 64;
    try (LocalRuntime runtime =
        LocalRuntime.builder().cores(2).chunkElements(8).edgeElements(edge).build()) {
      Job job =
          runtime.start(
              Pipeline.named("p")
                  .from(
                      Sources.endless(() ->
                          LongStream.iterate(0, n -> n + 1)
                              .peek(n -> taken.incrementAndGet())
                              .iterator()))
                  .cpu("cpu", n -> n)
                  .io(
                      "io",
                      CompletableFuture::completedFuture,
                      io -> io.concurrency(4).reorderWindow(8))
                  .to(Sinks.each(n -> room.acquire())));
      long standing = standstill(taken);
      // Blocks before the parallel segment, its window and results, two edges, the window of io.
      assertThat(standing).isBetween(10L, 5L * edge + 64);

      room.release(100);
      while (taken.get() < standing + 50) {
        Waits.pause();
      }
      assertThat(standstill(taken)).isLessThan(standing + 100 + 5L * edge);
      room.release(1 << 29);
      job.drain(Duration.ofSeconds(10));
    }
  }

  /** Waits until a number has not changed for a while. */
  private static long standstill(AtomicLong number) {
    long seen = number.get();
    long since = System.nanoTime();
    while (seen == 0 || System.nanoTime() - since < Duration.ofMillis(200).toNanos()) {
      LockSupport.parkNanos(1_000_000);
      if (number.get() != seen) {
        seen = number.get();
        since = System.nanoTime();
      }
    }
    return seen;
  }

  @Test
  void shouldNotIdleOtherCallsWhileOneIsSlow() {
    CompletableFuture<Long> slow = new CompletableFuture<>();
    AtomicInteger made = new AtomicInteger();
    try (LocalRuntime runtime = runtime()) {
      Job job =
          runtime.start(
              Pipeline.named("p")
                  .from(Sources.range(0, 1_000))
                  .io(
                      "io",
                      n -> {
                        made.incrementAndGet();
                        return n == 0 ? slow : CompletableFuture.completedFuture(n);
                      },
                      io -> io.concurrency(2).reorderWindow(100))
                  .to(Sinks.discard()));
      while (made.get() < 100) {
        Waits.pause();
      }
      assertThat(job.stats().stage("io").out()).isZero();
      slow.complete(0L);
      assertThat(job.await().stats().stage("io").out()).isEqualTo(1_000);
    }
  }
}
