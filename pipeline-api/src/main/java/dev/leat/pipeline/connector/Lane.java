package dev.leat.pipeline.connector;

/**
 * One ordered stream of elements of a {@link Source}: a file, a connection, a partition. Elements
 * of one lane stay in order through an ordered pipeline; lanes are independent of each other.
 *
 * {@snippet :
 * record TickLane(int count) implements Lane<Instant> {
 *
 *   @Override
 *   public String name() {
 *     return "ticks";
 *   }
 *
 *   @Override
 *   public long size() {
 *     return count;
 *   }
 *
 *   @Override
 *   public LaneReader<Instant> open() {
 *     return new TickReader(count);
 *   }
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface Lane<T> {

  /** A name for plans, progress and messages, unique within the source. */
  String name();

  /**
   * Opens the lane for reading. Called once, on the thread that then reads, which may block.
   *
   * @throws Exception if the lane cannot be opened; the message says what and where
   */
  LaneReader<T> open() throws Exception;

  /**
   * The size of the lane in units of {@link #unit()}, or -1 if unknown; may be asked at any time.
   */
  default long size() {
    return -1;
  }

  /** The unit of {@link #size()} and {@link LaneReader#done}: {@code bytes} or {@code elements}. */
  default String unit() {
    return "elements";
  }
}
