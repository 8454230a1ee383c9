package dev.leat.pipeline.connector;

import dev.leat.pipeline.CheckedSupplier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/**
 * Sources that need no external system. Each has one lane.
 *
 * {@snippet :
 * Pipeline.named("squares").from(Sources.range(0, 1_000)).map(n -> n * n);
 * }
 */
public final class Sources {

  private static final int ITERABLE_BLOCK = 1_024;

  private Sources() {}

  /** The given elements. */
  @SafeVarargs
  public static <T> Source<T> of(T... elements) {
    List<T> copy = new ArrayList<>(elements.length);
    for (T element : elements) {
      copy.add(Objects.requireNonNull(element, "element"));
    }
    return from(copy);
  }

  /**
   * The elements of an iterable, which is iterated by one thread for each job. They are passed on
   * in groups: use {@link #endless} or a connector for an iterator that waits for something.
   */
  public static <T> Source<T> from(Iterable<? extends T> elements) {
    Objects.requireNonNull(elements, "elements");
    return new IteratorSource<>("iterable", true, ITERABLE_BLOCK, elements::iterator);
  }

  /**
   * The elements of an iterator that each job makes anew and that may never end. It is used by one
   * thread and may block; the thread is interrupted to stop it. Each element is passed on at once.
   */
  public static <T> Source<T> endless(CheckedSupplier<? extends Iterator<? extends T>> iterator) {
    Objects.requireNonNull(iterator, "iterator");
    return new IteratorSource<>("endless iterator", false, 1, iterator);
  }

  /** The numbers from {@code from} (inclusive) to {@code to} (exclusive). */
  public static Source<Long> range(long from, long to) {
    return new RangeSource(from, to);
  }

  /**
   * The elements of a publisher, which each job subscribes to and asks for no more than it has room
   * for. Its error fails the job.
   */
  public static <T> Source<T> from(Publisher<? extends T> publisher) {
    Objects.requireNonNull(publisher, "publisher");
    return new PublisherSource<>(publisher);
  }

  /** The same for a publisher of the JDK. */
  public static <T> Source<T> fromFlow(Flow.Publisher<? extends T> publisher) {
    Objects.requireNonNull(publisher, "publisher");
    return new PublisherSource<>(FlowAdapters.toPublisher(publisher));
  }
}
