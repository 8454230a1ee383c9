package dev.leat.pipeline.connector;

/**
 * A {@link LiveSource} that takes in lanes.
 *
 * {@snippet :
 * record DoorListener(Door door, LaneAcceptor<Instant> acceptor) implements LiveListener {
 *
 *   @Override
 *   public void stop() {
 *     door.shut();
 *     acceptor.ended();
 *   }
 *
 *   @Override
 *   public void close() {
 *     door.shut();
 *   }
 * }
 * }
 */
public interface LiveListener {

  /**
   * Takes in no more lanes and soon says {@link LaneAcceptor#ended}; lanes that were handed over
   * before are stopped by the runtime. Called at most once, on a thread that may block.
   */
  void stop();

  /**
   * Releases what the listener holds. Called once, at the end of the job, after all lanes; a second
   * call does nothing.
   */
  void close() throws Exception;
}
