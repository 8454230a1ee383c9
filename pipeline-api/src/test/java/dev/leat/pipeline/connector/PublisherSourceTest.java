package dev.leat.pipeline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.ReadBlocks.At;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

class PublisherSourceTest {

  private static final int CAPACITY = PublisherSource.CAPACITY;

  private final PublisherSource.Reader<Integer> reader = new PublisherSource.Reader<>();
  private final Upstream upstream = new Upstream();

  /** A publisher's end of a subscription, driven by the test. */
  private final class Upstream implements Subscription {

    private final List<Long> requests = new ArrayList<>();
    private int answers;
    private boolean cancelled;

    @Override
    public void request(long n) {
      requests.add(n);
      for (; answers > 0; answers--) {
        reader.onNext(answers);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Test
  void shouldAskForNoMoreThanThereIsRoomFor() throws Exception {
    upstream.answers = CAPACITY;
    reader.onSubscribe(upstream);

    assertThat(reader.next()).isNotNull();
    assertThat(upstream.requests).containsExactly((long) CAPACITY);

    upstream.answers = 3;
    assertThat(reader.next()).isNotNull();
    assertThat(upstream.requests).containsExactly((long) CAPACITY, (long) CAPACITY);

    upstream.answers = 1;
    assertThat(reader.next()).isNotNull();
    assertThat(upstream.requests).containsExactly((long) CAPACITY, (long) CAPACITY, 3L);
  }

  @Test
  void shouldFailWhenThePublisherSendsMoreThanItWasAskedFor() throws Exception {
    upstream.answers = CAPACITY + 1;
    reader.onSubscribe(upstream);
    Block<Integer> block = ReadBlocks.next(reader);

    assertThat(block.weight()).isEqualTo(CAPACITY);
    assertThatThrownBy(reader::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("more elements than it was asked for");
  }

  @Test
  void shouldDeliverWhatCameBeforeAnError() throws Exception {
    upstream.answers = 2;
    reader.onSubscribe(upstream);
    Block<Integer> block = ReadBlocks.next(reader);
    reader.onError(new IOException("gone"));

    assertThat(ReadBlocks.read(block, 10)).containsExactly(new At<>(2, 0), new At<>(1, 1));
    assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessage("gone");
    assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
  }

  @Test
  void shouldWrapErrorsThatAreNoExceptions() {
    reader.onSubscribe(upstream);
    reader.onError(new StackOverflowError("deep"));

    assertThatThrownBy(reader::next)
        .hasMessageContaining("the publisher failed")
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void shouldEndWithoutASubscription() throws Exception {
    reader.onComplete();

    assertThat(reader.next()).isNull();
  }

  @Test
  void shouldIgnoreSignalsAfterTheEnd() throws Exception {
    reader.onSubscribe(upstream);
    reader.onComplete();
    reader.onNext(1);
    reader.onError(new IOException("late"));

    assertThat(reader.next()).isNull();
    assertThat(reader.next()).isNull();
  }

  @Test
  void shouldCancelASecondSubscription() {
    Upstream second = new Upstream();
    reader.onSubscribe(upstream);
    reader.onSubscribe(second);

    assertThat(second.cancelled).isTrue();
    assertThat(upstream.cancelled).isFalse();
  }

  @Test
  void shouldCancelOnCloseAndIgnoreWhatComesLater() {
    reader.onSubscribe(upstream);
    reader.close();
    reader.onNext(1);
    reader.onComplete();

    assertThat(upstream.cancelled).isTrue();
  }

  @Test
  void shouldCancelASubscriptionThatComesAfterClose() {
    reader.close();
    reader.onSubscribe(upstream);

    assertThat(upstream.cancelled).isTrue();
    assertThat(upstream.requests).isEmpty();
  }

  @Test
  void shouldStopWaitingWhenInterrupted() throws Exception {
    FutureTask<String> reading =
        new FutureTask<>(() -> {
          try {
            reader.next();
            return "returned";
          } catch (InterruptedException e) {
            return "interrupted";
          }
        });
    Thread thread = Thread.ofVirtual().start(reading);
    thread.interrupt();

    assertThat(reading.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
  }

  @Test
  void shouldWaitForElementsOfAnotherThread() throws Exception {
    reader.onSubscribe(upstream);
    FutureTask<List<At<Integer>>> reading = new FutureTask<>(() -> ReadBlocks.all(reader));
    Thread.ofVirtual().start(reading);
    while (!reading.isDone() && upstream.requests.isEmpty()) {
      Thread.onSpinWait();
    }
    reader.onNext(1);
    reader.onComplete();

    assertThat(reading.get(10, TimeUnit.SECONDS)).containsExactly(new At<>(1, 0));
    assertThat(upstream.cancelled).isTrue();
  }

  @Test
  void shouldDescribePositionsFromOne() {
    assertThat(reader.describe(0).toString()).isEqualTo("publisher:1");
  }
}
