package dev.leat.pipeline.connector;

import java.util.List;

/**
 * Writes the elements of one job. All calls are made by one thread at a time, which may block;
 * later calls see what earlier ones wrote.
 *
 * <p>The life of a writer: {@code write* flush commit close} when the whole job succeeded or was
 * drained, {@code write* abort close} when it failed or was cancelled. With several sinks, all of
 * them are flushed before the first is committed.
 *
 * {@snippet :
 * record NamesWriter(Path file, Path temporary, Writer out) implements SinkWriter<String> {
 *
 *   @Override
 *   public void write(List<? extends String> chunk) throws IOException {
 *     for (String name : chunk) {
 *       out.append(name).append('\n');
 *     }
 *   }
 *
 *   @Override
 *   public void flush() throws IOException {
 *     out.close();
 *   }
 *
 *   @Override
 *   public void commit() throws IOException {
 *     Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
 *   }
 *
 *   @Override
 *   public void abort() {
 *     temporary.toFile().delete();
 *   }
 *
 *   @Override
 *   public void close() throws IOException {
 *     out.close();
 *   }
 * }
 * }
 *
 * @param <T> the type of the elements
 */
@FunctionalInterface
public interface SinkWriter<T> {

  /**
   * Writes a chunk. The list is valid only during the call.
   *
   * @throws Exception if writing fails; the message says what and where. The job fails with it and
   *     the writer is aborted.
   */
  void write(List<? extends T> chunk) throws Exception;

  /**
   * Makes everything written durable, without publishing it yet. Called once, after the last chunk.
   *
   * @throws Exception if that fails; no sink of the job is then committed
   */
  default void flush() throws Exception {}

  /**
   * Publishes the result, for instance by giving a file its final name.
   *
   * @throws Exception if that fails; the job fails with it
   */
  default void commit() throws Exception {}

  /**
   * Discards what is not yet published. Must not throw; what cannot be discarded is left and does
   * no harm.
   */
  default void abort() {}

  /**
   * Releases what the writer holds. Called at the very end, after {@link #commit} or {@link
   * #abort}; a second call does nothing.
   *
   * @throws Exception if that fails; after a commit the job fails with it
   */
  default void close() throws Exception {}
}
