package dev.leat.pipeline;

import java.util.NoSuchElementException;

/**
 * The elements of a lane, as a {@link Coroutine} takes them. Used by the thread of the coroutine
 * only.
 *
 * {@snippet :
 * long sum = 0;
 * while (in.hasNext()) {
 *   sum += in.next();
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface CoroutineInput<T> {

  /**
   * Waits until the next element is there or the lane has ended.
   *
   * @return whether there is another element
   * @throws InterruptedException if the job ends early
   */
  boolean hasNext() throws InterruptedException;

  /**
   * Takes the next element, waiting for it if necessary.
   *
   * @throws NoSuchElementException if the lane has ended
   * @throws InterruptedException if the job ends early
   */
  T next() throws InterruptedException;
}
