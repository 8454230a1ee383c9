package dev.leat.pipeline.connector;

import dev.leat.pipeline.Position;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A lane of a {@link LiveSource}, such as a connection: it has no thread of its own but lives on an
 * executor, and says when there is something to take.
 *
 * <p><b>Threads.</b> {@link #open}, {@link #poll} and {@link #stop} are called by tasks of {@link
 * #executor}, one at a time, and must not block. {@link #describe}, {@link #done}, {@link
 * #acknowledged} and {@link #close} may be called by any thread.
 *
 * <p><b>Backpressure.</b> Blocks are taken only when there is room for them. A lane that is not
 * polled must stop receiving when it holds a block or so, so that its peer is held back; a poll
 * that finds nothing is the sign to go on.
 *
 * <p><b>Failures.</b> What breaks a single lane, such as a lost connection, should just end it;
 * input that is incomplete then is rejected by a last block. An exception fails the job.
 *
 * {@snippet :
 * final class VisitLane implements LiveLane<Instant> {
 *
 *   private final String name;
 *   private final Door door;
 *   private long visits;
 *   private boolean ended;
 *
 *   VisitLane(String name, Door door) {
 *     this.name = name;
 *     this.door = door;
 *   }
 *
 *   @Override
 *   public String name() {
 *     return name;
 *   }
 *
 *   @Override
 *   public Executor executor() {
 *     return door.thread();
 *   }
 *
 *   @Override
 *   public void open(Runnable wake) {
 *     door.onVisit(wake);
 *   }
 *
 *   @Override
 *   public @Nullable Block<Instant> poll() {
 *     Instant visit = door.nextVisit();
 *     return visit == null ? null : new TickBlock(visits++, visit);
 *   }
 *
 *   @Override
 *   public boolean ended() {
 *     return ended;
 *   }
 *
 *   @Override
 *   public void stop() {
 *     ended = true;
 *   }
 *
 *   @Override
 *   public Position describe(long position) {
 *     return new Position(name, position + 1, -1);
 *   }
 *
 *   @Override
 *   public void close() {
 *     door.shut();
 *   }
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface LiveLane<T> {

  /** A name for messages: the address of a peer. */
  String name();

  /** Runs the tasks of this lane one after the other, in order: an event loop. */
  Executor executor();

  /**
   * The first call. From now on the lane calls {@code wake}, on its executor's thread, whenever
   * something can be polled or the lane has ended.
   */
  void open(Runnable wake);

  /**
   * The next block, or null if there is none at the moment. A block holds what is there: a lane
   * does not wait to fill it.
   *
   * @throws Exception if the lane cannot be read and the job has to fail; the message says why
   */
  @Nullable Block<T> poll() throws Exception;

  /** Whether every block was polled and no more will come. Asked after a poll that found none. */
  boolean ended();

  /**
   * Receives no more: what is complete in its buffers can still be polled, then the lane ends.
   * Called at most once, after {@link #open}; a lane that has ended by itself ignores it.
   */
  void stop();

  /** Tells the position of an element in the terms of the user: peer, line, byte offset. */
  Position describe(long position);

  /** How much was received before a position, in {@link #unit()}. */
  default long done(long position) {
    return position;
  }

  /** The unit of {@link #done}: {@code bytes} or {@code elements}. */
  default String unit() {
    return "elements";
  }

  /** See {@link LaneReader#acknowledged}. */
  default void acknowledged(long position) {}

  /**
   * Releases what the lane holds. Called once: when the lane has ended and everything from it was
   * delivered, or at the end of the job. {@link #describe} still answers after that; a second call
   * does nothing.
   */
  void close();
}
