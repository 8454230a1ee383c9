package dev.leat.pipeline.connector;

/**
 * A block whose elements are there already, or cost next to nothing to make: those of a list, or
 * numbers. A runtime may take them by their index instead of reading the block, in pieces that it
 * shares among its workers as it likes. An element that cannot be taken ends the job, as a block
 * does that cannot be read.
 *
 * <p>The element at index {@code i} stands at the position {@code from() + i}.
 *
 * {@snippet :
 * static final class Squares implements IndexedBlock<Long> {
 *
 *   private int next;
 *
 *   @Override
 *   public int size() {
 *     return 1_000;
 *   }
 *
 *   @Override
 *   public Long get(int index) {
 *     return (long) index * index;
 *   }
 *
 *   @Override
 *   public boolean read(Emitter<? super Long> out) {
 *     boolean room = true;
 *     while (room && next < size()) {
 *       int index = next++;
 *       room = out.emit(get(index), index);
 *     }
 *     return next == size();
 *   }
 *
 *   @Override
 *   public long from() {
 *     return 0;
 *   }
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface IndexedBlock<T> extends Block<T> {

  /** The number of elements; the same at each call. */
  int size();

  /**
   * An element; the same at each call. Called by any number of threads, and not in order.
   *
   * @param index from 0 (inclusive) to {@link #size} (exclusive)
   */
  T get(int index);

  @Override
  default long to() {
    return from() + size();
  }

  @Override
  default long weight() {
    return size();
  }
}
