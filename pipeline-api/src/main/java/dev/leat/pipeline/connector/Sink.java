package dev.leat.pipeline.connector;

/**
 * Describes where elements go. A sink is an immutable description: it opens nothing until a runtime
 * calls {@link #open}.
 *
 * <p>Ready-made sinks are in {@link Sinks} and in the connector modules.
 *
 * {@snippet :
 * record Names(Path file) implements Sink<String> {
 *
 *   @Override
 *   public String describe() {
 *     return "names in " + file;
 *   }
 *
 *   @Override
 *   public SinkWriter<String> open(ConnectorContext context) throws IOException {
 *     Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
 *     return new NamesWriter(file, temporary, Files.newBufferedWriter(temporary));
 *   }
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface Sink<T> {

  /** Says in a few words what is written, for plans and messages: {@code file errors.ndjson}. */
  String describe();

  /**
   * Opens the sink for one job. Called once, on a thread that may block, before anything is read
   * from a source.
   *
   * @throws Exception if the sink cannot be written; the message says what and where
   */
  SinkWriter<T> open(ConnectorContext context) throws Exception;
}
