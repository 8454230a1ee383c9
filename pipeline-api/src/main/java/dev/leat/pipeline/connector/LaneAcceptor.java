package dev.leat.pipeline.connector;

/**
 * Where a {@link LiveSource} hands over its lanes. Thread-safe; no method blocks.
 *
 * {@snippet :
 * if (!acceptor.accept(new VisitLane("front", door))) {
 *   door.shut();
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface LaneAcceptor<T> {

  /**
   * Hands over a lane, which from now on belongs to the runtime.
   *
   * @return false if the job takes no more lanes: then the lane was not touched and stays with the
   *     caller
   */
  boolean accept(LiveLane<? extends T> lane);

  /** No more lanes will come: the source ends when the last of its lanes does. */
  void ended();

  /** No more lanes will come because of an error, which fails the job. */
  void failed(Exception cause);
}
