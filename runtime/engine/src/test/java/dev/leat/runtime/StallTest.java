package dev.leat.runtime;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Finding.Cause;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.execution.JobWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What is said of a job in which nothing moves. */
@Timeout(60)
@Tag("waits") // stages hold up their jobs
class StallTest {

  private static final Path FULL = Path.of("/dev/full");
  private static final String LOCKING =
      "java.util.concurrent.locks.ReentrantLock.lockInterruptibly, which thread '%s' holds for ever"
          + " (a deadlock),";

  private final LocalRuntime runtime =
      LocalRuntime.builder()
          .cores(2)
          .stallLimit(Duration.ofMillis(400))
          .grace(Duration.ofMillis(500))
          .build();

  private final FindingsLog log = new FindingsLog();

  @AfterEach
  void close() {
    runtime.close();
    log.close();
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 1_000));
  }

  private Finding found(Pipeline pipeline) {
    Job job = runtime.start(pipeline);
    Waits.until(() -> job.findings().stream().anyMatch(StallTest::stalls));
    assertThat(log.report()).startsWith("job 'p' is RUNNING for ");
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
    assertThat(log.report())
        .containsPattern(
            "  ask waits for \\d+ calls; the oldest element under way is range:1, taken ")
        .containsPattern("  ask .*  <== waits for no other stage\n")
        .containsPattern("\n  to.* waits for input from 'ask'\n");
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
    assertThat(log.report())
        .containsPattern(
            "  own.* is in its own code, see below; the oldest element under way is range:1,")
        .containsPattern("  own.*  <== waits for no other stage\n")
        .containsPattern("thread '.*' \\(virtual, waiting\\) works for stage 'own'\n    at ")
        .contains("StallTest.java:");
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
    Waits.until(() -> !job.findings().isEmpty());
    String report = log.report();
    over.countDown();
    holder.join();
    job.cancel();

    assertThat(report)
        .containsPattern(
            "the oldest element under way is range:1,.*\n.*is in its own code, see below  <== ")
        .containsPattern(
            "\\(blocked\\) works for stage '.*', which thread 'holder' holds,\n    at ");
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
  void shouldNameBothStagesThatWaitForEachOthersLock() {
    ReentrantLock orders = new ReentrantLock();
    ReentrantLock accounts = new ReentrantLock();
    CountDownLatch bothHold = new CountDownLatch(2);
    Job job =
        runtime.start(
            numbers()
                .coroutine(
                    "debit",
                    n -> n == 0 ? n : locked(orders, accounts, bothHold, n),
                    co -> co.threads(1))
                .coroutine(
                    "credit", n -> locked(accounts, orders, bothHold, n), co -> co.threads(1))
                .to(Sinks.discard()));
    Waits.until(() -> job.findings().size() == 2);
    String report = log.report();
    job.cancel();

    assertThat(report)
        .containsPattern("  debit.* is in its own code, see below.*  <== waits for no other stage")
        .containsPattern(
            "  credit.* is in its own code, see below; the oldest element under way is range:1,")
        .contains(
            "works for stage 'debit', which thread 'leat-p-credit-1' holds for ever (a deadlock),")
        .contains(
            "works for stage 'credit', which thread 'leat-p-debit-1' holds for ever (a deadlock),");
    assertThat(log.messages()).filteredOn(FindingsLog::isReport).hasSize(1);

    assertThat(job.findings())
        .extracting(Finding::stage)
        .containsExactlyInAnyOrder("debit", "credit");
    assertThat(job.findings())
        .extracting(Finding::call)
        .containsExactlyInAnyOrder(
            LOCKING.formatted("leat-p-credit-1"), LOCKING.formatted("leat-p-debit-1"));
  }

  /** Takes one lock, waits until somebody else has the other one, and wants that too. */
  private static Long locked(
      ReentrantLock first, ReentrantLock second, CountDownLatch bothHold, Long element)
      throws InterruptedException {
    first.lockInterruptibly();
    try {
      bothHold.countDown();
      bothHold.await();
      second.lockInterruptibly();
      second.unlock();
      return element;
    } finally {
      first.unlock();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // has a disk that is always full
  void shouldNameTheSinkThatTriesAgainAndAgainToWriteToAFullDisk() {
    Finding finding = found(numbers().to("archive", Sinks.each(StallTest::writeWhenThereIsRoom)));

    assertThat(finding.stage()).isEqualTo("archive");
    assertThat(finding.call()).isEqualTo("java.lang.Thread.sleep");
    assertThat(finding.stack().get(0).getMethodName()).isEqualTo("writeWhenThereIsRoom");
    assertThat(finding.site()).startsWith("StallTest.java:");
    assertThat(log.report())
        .containsPattern(
            "the oldest element under way is range:1,.*\n.*archive is in its own code, see below  <== ")
        .containsPattern("\\(timed waiting\\) works for stage 'archive'\n    at ")
        .contains("StallTest.writeWhenThereIsRoom(StallTest.java:");
  }

  private static void writeWhenThereIsRoom(Long element) throws InterruptedException {
    boolean written = false;
    while (!written) {
      try {
        Files.writeString(FULL, element + "\n");
        written = true;
      } catch (IOException e) {
        Thread.sleep(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // has a disk that is always full
  void shouldFailAtOnceWhenASinkSaysThatItsDiskIsFull() {
    Job job =
        runtime.start(numbers().to("archive", Sinks.each(n -> Files.writeString(FULL, n + "\n"))));

    assertThatThrownBy(job::await)
        .isInstanceOf(JobException.class)
        .hasMessageContaining("stage 'archive' (StallTest.java:")
        .hasMessageContaining("No space left on device");
    assertThat(job.findings()).isEmpty();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shouldNameTheSinkWhoseWriteDoesNotEnd(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (FileChannel reader = FileChannel.open(pipe, READ, WRITE); // which never reads
        FileChannel writer = FileChannel.open(pipe, WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
      Finding finding =
          found(numbers().to("archive", Sinks.each(n -> writer.write(bytes.duplicate()))));

      assertThat(reader.isOpen()).isTrue();
      assertThat(finding.stage()).isEqualTo("archive");
      assertThat(finding.call()).isEqualTo("sun.nio.ch.FileChannelImpl.write");
      assertThat(finding.site()).startsWith("StallTest.java:");
    }
  }

  @Test
  void shouldNameTheSinkWhoseSubscriberAsksForNothingMore() {
    try (JobWatch watch = JobWatch.open()) {
      AtomicReference<Subscription> asks = new AtomicReference<>();
      numbers().publisher(runtime).subscribe(new AsksOnce(asks));
      List<Finding> found = new ArrayList<>();
      Waits.until(() -> {
        found.addAll(watch.take());
        return !found.isEmpty();
      });
      String report = log.report();
      asks.get().cancel();

      assertThat(found.get(0).cause()).isEqualTo(Cause.STALLS_JOB);
      assertThat(found.get(0).site()).startsWith("JobPublisher.java:");
      assertThat(report)
          .containsPattern("is in its own code, see below.*  <== waits for no other stage")
          .contains("    at dev.leat.runtime.JobPublisher")
          .containsPattern("the oldest element under way is range:\\d+, taken \\d+ ms ago");
    }
  }

  /** Asks for one element, and for no more. */
  private record AsksOnce(AtomicReference<Subscription> subscription) implements Subscriber<Long> {

    @Override
    public void onSubscribe(Subscription given) {
      subscription.set(given);
      given.request(1);
    }

    @Override
    public void onNext(Long element) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }

  @Test
  void shouldSayNothingOfAnElementThatComesAfterALongTimeWithoutAny() throws Exception {
    BlockingQueue<Long> input = new LinkedBlockingQueue<>();
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.endless(() -> Stream.generate(() -> taken(input)).iterator()))
                .cpu("look", n -> after(250, n))
                .to("sink", Sinks.discard()));
    for (long i = 0; i < 4; i++) {
      long before = i;
      LockSupport.parkNanos(Duration.ofMillis(350).toNanos());
      input.add(before);
      Waits.until(() -> job.stats().stage("sink").in() > before);
    }
    job.cancel();

    assertThat(job.findings()).noneMatch(StallTest::stalls);
  }

  private static Long taken(BlockingQueue<Long> input) {
    try {
      return input.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Long after(long millis, Long element) throws InterruptedException {
    Thread.sleep(millis);
    return element;
  }

  @Test
  void shouldSeeAJobMoveThatAlwaysHasMoreToDo() {
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 1L << 40))
                .map(n -> n + 1)
                .to("sink", Sinks.discard()));
    for (int looks = 0; looks < 3; looks++) {
      long seen = job.stats().stage("sink").in();
      Waits.until(() -> job.stats().stage("sink").in() > seen);
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
