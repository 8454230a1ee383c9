package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.blockhound.BlockingOperationError;

/** That blocking calls are seen where they are forbidden, and only there. */
@ExtendWith(Violations.class)
class BlockingCallsTest {

  private final LocalRuntime runtime = LocalRuntime.create();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Integer> numbers() {
    return Pipeline.named("numbers").from(Sources.of(1, 2, 3));
  }

  /** The only sleeps in these tests: the calls that are to be caught. */
  private static <T> T blocking(T element) throws InterruptedException {
    Thread.sleep(1);
    return element;
  }

  @Test
  void shouldCatchASleepOnAWorkerThatComputes() {
    assertThatThrownBy(() -> runtime.collect(numbers().cpu("nap", BlockingCallsTest::blocking)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("'nap'")
        .hasRootCauseInstanceOf(BlockingOperationError.class);

    assertThat(Violations.take())
        .isNotEmpty()
        .allSatisfy(seen ->
            assertThat(seen).startsWith("java.lang.Thread.sleep").contains(" on leat-cpu-"));
  }

  @Test
  void shouldCatchASleepInACheapStepThatIsFusedIntoOneThatComputes() {
    Stage<Integer> fused = numbers().cpu("same", number -> number).map(BlockingCallsTest::blocking);

    assertThatThrownBy(() -> runtime.collect(fused))
        .hasRootCauseInstanceOf(BlockingOperationError.class);

    assertThat(Violations.take())
        .isNotEmpty()
        .allSatisfy(seen -> assertThat(seen).contains(" on leat-cpu-"));
  }

  @Test
  void shouldCatchASleepOnAnEventLoop() {
    Stage<Integer> stage =
        numbers().io("nap", number -> CompletableFuture.completedFuture(blocking(number)));

    assertThatThrownBy(() -> runtime.collect(stage))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("'nap'")
        .hasRootCauseInstanceOf(BlockingOperationError.class);

    assertThat(Violations.take())
        .isNotEmpty()
        .allSatisfy(seen ->
            assertThat(seen).startsWith("java.lang.Thread.sleep").contains(" on leat-loop-"));
  }

  @Test
  void shouldCatchWhatAWorkerDoesToTheElementsOfABlockItReads() {
    Stage<Integer> stage =
        Pipeline.named("blocks")
            .from(new SlowBlocks(3))
            .map(BlockingCallsTest::blocking)
            .cpu("same", number -> number);

    assertThatThrownBy(() -> runtime.collect(stage))
        .hasRootCauseInstanceOf(BlockingOperationError.class);

    assertThat(Violations.take())
        .isNotEmpty()
        .allSatisfy(seen -> assertThat(seen).contains(" on leat-cpu-"));
  }

  @Test
  void shouldLetAWorkerReadABlock() {
    Stage<Integer> stage =
        Pipeline.named("blocks").from(new SlowBlocks(3)).cpu("same", number -> number);

    assertThat(runtime.collect(stage)).containsExactly(0, 1, 2);
  }

  @Test
  void shouldLetCoroutinesAndSinksWait() {
    runtime.run(
        numbers()
            .coroutine("nap", BlockingCallsTest::blocking)
            .to(Sinks.each(BlockingCallsTest::blocking)));
  }
}
