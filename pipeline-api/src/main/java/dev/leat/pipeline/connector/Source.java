package dev.leat.pipeline.connector;

import dev.leat.pipeline.OnError;
import java.util.List;

/**
 * Describes where elements come from. A source is an immutable description: it opens nothing and
 * starts no thread until a runtime calls {@link #lanes}.
 *
 * <p>Ready-made sources are in {@link Sources} and in the connector modules.
 *
 * {@snippet :
 * record Ticks(int count) implements Source<Instant> {
 *
 *   @Override
 *   public String describe() {
 *     return count + " ticks";
 *   }
 *
 *   @Override
 *   public List<Lane<Instant>> lanes(ConnectorContext context) {
 *     return List.of(new TickLane(count));
 *   }
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface Source<T> {

  /** Says in a few words what is read, for plans and messages: {@code files access.log}. */
  String describe();

  /**
   * Opens the source for one job and returns its lanes. Called once per job, on a thread that may
   * block, before anything is read.
   *
   * @throws Exception if the source cannot be read; the message says what and where, because it is
   *     shown to the user
   */
  List<? extends Lane<T>> lanes(ConnectorContext context) throws Exception;

  /**
   * Whether the source ends by itself. What has to wait for the end of the stream (an aggregate) is
   * refused on a source that does not.
   */
  default boolean finite() {
    return true;
  }

  /** What happens to input that cannot be made into an element, such as a line over the limit. */
  default OnError onError() {
    return OnError.fail();
  }
}
