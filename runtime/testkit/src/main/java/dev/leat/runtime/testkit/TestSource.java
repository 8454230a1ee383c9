package dev.leat.runtime.testkit;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A source that a test drives by hand, and that tells what a job took from it and what it has
 * delivered. It has one lane; positions count from 0. It serves one job.
 *
 * {@snippet :
 * TestSource<String> source = TestSource.named("orders");
 * TestSink<Integer> sink = TestSink.named("lengths");
 * Job job = runtime.start(Pipeline.named("lengths").from(source).map(String::length).to(sink));
 * source.emit("a", "bb");
 * sink.request(2);
 * sink.expectNext(1, 2);
 * source.complete();
 * sink.expectCommitted();
 * }
 *
 * <p>Thread-safe; meant to be driven by one thread, that of the test. Methods that wait do so for
 * at most 20 s and then throw an {@link AssertionError} that tells how far the job is.
 *
 * @param <T> the type of the elements
 */
public final class TestSource<T> implements Source<T> {

  private final String name;
  private final boolean finite;
  private final OnError onError;
  private final TestLane<T> lane;

  private TestSource(String name, boolean finite, OnError onError, TestLane<T> lane) {
    this.name = name;
    this.finite = finite;
    this.onError = onError;
    this.lane = lane;
  }

  /**
   * A source.
   *
   * @param name the name of the source and of its lane, for plans and messages
   */
  public static <T> TestSource<T> named(String name) {
    return new TestSource<>(name, true, OnError.fail(), new TestLane<>(name));
  }

  /** The same source, declared as one that does not end by itself. */
  public TestSource<T> endless() {
    return new TestSource<>(name, false, onError, lane);
  }

  /** The same source, with something else to be done with what {@link #reject} emits. */
  public TestSource<T> onError(OnError action) {
    return new TestSource<>(name, finite, action, lane);
  }

  @Override
  public String describe() {
    return "test source " + name;
  }

  @Override
  public List<Lane<T>> lanes(ConnectorContext context) {
    lane.claim(context.pipeline());
    return List.of(lane);
  }

  @Override
  public boolean finite() {
    return finite;
  }

  @Override
  public OnError onError() {
    return onError;
  }

  // What the source does next.

  /**
   * Offers one block of elements. Returns at once, unless 1,024 blocks wait to be taken: then it
   * waits for room.
   */
  @SafeVarargs
  public final void emit(T... elements) {
    List<T> block = new ArrayList<>(elements.length);
    for (T element : elements) {
      block.add(Objects.requireNonNull(element, "element"));
    }
    emit(block);
  }

  /** Offers one block of elements, as {@link #emit(Object[])}. */
  public void emit(List<? extends T> elements) {
    lane.offer(elements.stream().<TestLane.Entry<T>>map(TestLane.Good::new).toList());
  }

  /** Offers a block of one piece of input that cannot be made into an element. */
  public void reject(String text, Exception cause) {
    lane.offer(List.of(new TestLane.Bad<>(text, Objects.requireNonNull(cause, "cause"))));
  }

  /** Ends the source after what was offered. */
  public void complete() {
    lane.end(null);
  }

  /** Lets reading fail after what was offered was taken. */
  public void fail(Exception reason) {
    lane.end(Objects.requireNonNull(reason, "reason"));
  }

  // What the job does.

  /** Waits until a job has opened the source and asks for a block that is not there yet. */
  public void awaitDemand() {
    lane.awaitDemand();
  }

  /** Waits until the job has taken so many blocks in all. */
  public void awaitTaken(int blocks) {
    lane.awaitTaken(blocks);
  }

  /**
   * Checks that the job takes no block for some time; what it must not take has to be offered
   * before.
   *
   * @throws AssertionError if it took one
   */
  public void expectNoTaking(Duration time) {
    lane.expectNoTaking(time);
  }

  /** Waits until every element before a position was delivered. */
  public void awaitAcknowledged(long position) {
    lane.awaitAcknowledged(position);
  }

  /** Waits until the job has closed the source. */
  public void awaitClosed() {
    lane.awaitClosed();
  }

  /** How many blocks the job has taken so far. */
  public int taken() {
    return lane.taken();
  }

  /** The position before which everything was delivered; 0 if nothing was. */
  public long acknowledged() {
    return lane.acknowledged();
  }

  /** Whether the job has closed the source. */
  public boolean closed() {
    return lane.closed();
  }

  @Override
  public String toString() {
    return describe() + ": " + lane.state();
  }
}
