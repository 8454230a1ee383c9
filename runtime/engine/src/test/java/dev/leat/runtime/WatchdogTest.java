package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Finding.Cause;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What is found while jobs run, without any option of the JVM. */
@Timeout(60)
@Tag("waits") // the stages do what they must not
class WatchdogTest {

  private static volatile long computed;

  private final LocalRuntime runtime =
      LocalRuntime.builder().cores(2).eventLoops(1).loopBudget(Duration.ofMillis(30)).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  /** What a stage does with an element. */
  @FunctionalInterface
  private interface Action {
    void run() throws Exception;
  }

  private static Stage<Long> endless() {
    return Pipeline.named("p").from(Sources.range(0, 1L << 40));
  }

  private static Long after(Action action, Long element) throws Exception {
    action.run();
    return element;
  }

  /** Lets a stage run until something was found in it. */
  private Finding found(Stage<Long> stage) {
    return found(runtime, stage);
  }

  private static Finding found(LocalRuntime runtime, Stage<Long> stage) {
    Job job = runtime.start(stage.to(Sinks.discard()));
    Waits.until(() -> !job.findings().isEmpty());
    job.cancel();
    assertThat(job.findings()).hasSize(1);
    return job.findings().get(0);
  }

  private Finding foundInIo(Action action) {
    return found(endless().io("ask", n -> CompletableFuture.completedFuture(after(action, n))));
  }

  private Finding foundInCpu(Action action) {
    return found(endless().cpu("score", n -> after(action, n)));
  }

  private static void compute(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long x = 1;
    while (System.nanoTime() - end < 0) {
      x = x * 31 + 7;
    }
    computed = x;
  }

  @Test
  void shouldFindAStageThatSleepsOnItsEventLoop() {
    Finding finding = foundInIo(() -> Thread.sleep(200));

    assertThat(finding.cause()).isEqualTo(Cause.BLOCKS_EVENT_LOOP);
    assertThat(finding.held()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    assertThat(finding.message())
        .matches(
            "stage 'ask' \\(io, event loop\\) held its thread for \\d+ ms waiting in java.lang.Thread.sleep"
                + " at WatchdogTest.java:\\d+; declare it coroutine\\(\\.\\.\\.\\) or use a non-blocking client");
    assertThat(finding.stack().get(0).getFileName()).isEqualTo("WatchdogTest.java");
  }

  @Test
  void shouldFindAStageOfManyResultsThatSleepsOnItsEventLoop() {
    Finding finding =
        found(endless().ioMany("list", n -> Flux.just(after(() -> Thread.sleep(200), n))));

    assertThat(finding.message())
        .startsWith("stage 'list' (ioMany, event loop) held its thread for ")
        .contains(" ms waiting in java.lang.Thread.sleep at WatchdogTest.java:")
        .endsWith("; declare it coroutine(...) or use a non-blocking client");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // where waits in native methods are found
  void shouldFindAStageThatOpensAFileForLongOnItsEventLoop(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.of(1L))
                .io("open", n -> CompletableFuture.completedFuture(after(() -> read(pipe), n)))
                .to(Sinks.discard()));
    Waits.until(() -> !job.findings().isEmpty());
    Files.newOutputStream(pipe).close(); // now it can be opened
    job.await();

    assertThat(job.findings().get(0).message())
        .startsWith("stage 'open' (io, event loop) held its thread for ")
        .contains(" ms waiting in java.io.FileInputStream.<init> at WatchdogTest.java:");
  }

  private static void read(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void shouldFindAStageThatWaitsForAMonitorOnItsEventLoop() throws Exception {
    Object monitor = new Object();
    CountDownLatch taken = new CountDownLatch(1);
    AtomicBoolean over = new AtomicBoolean();
    Thread holder =
        Thread.ofPlatform()
            .start(() -> {
              synchronized (monitor) {
                taken.countDown();
                while (!over.get()) {
                  LockSupport.parkNanos(1_000_000);
                }
              }
            });
    taken.await();
    Job job =
        runtime.start(
            endless()
                .io(
                    "ask",
                    n -> {
                      synchronized (monitor) {
                        return CompletableFuture.completedFuture(n);
                      }
                    })
                .to(Sinks.discard()));
    Waits.until(() -> !job.findings().isEmpty());
    over.set(true);
    holder.join();
    job.cancel();

    assertThat(job.findings().get(0).cause()).isEqualTo(Cause.BLOCKS_EVENT_LOOP);
    assertThat(job.findings().get(0).site()).startsWith("WatchdogTest.java:");
  }

  @Test
  void shouldFindAStageThatWaitsForALockOnItsEventLoop() {
    ReentrantLock lock = new ReentrantLock();
    Job job;
    lock.lock();
    try {
      job = runtime.start(endless().io("ask", n -> locked(lock, n)).to(Sinks.discard()));
      Waits.until(() -> !job.findings().isEmpty());
    } finally {
      lock.unlock();
    }
    job.cancel();

    assertThat(job.findings().get(0).call())
        .isEqualTo("java.util.concurrent.locks.ReentrantLock.lock");
  }

  private static CompletableFuture<Long> locked(ReentrantLock lock, Long element) {
    lock.lock();
    try {
      return CompletableFuture.completedFuture(element);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void shouldFindAStageThatReadsABlockingSocketOnItsEventLoop() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket silent = server.accept()) {
      InputStream in = client.getInputStream();
      Job job =
          runtime.start(
              Pipeline.named("p")
                  .from(Sources.of(1))
                  .io("ask", n -> CompletableFuture.completedFuture(in.read()))
                  .to(Sinks.discard()));
      Waits.until(() -> !job.findings().isEmpty());
      silent.getOutputStream().write(1);
      job.cancel();

      assertThat(job.findings().get(0).cause()).isEqualTo(Cause.BLOCKS_EVENT_LOOP);
    }
  }

  @Test
  void shouldFindAStageThatReadsABlockingChannelOnItsEventLoop() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SocketChannel client =
            SocketChannel.open(
                new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
        Socket silent = server.accept()) {
      ByteBuffer buffer = ByteBuffer.allocate(8);
      Job job =
          runtime.start(
              Pipeline.named("p")
                  .from(Sources.of(1))
                  .io("ask", n -> CompletableFuture.completedFuture(client.read(buffer)))
                  .to(Sinks.discard()));
      Waits.until(() -> !job.findings().isEmpty());
      silent.getOutputStream().write(1);
      job.cancel();

      assertThat(job.findings().get(0).cause()).isEqualTo(Cause.BLOCKS_EVENT_LOOP);
    }
  }

  @Test
  void shouldFindAStageThatComputesOnItsEventLoop() {
    Finding finding = foundInIo(() -> compute(Duration.ofMillis(300)));

    assertThat(finding.cause()).isEqualTo(Cause.COMPUTES_ON_EVENT_LOOP);
    assertThat(computed).isNotZero();
    assertThat(finding.message())
        .contains("stage 'ask' (io, event loop) held its thread for ")
        .contains(" ms computing in ")
        .endsWith("move the computing into a stage that is declared cpu(...)");
  }

  @Test
  void shouldFindAStageThatWaitsAgainAndAgainForAShortTime() {
    LocalRuntime patient = LocalRuntime.builder().loopBudget(Duration.ofHours(1)).build();
    Stage<Long> asked =
        endless()
            .io("ask", n -> CompletableFuture.completedFuture(after(() -> Thread.sleep(2), n)));

    Finding finding = found(patient, asked);

    patient.close();
    assertThat(finding.cause()).isEqualTo(Cause.BLOCKS_EVENT_LOOP);
    assertThat(finding.held()).isZero();
    assertThat(finding.share()).isGreaterThan(0.5);
    assertThat(finding.message()).contains(" % of the looks at its thread, last in ");
  }

  @Test
  void shouldFindAStageThatWaitsOnAWorker() {
    Finding finding = foundInCpu(() -> Thread.sleep(1));

    assertThat(finding.cause()).isEqualTo(Cause.WAITS_ON_WORKER);
    assertThat(finding.message())
        .startsWith("stage 'score' (cpu, cpu worker) waited in ")
        .contains("java.lang.Thread.sleep at WatchdogTest.java:")
        .endsWith("; declare it coroutine(...), or move the call into a stage that is");
  }

  @Test
  void shouldNameTheStageThatWaitsAmongThoseThatAreFused() {
    Finding finding =
        found(
            endless()
                .map(n -> n + 1)
                .cpu("first", n -> n + 1)
                .cpu("second", n -> after(() -> Thread.sleep(1), n))
                .cpu("third", n -> n + 1)
                .map(n -> n + 1));

    assertThat(finding.stage()).isEqualTo("second");
  }

  @Test
  void shouldLetCoroutinesThreadsSourcesAndSinksWait() {
    runtime.run(
        Pipeline.named("p")
            .from(Sources.from(() -> List.of(1L, 2L, 3L).iterator()))
            .coroutine("wait", n -> after(() -> Thread.sleep(100), n))
            .to(Sinks.each(n -> Thread.sleep(100))));
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 10))
                .coroutine("own", n -> after(() -> Thread.sleep(80), n), o -> o.threads(2))
                .to(Sinks.discard()));
    job.await();

    assertThat(job.findings()).isEmpty();
  }

  @Test
  void shouldSayNothingOfHonestStages() {
    Thread[] busy = new Thread[2];
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < busy.length; i++) {
      busy[i] =
          Thread.ofPlatform()
              .start(() -> {
                while (!over.get()) {
                  compute(Duration.ofMillis(1));
                }
              });
    }
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 800))
                .cpu("compute", n -> after(() -> compute(Duration.ofMillis(1)), n))
                .io(
                    "ask",
                    n ->
                        CompletableFuture.completedFuture(
                            after(() -> compute(Duration.ofNanos(300_000)), n)))
                .to(Sinks.discard()));
    while (!job.state().ended()) {
      System.gc();
      LockSupport.parkNanos(100_000_000);
    }
    over.set(true);

    job.await();
    assertThat(job.findings()).isEmpty();
  }

  @Test
  void shouldLogOnceForEachStageAndCause() {
    Executor later = CompletableFuture.delayedExecutor(15, TimeUnit.MILLISECONDS);
    Stage<Long> sleeps =
        endless()
            .io(
                "ask",
                n ->
                    CompletableFuture.completedFuture(after(() -> Thread.sleep(60), n))
                        .thenApplyAsync(x -> x, later),
                io -> io.concurrency(1))
            .cpu("score", n -> after(() -> Thread.sleep(20), n));
    try (FindingsLog log = new FindingsLog()) {
      Job job = runtime.start(sleeps.to("write", Sinks.discard()));
      Waits.until(() -> job.findings().size() == 2);
      long seen = job.stats().stage("write").in();
      Waits.until(() -> job.stats().stage("write").in() > seen + 5); // each is found again
      job.cancel();

      assertThat(log.messages())
          .hasSize(2)
          .anyMatch(message -> message.startsWith("pipeline 'p': stage 'ask' (io, event loop) "))
          .anyMatch(
              message -> message.startsWith("pipeline 'p': stage 'score' (cpu, cpu worker) "));
    }
  }

  @Test
  void shouldEndWhenNoJobRunsAnyMore() {
    Job first = runtime.start(endless().cpu("score", n -> n).to(Sinks.discard()));
    Waits.until(WatchdogTest::isWatched);
    first.cancel();
    Waits.until(() -> !isWatched());

    Job second = runtime.start(endless().cpu("score", n -> n).to(Sinks.discard()));
    Waits.until(WatchdogTest::isWatched);
    second.cancel();
  }

  private static boolean isWatched() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("leat-watchdog"));
  }

  @Test
  void shouldRecordAnEventForTheFlightRecorder() throws Exception {
    CompletableFuture<RecordedEvent> recorded = new CompletableFuture<>();
    try (RecordingStream stream = new RecordingStream()) {
      stream.enable("dev.leat.StageFinding");
      stream.onEvent("dev.leat.StageFinding", event -> recorded.complete(event));
      stream.startAsync();

      Finding finding = foundInIo(() -> Thread.sleep(200));
      stream.stop();

      RecordedEvent event = recorded.get(20, TimeUnit.SECONDS);
      assertThat(event.getString("stage")).isEqualTo("ask");
      assertThat(event.getString("cause")).isEqualTo(finding.cause().name());
      assertThat(event.getString("message")).contains("java.lang.Thread.sleep");
    }
  }

  @Test
  void shouldFindNothingWithoutAWatchdog() {
    try (LocalRuntime blind = LocalRuntime.builder().cores(2).withoutWatchdog().build()) {
      Job job =
          blind.start(
              Pipeline.named("p")
                  .from(Sources.of(1L))
                  .io(
                      "ask",
                      n -> CompletableFuture.completedFuture(after(() -> Thread.sleep(200), n)))
                  .to(Sinks.discard()));
      job.await();

      assertThat(job.findings()).isEmpty();
      assertThat(isWatched()).isFalse();
    }
  }
}
