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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Coroutines that compute, or keep their carriers while they wait, are found. */
@Timeout(60)
@Tag("waits") // the stages do what they must not
class CoroutineFindingsTest {

  private static volatile long computed;

  private final LocalRuntime runtime =
      LocalRuntime.builder().cores(2).loopBudget(Duration.ofMillis(30)).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Long> endless() {
    return Pipeline.named("p").from(Sources.range(0, 1L << 40));
  }

  private Finding found(Stage<Long> stage) {
    return found(stage, finding -> true);
  }

  private static boolean atOnce(Finding finding) {
    return finding.held().isPositive();
  }

  private Finding found(Stage<Long> stage, Predicate<Finding> condition) {
    Job job = runtime.start(stage.to(Sinks.discard()));
    Waits.until(() -> job.findings().stream().anyMatch(condition));
    job.cancel();
    assertThat(job.findings()).hasSize(1);
    return job.findings().get(0);
  }

  private static Long compute(Long element, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long x = element;
    while (System.nanoTime() - end < 0) {
      x = x * 31 + 7;
    }
    computed = x;
    return element;
  }

  @Test
  void shouldFindACoroutineThatComputesForLong() {
    Finding finding =
        found(
            endless()
                .coroutine("own", n -> compute(n, Duration.ofMillis(120)), co -> co.concurrency(1)),
            CoroutineFindingsTest::atOnce);

    assertThat(computed).isNotZero();
    assertThat(finding.cause()).isEqualTo(Cause.COMPUTES_ON_CARRIER);
    assertThat(finding.message())
        .matches(
            "stage 'own' \\(coroutine, virtual thread\\) held its carrier for \\d+ ms computing in"
                + " dev.leat.runtime.CoroutineFindingsTest.* at CoroutineFindingsTest.java:\\d+;"
                + " move the computing into a stage that is declared cpu\\(\\.\\.\\.\\)");
  }

  @Test
  void shouldFindACoroutineThatComputesAgainAndAgain() {
    Finding finding =
        found(
            endless()
                .coroutine("own", n -> compute(n, Duration.ofMillis(2)), co -> co.concurrency(8)));

    assertThat(finding.cause()).isEqualTo(Cause.COMPUTES_ON_CARRIER);
    assertThat(finding.held()).isZero();
    assertThat(finding.message()).contains("computed in ").contains(" of the looks at its carrier");
  }

  @Test
  void shouldFindACoroutineWithAMemoryThatComputesForLong() {
    Finding finding =
        found(
            endless()
                .coroutine(
                    "own",
                    (in, out) -> {
                      while (in.hasNext()) {
                        out.emit(compute(in.next(), Duration.ofMillis(120)));
                      }
                    }));

    assertThat(finding.cause()).isEqualTo(Cause.COMPUTES_ON_CARRIER);
  }

  @Test
  void shouldFindACoroutineThatPinsItsCarrier() {
    Finding finding =
        found(
            endless().coroutine("own", n -> pinned(n, 100_000_000), co -> co.concurrency(2)),
            CoroutineFindingsTest::atOnce);

    assertThat(finding.cause()).isEqualTo(Cause.PINS_CARRIER);
    assertThat(finding.message())
        .contains("stage 'own' (coroutine, virtual thread) held its carrier for ")
        .contains(" ms waiting in ")
        .contains("; give it threads(n) of its own");
  }

  @Test
  void shouldFindACoroutineThatPinsItsCarrierForAShortTimeAgainAndAgain() {
    Finding finding =
        found(endless().coroutine("own", n -> pinned(n, 3_000_000), co -> co.concurrency(2)));

    assertThat(finding.cause()).isEqualTo(Cause.PINS_CARRIER);
  }

  /** Waits where a virtual thread cannot leave its carrier on this JVM. */
  static Long pinned(Long element, long nanos) {
    if (NativeSort.isThere()) {
      NativeSort.run(() -> LockSupport.parkNanos(nanos));
    } else {
      Object own = new Object();
      synchronized (own) {
        LockSupport.parkNanos(nanos);
      }
    }
    return element;
  }

  @Test
  void shouldSayNothingOfHonestCoroutines() {
    AtomicBoolean over = new AtomicBoolean();
    Thread[] busy = new Thread[2];
    for (int i = 0; i < busy.length; i++) {
      busy[i] =
          Thread.ofPlatform()
              .start(() -> {
                while (!over.get()) {
                  compute(0L, Duration.ofMillis(1));
                }
              });
    }
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 20_000))
                .coroutine("wait", CoroutineFindingsTest::honest, co -> co.concurrency(64))
                .coroutine(
                    "fast",
                    (in, out) -> {
                      while (in.hasNext()) {
                        out.emit(in.next());
                      }
                    })
                .to(Sinks.discard()));
    while (!job.state().ended()) {
      System.gc();
      LockSupport.parkNanos(100_000_000);
    }
    over.set(true);
    job.await();

    assertThat(job.findings()).isEmpty();
  }

  private static Long honest(Long element) throws InterruptedException {
    Thread.sleep(5);
    return compute(element, Duration.ofNanos(20_000));
  }
}
