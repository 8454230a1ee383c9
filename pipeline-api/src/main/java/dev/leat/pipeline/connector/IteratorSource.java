package dev.leat.pipeline.connector;

import dev.leat.pipeline.CheckedSupplier;
import dev.leat.pipeline.Position;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an iterator.
 *
 * @param describe what is read
 * @param finite whether the iterator ends
 * @param block the most elements of a block: 1 if the iterator may wait, because nobody can see
 *     before that it will, and an element must not wait for the next one
 * @param iterator makes the iterator of a job
 */
record IteratorSource<T>(
    String describe,
    boolean finite,
    int block,
    CheckedSupplier<? extends Iterator<? extends T>> iterator)
    implements Source<T> {

  private static final long BLOCK_NANOS = 1_000_000;

  @Override
  public List<Lane<T>> lanes(ConnectorContext context) {
    return List.of(
        new SingleLane<>(describe, -1, () -> new Reader<>(describe, block, iterator.get())));
  }

  /**
   * Fills a block until it is full or a millisecond has passed, so that elements of a slow iterator
   * are not held back.
   */
  private static final class Reader<T> implements LaneReader<T> {

    private final String name;
    private final int block;
    private final Iterator<? extends T> iterator;
    private @Nullable Exception failure;
    private long position;

    Reader(String name, int block, Iterator<? extends T> iterator) {
      this.name = name;
      this.block = block;
      this.iterator = iterator;
    }

    @Override
    public @Nullable Block<T> next() throws Exception {
      if (failure != null) {
        throw failure;
      }
      List<T> elements = new ArrayList<>();
      long until = System.nanoTime() + BLOCK_NANOS;
      try {
        while (elements.size() < block && iterator.hasNext()) {
          elements.add(Objects.requireNonNull(iterator.next(), "the iterator returned null"));
          if (System.nanoTime() - until > 0) {
            break;
          }
        }
      } catch (RuntimeException e) {
        if (elements.isEmpty()) {
          throw e;
        }
        failure = e;
      }
      if (elements.isEmpty()) {
        return null;
      }
      Block<T> block = new ElementBlock<>(elements, position);
      position += elements.size();
      return block;
    }

    @Override
    public Position describe(long position) {
      return new Position(name, position + 1, -1);
    }

    @Override
    public void close() {}
  }
}
