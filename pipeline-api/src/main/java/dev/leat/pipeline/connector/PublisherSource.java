package dev.leat.pipeline.connector;

import dev.leat.pipeline.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The elements of a publisher. */
record PublisherSource<T>(Publisher<? extends T> publisher) implements Source<T> {

  private static final int CAPACITY = 1_024;

  @Override
  public String describe() {
    return "publisher";
  }

  @Override
  public List<Lane<T>> lanes(ConnectorContext context) {
    return List.of(
        new SingleLane<>(
            "publisher",
            -1,
            () -> {
              Reader<T> reader = new Reader<>();
              publisher.subscribe(reader);
              return reader;
            }));
  }

  /**
   * Buffers what the publisher sends until the reading thread takes it, all of it at once; what was
   * taken is asked for again. Everything is guarded by one lock; the subscription is called outside
   * of it.
   */
  static final class Reader<T> implements LaneReader<T>, Subscriber<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<T> buffer = new ArrayList<>();
    private @Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean closed;
    private long position;

    @Override
    public void onSubscribe(Subscription subscription) {
      Objects.requireNonNull(subscription, "subscription");
      boolean first;
      lock.lock();
      try {
        first = this.subscription == null && !closed;
        if (first) {
          this.subscription = subscription;
        }
      } finally {
        lock.unlock();
      }
      if (first) {
        subscription.request(CAPACITY);
      } else {
        subscription.cancel();
      }
    }

    @Override
    public void onNext(T element) {
      Objects.requireNonNull(element, "element");
      change(() -> buffer.add(element));
    }

    @Override
    public void onError(Throwable failure) {
      Objects.requireNonNull(failure, "failure");
      change(() -> {
        this.failure = failure;
        ended = true;
      });
    }

    @Override
    public void onComplete() {
      change(() -> ended = true);
    }

    private void change(Runnable change) {
      lock.lock();
      try {
        if (!closed && !ended) {
          change.run();
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public @Nullable Block<T> next() throws Exception {
      List<T> taken;
      Subscription upstream;
      lock.lockInterruptibly();
      try {
        while (buffer.isEmpty() && !ended) {
          changed.await();
        }
        if (buffer.isEmpty()) {
          return end();
        }
        taken = buffer;
        buffer = new ArrayList<>();
        upstream = ended ? null : subscription;
      } finally {
        lock.unlock();
      }
      if (upstream != null) {
        upstream.request(taken.size());
      }
      Block<T> block = new ElementBlock<>(taken, position);
      position += taken.size();
      return block;
    }

    private @Nullable Block<T> end() throws Exception {
      if (failure instanceof Exception exception) {
        throw exception;
      }
      if (failure != null) {
        throw new IllegalStateException("the publisher failed: " + failure, failure);
      }
      return null;
    }

    @Override
    public Position describe(long position) {
      return new Position("publisher", position + 1, -1);
    }

    @Override
    public void close() {
      Subscription upstream;
      lock.lock();
      try {
        closed = true;
        buffer = new ArrayList<>();
        upstream = subscription;
      } finally {
        lock.unlock();
      }
      if (upstream != null) {
        upstream.cancel();
      }
    }
  }
}
