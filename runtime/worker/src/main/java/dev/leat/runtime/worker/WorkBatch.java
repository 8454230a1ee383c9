package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Elements that are sent to a worker together. Belongs to one worker at a time. Whoever made it may
 * read the results of the first {@link #ready} elements while the others are still computed.
 *
 * <p>An element is settled once: what a worker answers that was given up does not count twice.
 */
public final class WorkBatch {

  private final Object[] elements;
  private final @Nullable Object[] results;

  /** Which elements have their results; guarded by this. */
  private final BitSet settled;

  /** Published by the writes that settle, so that the results before it may be read. */
  private volatile int ready;

  private int @Nullable [] deaths;

  /** Whether an element has failed, which may be the end of the job; guarded by this. */
  private boolean failed;

  /** Its place among the batches of its pool; guarded by the pool. */
  long sequence;

  /** Whether its elements are sent one by one, because one of them does harm and none is blamed. */
  volatile boolean isolated;

  /** Elements that have no result yet; the array is not copied. */
  public WorkBatch(Object[] elements) {
    this.elements = elements;
    this.results = new @Nullable Object[elements.length];
    this.settled = new BitSet(elements.length);
  }

  public int size() {
    return elements.length;
  }

  public Object element(int index) {
    return elements[index];
  }

  /** How many elements, counted from the first one, have their results. Never becomes less. */
  public int ready() {
    return ready;
  }

  /** Whether every element has its result. */
  public boolean isDone() {
    return ready == elements.length;
  }

  /**
   * What came of an element that is {@link #ready}: its result, or a {@link WorkerException}; null
   * before.
   */
  public @Nullable Object result(int index) {
    return results[index];
  }

  /** How many workers an element that is {@link #ready} has brought down. */
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

  /** Notes a result; it counts when the element is settled. */
  void result(int index, @Nullable Object result) {
    results[index] = result;
  }

  /** The first element from an index on that has no result, or the size. */
  synchronized int nextOpen(int from) {
    return Math.min(settled.nextClearBit(from), elements.length);
  }

  /** The first element from an index on that has its result, or the size. */
  synchronized int nextSettled(int from) {
    int next = settled.nextSetBit(from);
    return next < 0 ? elements.length : next;
  }

  /**
   * So many elements, from one on, have their results. Returns whether whoever made the batch has
   * to look at it now: because it is done, or because more is ready and an element has failed.
   */
  synchronized boolean settle(int first, int count) {
    for (int i = first; i < first + count && !failed; i++) {
      failed = results[i] instanceof WorkerException;
    }
    settled.set(first, first + count);
    int before = ready;
    ready = settled.nextClearBit(before);
    return isDone() || (failed && ready > before);
  }
}
