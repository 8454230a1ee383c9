package dev.leat.runtime.testkit;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A sink that takes as many elements as a test asks for, and no more, and that tells how it was
 * ended. It serves one job. Why a job failed is told by {@link dev.leat.pipeline.Job#result()}; a
 * sink learns no more than that it is aborted.
 *
 * {@snippet :
 * TestSink<String> sink = TestSink.named("names");
 * runtime.start(names.to(sink));
 * sink.expectNothing(Duration.ofMillis(50));
 * sink.request(2);
 * sink.expectNext("ada", "grace");
 * sink.requestAll();
 * sink.expectCommitted();
 * }
 *
 * <p>Thread-safe; meant to be driven by one thread, that of the test. Methods that wait do so for
 * at most 20 s and then throw an {@link AssertionError} that tells what has happened instead.
 *
 * @param <T> the type of the elements
 */
public final class TestSink<T> implements Sink<T> {

  private final String name;
  private final TestWriter<T> writer;

  private TestSink(String name) {
    this.name = name;
    this.writer = new TestWriter<>(name);
  }

  /**
   * A sink that takes nothing yet.
   *
   * @param name the name, for plans and messages
   */
  public static <T> TestSink<T> named(String name) {
    return new TestSink<>(name);
  }

  @Override
  public String describe() {
    return "test sink " + name;
  }

  @Override
  public SinkWriter<T> open(ConnectorContext context) {
    writer.claim(context.pipeline());
    return writer;
  }

  // What the sink does next.

  /**
   * Lets the sink take so many elements more.
   *
   * @throws IllegalArgumentException if the number is not at least 1
   */
  public void request(long elements) {
    if (elements < 1) {
      throw new IllegalArgumentException("request at least 1 element, not " + elements);
    }
    writer.request(elements);
  }

  /** Lets the sink take all elements that come. It keeps them: see {@link #received()}. */
  public void requestAll() {
    writer.request(Long.MAX_VALUE);
  }

  /** Lets the next element fail to be written; the sink needs no demand for that. */
  public void fail(Exception reason) {
    writer.fail(reason);
  }

  // What the job does.

  /**
   * Waits for the next element.
   *
   * @throws AssertionError if none comes, or none was requested
   */
  public T next() {
    return writer.next();
  }

  /** Waits for the next elements. */
  public List<T> next(int elements) {
    List<T> next = new ArrayList<>();
    for (int i = 0; i < elements; i++) {
      next.add(next());
    }
    return next;
  }

  /**
   * Waits for the next elements, which must be these, in this order.
   *
   * @throws AssertionError if others come, or fewer
   */
  @SafeVarargs
  public final void expectNext(T... elements) {
    for (int i = 0; i < elements.length; i++) {
      T next = next();
      if (!next.equals(elements[i])) {
        throw new AssertionError(
            "element %d of %d is not the expected one%n  expected: %s%n  received: %s%n  %s"
                .formatted(i + 1, elements.length, elements[i], next, writer.state()));
      }
    }
  }

  /**
   * Checks that no element comes and the job does not end for some time.
   *
   * @throws AssertionError if something comes
   */
  public void expectNothing(Duration time) {
    writer.expectNothing(time);
  }

  /**
   * Waits until the sink is committed and closed.
   *
   * @throws AssertionError if it is not, or if elements are left that the test has not looked at
   */
  public void expectCommitted() {
    writer.expectEnd("committed", writer::committed);
  }

  /** Waits until the sink is aborted and closed, after all elements that were looked at. */
  public void expectAborted() {
    writer.expectEnd("aborted", writer::aborted);
  }

  /**
   * Waits until the job has failed, and the sink is aborted and closed.
   *
   * @param cause what the failure, or one of its causes, has to be
   * @param words what the message of that has to contain
   * @throws AssertionError if the job ends otherwise, or not at all
   */
  public void expectFailed(Job job, Class<? extends Throwable> cause, String words) {
    Throwable failure = failure(job);
    Throwable found = failure;
    while (found != null
        && !(cause.isInstance(found) && String.valueOf(found.getMessage()).contains(words))) {
      found = found.getCause();
    }
    if (found == null) {
      throw new AssertionError(
          "job '%s' did not fail with a %s that says '%s', but %s"
              .formatted(
                  job.name(),
                  cause.getName(),
                  words,
                  failure == null ? "ended well" : "with " + failure),
          failure);
    }
    expectAborted();
  }

  /** How the job failed; null if it did not. */
  private @Nullable Throwable failure(Job job) {
    try {
      job.result().toCompletableFuture().get(Shared.LIMIT.toSeconds(), TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      throw new AssertionError(
          "job '%s' does not end: %s".formatted(job.name(), writer.state()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the job to fail", e);
    }
  }

  /** All elements that were taken so far, those that the test has looked at included. */
  public List<T> received() {
    return writer.received();
  }

  /** Whether everything was written and made durable. */
  public boolean flushed() {
    return writer.flushed();
  }

  /** Whether the result was published. */
  public boolean committed() {
    return writer.committed();
  }

  /** Whether the result was discarded. */
  public boolean aborted() {
    return writer.aborted();
  }

  /** Whether the sink was released. */
  public boolean closed() {
    return writer.closed();
  }

  @Override
  public String toString() {
    return describe() + ": " + writer.state();
  }
}
