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

  /** The most elements that are asked for or buffered. */
  static final int CAPACITY = 1_024;

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
   * taken is asked for again, so that buffer and demand together stay at {@link #CAPACITY}.
   *
   * <p>Signals may come from any thread; fields are guarded by one lock. The subscription is called
   * outside of the lock, and after it was accepted by the reading thread only, so that its calls
   * never overlap.
   */
  static final class Reader<T> implements LaneReader<T>, Subscriber<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<T> buffer = new ArrayList<>();
    private @Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean closed;

    /** What is asked for and has not come yet. */
    private int demand;

    /** The number of elements handed out; used by the reading thread only. */
    private long position;

    @Override
    public void onSubscribe(Subscription subscription) {
      Objects.requireNonNull(subscription, "subscription");
      boolean accepted;
      lock.lock();
      try {
        accepted = this.subscription == null && !closed;
        if (accepted) {
          this.subscription = subscription;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
      if (!accepted) {
        subscription.cancel();
      }
    }

    @Override
    public void onNext(T element) {
      Objects.requireNonNull(element, "element");
      change(() -> receive(element));
    }

    private void receive(T element) {
      if (demand == 0) {
        failure =
            new IllegalStateException(
                "the publisher sent more elements than it was asked for (Reactive Streams rule 1.1)");
        ended = true;
      } else {
        demand--;
        buffer.add(element);
      }
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
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public @Nullable Block<T> next() throws Exception {
      request();
      List<T> taken;
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
      } finally {
        lock.unlock();
      }
      Block<T> block = new ElementBlock<>(taken, position);
      position += taken.size();
      return block;
    }

    /** Waits for the subscription and asks for as much as there is room for. */
    private void request() throws InterruptedException {
      Subscription upstream;
      int wanted;
      lock.lockInterruptibly();
      try {
        while (subscription == null && !ended) {
          changed.await();
        }
        upstream = subscription;
        wanted = ended ? 0 : CAPACITY - demand - buffer.size();
        demand += wanted;
      } finally {
        lock.unlock();
      }
      if (upstream != null && wanted > 0) {
        upstream.request(wanted);
      }
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

    /** Cancels the subscription; elements and signals that come later are ignored. */
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
