package dev.leat.pipeline.connector;

import dev.leat.pipeline.Position;
import org.jspecify.annotations.Nullable;

/**
 * Reads one open {@link Lane} as a sequence of {@linkplain Block blocks}.
 *
 * <p><b>Threads.</b> {@link #next} and {@link #close} are called by one thread at a time, which may
 * block. {@link #describe}, {@link #done} and {@link #acknowledged} may be called by other threads,
 * {@code describe} also while a block is being read.
 *
 * <p><b>Stopping.</b> To stop early the runtime interrupts the thread that is in {@link #next}; it
 * must then end promptly with any exception or by returning null. Blocks handed out before are
 * still delivered when the job drains.
 *
 * <p><b>Positions</b> are opaque numbers, at least 0, that increase strictly from element to
 * element within the lane.
 *
 * {@snippet :
 * final class TickReader implements LaneReader<Instant> {
 *
 *   private final int count;
 *   private int next;
 *
 *   TickReader(int count) {
 *     this.count = count;
 *   }
 *
 *   @Override
 *   public @Nullable Block<Instant> next() throws InterruptedException {
 *     if (next == count) {
 *       return null;
 *     }
 *     TimeUnit.SECONDS.sleep(1);
 *     return new TickBlock(next++, Instant.now());
 *   }
 *
 *   @Override
 *   public Position describe(long position) {
 *     return new Position("ticks", position + 1, -1);
 *   }
 *
 *   @Override
 *   public void close() {}
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface LaneReader<T> {

  /**
   * Waits for input and returns the next block, or null at the end of the lane. A block holds what
   * is there: a reader does not wait to fill it.
   *
   * @throws Exception if reading fails; the message says what and where. Blocks returned before are
   *     delivered first.
   */
  @Nullable Block<T> next() throws Exception;

  /** Tells the position of an element in the terms of the user: file, line, byte offset. */
  Position describe(long position);

  /** How much of {@link Lane#size()} lies before a position. */
  default long done(long position) {
    return position;
  }

  /**
   * Everything before {@code position} was delivered: what is kept to describe or replay it can be
   * dropped. Positions never go back.
   */
  default void acknowledged(long position) {}

  /**
   * Releases what the lane holds. Called after the last {@link #next} and after the last block was
   * read; a second call does nothing.
   */
  void close() throws Exception;
}
