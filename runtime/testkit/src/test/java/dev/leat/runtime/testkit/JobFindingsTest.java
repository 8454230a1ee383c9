package dev.leat.runtime.testkit;

import static dev.leat.runtime.testkit.LeatTestTest.failures;
import static dev.leat.runtime.testkit.LeatTestTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Finding.Cause;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What is found in jobs fails tests, and what hanging jobs do is shown. */
class JobFindingsTest {

  private static volatile long computed;

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 1_000));
  }

  private static Long hash(Long element) {
    return hash(element, 25_000_000);
  }

  private static Long hash(Long element, long nanos) {
    long end = System.nanoTime() + nanos;
    long x = element;
    while (System.nanoTime() - end < 0) {
      x = x * 31 + 7;
    }
    computed = x;
    return element;
  }

  /**
   * Runs a stage that computes on its event loop, which BlockHound cannot see, until it is found.
   */
  private static void compute() {
    try (LocalRuntime runtime =
        LocalRuntime.builder().cores(2).loopBudget(Duration.ofMillis(20)).build()) {
      Job job =
          runtime.start(
              numbers()
                  .io("hash", n -> CompletableFuture.completedFuture(hash(n)))
                  .to(Sinks.discard()));
      while (job.findings().isEmpty()) {
        LockSupport.parkNanos(1_000_000);
      }
      job.cancel();
    }
    assertThat(computed).isNotZero();
  }

  /** Its tests pass for JUnit. */
  @LeatTest(findings = true)
  static class Computes {

    @Test
    void shouldHash() {
      compute();
    }

    @Test
    @LeatTest
    void shouldHashWhateverIsFound() {
      compute();
    }

    @Test
    @AllowBlocking(stage = "hash", reason = "it is a test")
    void shouldHashAllowed() {
      compute();
    }

    @Test
    void shouldSeeWhatIsFound(JobFindings findings) {
      compute();

      assertThat(findings.take()).extracting(Finding::stage).containsExactly("hash");
    }
  }

  /** The thresholds of its runtimes are those of tests, unless it says others. */
  @LeatTest(findings = true)
  static class HoldsItsLoopFor35Millis {

    private final LocalRuntime early = LocalRuntime.create(); // made before the test is watched

    @AfterEach
    void close() {
      early.close();
    }

    @Test
    @Timeout(30)
    void shouldHash() {
      Job job = early.start(hashed(1_000));
      while (job.findings().isEmpty()) {
        LockSupport.parkNanos(1_000_000);
      }
      job.cancel();
    }

    /** An element at a time, and between them the loop is free for a while. */
    private static Pipeline hashed(long elements) {
      Executor later = CompletableFuture.delayedExecutor(15, TimeUnit.MILLISECONDS);
      return Pipeline.named("p")
          .from(Sources.range(0, elements))
          .io(
              "hash",
              n ->
                  CompletableFuture.completedFuture(hash(n, 35_000_000))
                      .thenApplyAsync(x -> x, later),
              io -> io.concurrency(1))
          .to(Sinks.discard());
    }

    @Test
    void shouldHashWithinItsBudget() {
      try (LocalRuntime patient =
          LocalRuntime.builder().loopBudget(Duration.ofSeconds(5)).build()) {
        patient.run(hashed(10));
      }
    }
  }

  /** Goes on when it was said that it does not. */
  @LeatTest
  static class Stalls {

    @Test
    void shouldAnswer() {
      CompletableFuture<Long> answer = new CompletableFuture<>();
      try (ReportLog log = new ReportLog(answer);
          LocalRuntime runtime = LocalRuntime.create()) {
        runtime.run(
            Pipeline.named("p")
                .from(Sources.range(0, 1))
                .io("ask", n -> answer, io -> io.timeout(Duration.ofSeconds(20)))
                .to(Sinks.discard()));
        REPORTS.add(log.report());
      }
    }
  }

  private static final List<String> REPORTS = new CopyOnWriteArrayList<>();

  /** Answers when the log shows the report of a job. */
  private static final class ReportLog extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("dev.leat.findings");
    private final CompletableFuture<Long> answer;
    private volatile String report = "";

    ReportLog(CompletableFuture<Long> answer) {
      this.answer = answer;
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord message) {
      if (message.getMessage().startsWith("job '")) {
        report = message.getMessage();
        answer.complete(0L);
      }
    }

    String report() {
      return report;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  /** Waits for something that never happens. */
  static class Hangs {

    @Test
    @LeatTest
    @Timeout(1)
    void shouldAnswer() throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      try (LocalRuntime runtime = LocalRuntime.create()) {
        runtime.run(
            numbers()
                .io("ask", n -> new CompletableFuture<Long>(), io -> io.concurrency(8))
                .to("write", Sinks.discard()));
      }
      never.countDown();
    }

    @Test
    @LeatTest
    @Timeout(1)
    void shouldWrite() throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      try (LocalRuntime runtime = LocalRuntime.create()) {
        runtime.run(numbers().cpu("count", n -> n).to("write", Sinks.each(n -> never.await())));
      }
    }
  }

  @Test
  void shouldFailTestsByOption() {
    TestExecutionSummary summary = run(Computes.class);

    assertThat(summary.getTestsSucceededCount()).isEqualTo(3);
    assertThat(summary.getFailures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.getTestIdentifier().getDisplayName()).isEqualTo("shouldHash()");
          assertThat(failure.getException())
              .isInstanceOf(AssertionError.class)
              .hasMessageMatching(
                  "stage 'hash' \\(io, event loop\\) held its thread for \\d+ ms computing in .*");
        });
  }

  @Test
  void shouldBearLessInTestsUnlessTheySayWhat() {
    TestExecutionSummary summary = run(HoldsItsLoopFor35Millis.class);

    assertThat(summary.getTestsSucceededCount()).isOne();
    assertThat(summary.getFailures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.getTestIdentifier().getDisplayName()).isEqualTo("shouldHash()");
          assertThat(failure.getException())
              .hasMessageContaining("stage 'hash' (io, event loop) held its thread for 30 ms");
        });
  }

  @Test
  void shouldReportAStallOfTwoSecondsBeforeAnyTimeIsOver() {
    TestExecutionSummary summary = run(Stalls.class);

    assertThat(failures(summary)).isEmpty();
    assertThat(REPORTS)
        .singleElement()
        .asString()
        .contains("  ask waits for 1 calls; the oldest element under way is range:1, taken 2,")
        .contains("  <== waits for no other stage");
  }

  @Test
  void shouldThrowWhatNobodyTook() {
    JobFindings findings = JobFindings.watch();
    compute();

    assertThatThrownBy(findings::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("stage 'hash'");
  }

  @Test
  void shouldAllowByMethod() {
    StackTraceElement inside = new StackTraceElement("com.acme.Hash", "sum", "Hash.java", 7);
    Finding finding =
        new Finding(
            "hash",
            "io",
            Cause.COMPUTES_ON_EVENT_LOOP,
            Duration.ofMillis(60),
            0,
            "java.lang.Thread.sleep",
            "Hash.java:7",
            List.of(inside));

    assertThat(new Allowance("", "com.acme.Hash.sum", "it is a test").allows(finding)).isTrue();
    assertThat(new Allowance("", "com.acme.Other.sum", "it is a test").allows(finding)).isFalse();
    assertThat(new Allowance("", "java.lang.Thread.sleep", "a test").allows(finding)).isTrue();
    assertThat(new Allowance("ask", "com.acme.Hash.sum", "a test").allows(finding)).isFalse();
  }

  @Test
  void shouldGiveTheCause() {
    try (JobFindings findings = JobFindings.watch()) {
      compute();

      assertThat(findings.take())
          .extracting(Finding::cause)
          .containsExactly(Cause.COMPUTES_ON_EVENT_LOOP);
    }
  }

  @Test
  void shouldSayNothingOfJobsThatHaveEnded() {
    try (JobFindings findings = JobFindings.watch();
        LocalRuntime runtime = LocalRuntime.create()) {
      runtime.run(numbers().to(Sinks.discard()));

      assertThat(findings.report()).isEmpty();
    }
  }

  @Test
  void shouldShowWhatTheJobsOfAHangingTestDo() {
    TestExecutionSummary summary = run(Hangs.class);

    assertThat(failures(summary))
        .hasSize(2)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(TimeoutException.class));
    assertThat(failures(summary).map(JobFindingsTest::shown))
        .anySatisfy(report ->
            assertThat(report)
                .contains("when the time of shouldAnswer() was over:\njob 'p' is RUNNING for ")
                .contains(
                    "  range has fetched everything; the oldest element under way is range:1, taken ")
                .contains(
                    "  ask waits for 8 calls; the oldest element under way is range:1, taken ")
                .contains("  <== waits for no other stage")
                .contains(" write waits for input from 'ask'"))
        .anySatisfy(report ->
            assertThat(report)
                .contains(" is in its own code, see below  <== waits for no other stage")
                .containsPattern("thread 'leat-p-write' \\(waiting\\) works for stage 'write'")
                .contains("    at java.base/java.util.concurrent.CountDownLatch.await(")
                .contains("JobFindingsTest.java:"));
  }

  private static String shown(Throwable failure) {
    return String.join(
        "\n", Arrays.stream(failure.getSuppressed()).map(Throwable::getMessage).toList());
  }
}
