package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Elements that are sent to a worker together. Belongs to one worker at a time; when it is done,
 * and only then, to whoever made it.
 */
public final class WorkBatch {

  private final Object[] elements;
  private final @Nullable Object[] results;
  private final AtomicInteger open;
  private int @Nullable [] deaths;
  private volatile boolean done;

  /** Whether its elements are sent one by one, because one of them does harm and none is blamed. */
  volatile boolean isolated;

  /** Elements that have no result yet; the array is not copied. */
  public WorkBatch(Object[] elements) {
    this.elements = elements;
    this.results = new @Nullable Object[elements.length];
    this.open = new AtomicInteger(elements.length);
  }

  public int size() {
    return elements.length;
  }

  public Object element(int index) {
    return elements[index];
  }

  /** Whether every element has its result. Happens after everything that led to the results. */
  public boolean isDone() {
    return done;
  }

  /** What came of an element: its result, or a {@link WorkerException}; null before. */
  public @Nullable Object result(int index) {
    return results[index];
  }

  /** How many workers an element has brought down. */
  public int deaths(int index) {
    int[] counts = deaths;
    return counts == null ? 0 : counts[index];
  }

  int died(int index) {
    int[] counts = deaths;
    if (counts == null) {
      counts = new int[elements.length];
      deaths = counts;
    }
    return ++counts[index];
  }

  void result(int index, @Nullable Object result) {
    results[index] = result;
  }

  /** So many elements have got their results; returns whether these were the last. */
  boolean settled(int count) {
    return open.addAndGet(-count) == 0;
  }

  /** Nothing will change any more. */
  void finish() {
    done = true;
  }
}
