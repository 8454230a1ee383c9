package dev.leat.runtime;

import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.runtime.execution.JobRun;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Starts a job for each subscriber and sends it the elements as far as it asks for them. */
final class JobPublisher<T> implements Publisher<T> {

  private final LocalRuntime runtime;
  private final Stage<T> stage;

  JobPublisher(LocalRuntime runtime, Stage<T> stage) {
    this.runtime = runtime;
    this.stage = stage;
  }

  @Override
  public void subscribe(Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    Outgoing<T> outgoing = new Outgoing<>(subscriber);
    subscriber.onSubscribe(outgoing);
    if (!outgoing.wanted()) {
      outgoing.end(null);
      return;
    }
    try {
      outgoing.started(runtime.launch(stage.to(outgoing)));
    } catch (RuntimeException e) {
      outgoing.end(e);
    }
  }

  /**
   * One subscription: a sink that waits until the subscriber has asked for the next element. The
   * job's thread and the threads of the subscriber meet under one lock; the subscriber is called
   * outside of it, by the job only.
   */
  private static final class Outgoing<T> implements Subscription, Sink<T>, SinkWriter<T> {

    private final Subscriber<? super T> subscriber;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long demand;
    private boolean cancelled;
    private boolean ended;
    private @Nullable Throwable violation;
    private @Nullable JobRun job;

    Outgoing(Subscriber<? super T> subscriber) {
      this.subscriber = subscriber;
    }

    /** Whether the subscriber has neither cancelled nor broken the rules while it subscribed. */
    boolean wanted() {
      lock.lock();
      try {
        return !cancelled && violation == null;
      } finally {
        lock.unlock();
      }
    }

    void started(JobRun started) {
      boolean unwanted;
      lock.lock();
      try {
        job = started;
        unwanted = cancelled || violation != null;
      } finally {
        lock.unlock();
      }
      started.result().whenComplete((result, error) -> end(error));
      if (unwanted) {
        stop(started);
      }
    }

    @Override
    public String describe() {
      return "publisher";
    }

    @Override
    public SinkWriter<T> open(ConnectorContext context) {
      return this;
    }

    @Override
    public void write(List<? extends T> chunk) throws InterruptedException {
      for (T element : chunk) {
        if (!awaitDemand()) {
          return;
        }
        subscriber.onNext(element);
      }
    }

    private boolean awaitDemand() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (demand == 0 && !cancelled && violation == null) {
          changed.await();
        }
        if (cancelled || violation != null) {
          return false;
        }
        demand -= demand == Long.MAX_VALUE ? 0 : 1;
        return true;
      } finally {
        lock.unlock();
      }
    }

    void end(@Nullable Throwable error) {
      Throwable reason;
      lock.lock();
      try {
        if (ended || cancelled) {
          return;
        }
        ended = true;
        reason = violation == null ? error : violation;
      } finally {
        lock.unlock();
      }
      if (reason == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(reason);
      }
    }

    @Override
    public void request(long elements) {
      JobRun running;
      lock.lock();
      try {
        if (elements < 1) {
          violation =
              new IllegalArgumentException(
                  "a subscriber must ask for at least one element, not "
                      + elements
                      + " (Reactive Streams 3.9)");
        } else {
          demand = demand + elements < 0 ? Long.MAX_VALUE : demand + elements;
        }
        changed.signalAll();
        running = violation == null ? null : job;
      } finally {
        lock.unlock();
      }
      stop(running);
    }

    @Override
    public void cancel() {
      JobRun running;
      lock.lock();
      try {
        cancelled = true;
        changed.signalAll();
        running = job;
      } finally {
        lock.unlock();
      }
      stop(running);
    }

    private static void stop(@Nullable JobRun running) {
      if (running != null) {
        running.cancelled("its subscriber cancelled");
      }
    }
  }
}
