package dev.leat.samples.blocking;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.util.concurrent.atomic.LongAdder;

/** The same four pieces of work, declared wrongly and rightly. */
final class Declarations {

  private final long elements;
  private final Work work;
  private final LongAdder delivered = new LongAdder();

  Declarations(long elements, Work work) {
    this.elements = elements;
    this.work = work;
  }

  /** Three stages hold up the event loop, and one holds up a worker. */
  Pipeline wrong() {
    return delivered(
        numbers("wrong")
            .io("owner", n -> completedFuture(work.askBlockingClient(n)))
            .io("digest", n -> completedFuture(work.computeDigest(n)))
            .io("cache", n -> completedFuture(work.lookIntoLockedCache(n)))
            .cpu("quota", work::waitForPermit));
  }

  /** What waits is a coroutine, what computes is cpu. */
  Pipeline mended() {
    return delivered(
        numbers("mended")
            .coroutine("owner", work::askBlockingClient)
            .cpu("digest", work::computeDigest)
            .coroutine("cache", work::lookIntoLockedCache)
            .coroutine("quota", work::waitForPermit));
  }

  private Stage<Long> numbers(String name) {
    return Pipeline.named(name).from(Sources.range(0, elements));
  }

  private Pipeline delivered(Stage<Long> stage) {
    return stage.to(Sinks.each(n -> delivered.increment()));
  }

  /** How many elements came through, of all runs. */
  long delivered() {
    return delivered.sum();
  }
}
