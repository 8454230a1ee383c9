package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sources;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A subscriber that wants nothing starts nothing. */
@Timeout(20)
class SubscribeTest {

  private static final int TIMES = 300;

  private final LocalRuntime runtime = LocalRuntime.builder().cores(2).build();
  private final Queue<String> journal = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    runtime.close();
  }

  /** Notes its signals and does something with its subscription at once. */
  private record Noting(Queue<String> journal, Consumer<Subscription> onSubscribe)
      implements Subscriber<Long> {

    @Override
    public void onSubscribe(Subscription subscription) {
      onSubscribe.accept(subscription);
    }

    @Override
    public void onNext(Long element) {
      journal.add("element " + element);
    }

    @Override
    public void onError(Throwable failure) {
      journal.add(failure.getMessage());
    }

    @Override
    public void onComplete() {
      journal.add("complete");
    }
  }

  /** Subscribes many times, because a job that is stopped at once may not come to anything. */
  private void subscribe(Consumer<Subscription> onSubscribe) {
    for (int i = 0; i < TIMES; i++) {
      subscribeOnce(onSubscribe);
    }
    // What was started by mistake has opened its source when these are done.
    for (int i = 0; i < 20; i++) {
      runtime.collect(Pipeline.named("other").from(Sources.of(1, 2, 3)));
    }
  }

  private void subscribeOnce(Consumer<Subscription> onSubscribe) {
    runtime
        .publisher(
            Pipeline.named("p")
                .from(
                    Sources.endless(() -> {
                      journal.add("the source was opened");
                      return LongStream.iterate(0, n -> n + 1).iterator();
                    })))
        .subscribe(new Noting(journal, onSubscribe));
  }

  @Test
  void shouldStartNoJobForASubscriberThatCancelsAtOnce() {
    subscribe(Subscription::cancel);

    assertThat(journal).isEmpty();
  }

  @Test
  void shouldStartNoJobForASubscriberThatAsksForLessThanOne() {
    subscribe(subscription -> subscription.request(-1));

    assertThat(journal)
        .hasSize(TIMES)
        .containsOnly(
            "a subscriber must ask for at least one element, not -1 (Reactive Streams 3.9)");
  }
}
