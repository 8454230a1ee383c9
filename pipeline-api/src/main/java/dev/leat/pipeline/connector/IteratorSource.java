package dev.leat.pipeline.connector;

import dev.leat.pipeline.CheckedSupplier;
import dev.leat.pipeline.Position;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The elements of an iterator. */
record IteratorSource<T>(
    String describe, boolean finite, CheckedSupplier<? extends Iterator<? extends T>> iterator)
    implements Source<T> {

  private static final int BLOCK = 1_024;
  private static final long BLOCK_NANOS = 1_000_000;

  @Override
  public List<Lane<T>> lanes(ConnectorContext context) {
    return List.of(new SingleLane<>(describe, -1, () -> new Reader<>(describe, iterator.get())));
  }

  /**
   * Fills a block until it is full or a millisecond has passed, so that a slow iterator is not
   * waited for.
   */
  private static final class Reader<T> implements LaneReader<T> {

    private final String name;
    private final Iterator<? extends T> iterator;
    private @Nullable Exception failure;
    private long position;

    Reader(String name, Iterator<? extends T> iterator) {
      this.name = name;
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
        while (elements.size() < BLOCK && iterator.hasNext()) {
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
