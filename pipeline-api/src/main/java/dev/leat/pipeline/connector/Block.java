package dev.leat.pipeline.connector;

/**
 * A piece of a lane that is not yet divided into elements: a range of a file, a received buffer, a
 * few elements.
 *
 * <p>A block is a cursor that is used once, by one thread at a time; different blocks of a lane may
 * be read at the same time by different threads. The runtime keeps their elements in the order in
 * which the blocks were returned.
 *
 * {@snippet :
 * record TickBlock(long from, Instant tick) implements Block<Instant> {
 *
 *   @Override
 *   public boolean read(Emitter<? super Instant> out) {
 *     out.emit(tick, from);
 *     return true;
 *   }
 *
 *   @Override
 *   public long to() {
 *     return from + 1;
 *   }
 *
 *   @Override
 *   public long weight() {
 *     return 1;
 *   }
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface Block<T> {

  /**
   * Emits elements until the block is exhausted or the emitter says stop; a later call goes on with
   * the element after the last one emitted.
   *
   * @return true if the block is exhausted
   * @throws Exception if the block cannot be read; elements emitted before are delivered first
   */
  boolean read(Emitter<? super T> out) throws Exception;

  /** The position at which the block begins; the first element stands here or later. */
  long from();

  /** The position at which the block ends (exclusive) and the next one begins. */
  long to();

  /**
   * The size of the block in bytes, or the number of its elements where bytes make no sense. Bounds
   * memory.
   */
  long weight();
}
