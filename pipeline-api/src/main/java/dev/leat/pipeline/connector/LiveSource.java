package dev.leat.pipeline.connector;

import java.util.List;

/**
 * A source whose lanes appear while the job runs: connections, files that others bring.
 *
 * {@snippet :
 * record Visits(Door door) implements LiveSource<Instant> {
 *
 *   @Override
 *   public String describe() {
 *     return "visits";
 *   }
 *
 *   @Override
 *   public LiveListener listen(ConnectorContext context, LaneAcceptor<Instant> acceptor) {
 *     door.open(name -> acceptor.accept(new VisitLane(name, door)));
 *     return new LiveListener() {
 *       @Override
 *       public void stop() {
 *         door.shut();
 *         acceptor.ended();
 *       }
 *
 *       @Override
 *       public void close() {
 *         door.shut();
 *       }
 *     };
 *   }
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface LiveSource<T> extends Source<T> {

  /**
   * Begins to take in lanes for one job. Called once per job, on a thread that may block. Lanes may
   * be handed to the acceptor from now on, also before this method returns.
   *
   * @throws Exception if that fails; the message says what and where, because it is shown to the
   *     user
   */
  LiveListener listen(ConnectorContext context, LaneAcceptor<T> acceptor) throws Exception;

  /** None: the lanes of a live source come through its acceptor. */
  @Override
  default List<? extends Lane<T>> lanes(ConnectorContext context) {
    return List.of();
  }

  /** A live source ends only when it is stopped, unless it says otherwise. */
  @Override
  default boolean finite() {
    return false;
  }
}
