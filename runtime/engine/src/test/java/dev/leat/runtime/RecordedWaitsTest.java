package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Finding.Cause;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Single waits that are too short and too seldom for looks are found by the flight recorder. */
@Timeout(60)
@Tag("waits") // the stages do what they must not
class RecordedWaitsTest {

  private static final Duration SELDOM = Duration.ofSeconds(1);

  private final LocalRuntime runtime =
      LocalRuntime.builder()
          .cores(2)
          .loopBudget(Duration.ofHours(1))
          .recordWaits(Duration.ofMillis(5))
          .build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 1L << 40)).throttle(200, SELDOM);
  }

  /** Waits once in a hundred times. */
  private static Long seldom(Long element) throws InterruptedException {
    if (element % 100 == 0) {
      Thread.sleep(20);
    }
    return element;
  }

  private Finding found(Stage<Long> stage) {
    Job job = runtime.start(stage.to(Sinks.discard()));
    Waits.until(() -> !job.findings().isEmpty());
    job.cancel();
    return job.findings().get(0);
  }

  @Test
  void shouldFindASingleWaitOnAnEventLoop() {
    Finding finding = found(numbers().io("ask", n -> CompletableFuture.completedFuture(seldom(n))));

    assertThat(finding.cause()).isEqualTo(Cause.BLOCKS_EVENT_LOOP);
    assertThat(finding.held()).isBetween(Duration.ofMillis(5), Duration.ofSeconds(10));
    assertThat(finding.message())
        .startsWith("stage 'ask' (io, event loop) held its thread for ")
        .contains(" ms waiting in java.lang.Thread.sleep at RecordedWaitsTest.java:");
  }

  @Test
  void shouldFindASingleWaitOnAWorkerAndTheStageAmongThoseThatAreFused() {
    Finding finding =
        found(numbers().cpu("first", n -> n + 1).cpu("second", n -> seldom(n)).map(n -> n + 1));

    assertThat(finding.cause()).isEqualTo(Cause.WAITS_ON_WORKER);
    assertThat(finding.stage()).isEqualTo("second");
  }

  @Test
  void shouldFindACoroutineThatIsPinnedOnce() {
    Finding finding = found(numbers().coroutine("own", RecordedWaitsTest::pinnedSeldom));

    assertThat(finding.cause()).isEqualTo(Cause.PINS_CARRIER);
    assertThat(finding.stage()).isEqualTo("own");
  }

  private static Long pinnedSeldom(Long element) {
    return element % 100 == 0 ? CoroutineFindingsTest.pinned(element, 20_000_000) : element;
  }

  @Test
  void shouldLetCoroutinesAndSinksWait() {
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 100))
                .coroutine("wait", n -> seldom(0L))
                .to(Sinks.each(n -> Thread.sleep(20))));
    LockSupport.parkNanos(Duration.ofSeconds(3).toNanos()); // the recorder tells it late
    job.cancel();

    assertThat(job.findings()).isEmpty();
  }

  @Test
  void shouldRefuseToRecordEveryWait() {
    assertThatThrownBy(() -> LocalRuntime.builder().recordWaits(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recordWaits needs at least 1 ms, not PT0S");
  }
}
