package dev.leat.runtime;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands the elements of one job to a stream, one chunk at a time: the job's sink waits until the
 * thread that reads the stream has taken the chunk before. Everything is guarded by one lock.
 */
final class HandOver<T> implements Sink<T>, SinkWriter<T> {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<T> offered = new ArrayDeque<>();
  private boolean ended;
  private boolean abandoned;
  private @Nullable Throwable failure;

  @Override
  public String describe() {
    return "stream";
  }

  @Override
  public SinkWriter<T> open(ConnectorContext context) {
    return this;
  }

  @Override
  public void write(List<? extends T> chunk) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!offered.isEmpty() && !abandoned) {
        changed.await();
      }
      if (!abandoned) {
        offered.addAll(chunk);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable Throwable reason) {
    lock.lock();
    try {
      ended = true;
      failure = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void abandon() {
    lock.lock();
    try {
      abandoned = true;
      offered.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable T take() throws InterruptedException {
    lock.lock();
    try {
      while (offered.isEmpty() && !ended) {
        changed.await();
      }
      T element = offered.poll();
      if (offered.isEmpty()) {
        changed.signalAll();
      }
      if (element == null && failure instanceof JobException known) {
        throw known;
      }
      return element;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable T taken(Job job) {
    try {
      return take();
    } catch (InterruptedException e) {
      abandon();
      job.cancel();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + job.name(), e);
    }
  }

  /** The elements as a stream that cancels the job when it is closed before its end. */
  Stream<T> stream(Job job) {
    job.result().whenComplete((result, error) -> end(error));
    Iterator<T> iterator =
        new Iterator<>() {
          private @Nullable T next;

          @Override
          public boolean hasNext() {
            if (next == null) {
              next = taken(job);
            }
            return next != null;
          }

          @Override
          public T next() {
            T element = hasNext() ? next : null;
            if (element == null) {
              throw new NoSuchElementException();
            }
            next = null;
            return element;
          }
        };
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, traits), false)
        .onClose(() -> {
          abandon();
          job.cancel();
        });
  }
}
