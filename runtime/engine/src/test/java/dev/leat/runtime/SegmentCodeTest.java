package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.execution.CallingOperator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What property tests rely on. */
class SegmentCodeTest {

  @Test
  void shouldReachAFixedChainInAJobOfFewElements() {
    Set<Class<?>> callers = ConcurrentHashMap.newKeySet();
    try (LocalRuntime runtime =
        SegmentCode.FIXED.of(LocalRuntime.builder().chunkElements(1)).build()) {
      runtime.run(
          Pipeline.named("short")
              .from(Sources.range(0, 60))
              .io("io", CompletableFuture::completedFuture)
              .peek(n -> callers.add(CallingOperator.type()))
              .to(Sinks.discard()));
    }

    assertThat(callers).as("shared, of the stage, fixed").hasSize(3);
  }
}
