package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The code of docs/guide/memory.md. */
class MemoryTest {

  @Test
  void shouldReadNoFurtherThanTheConsumerAsks() {
    AtomicLong read = new AtomicLong();
    // guide
    try (PipelineRuntime runtime =
        LocalRuntime.builder().cores(2).chunkElements(64).edgeElements(256).build()) {
      Stage<Long> numbers =
          Pipeline.named("numbers")
              .from(Sources.range(0, 1_000_000_000))
              .peek(number -> read.incrementAndGet())
              .cpu("square", number -> number * number);

      List<Long> first = Flux.from(numbers.publisher(runtime)).take(3).collectList().block();
      System.out.println(first + ", read: " + read);
      // end

      assertThat(first).containsExactly(0L, 1L, 4L);
    }
    assertThat(read.get()).isBetween(3L, 200_000L);
  }

  @Test
  void shouldTellTheWorstCase() {
    try (PipelineRuntime runtime = LocalRuntime.builder().cores(2).build()) {
      Pipeline pipeline =
          Pipeline.named("numbers")
              .from(Sources.range(0, 10))
              .cpu("square", number -> number * number)
              .to(Sinks.discard());
      // guide
      System.out.println(runtime.explain(pipeline).text());
      // end

      assertThat(runtime.explain(pipeline).text()).contains("memory", "at worst");
    }
  }
}
