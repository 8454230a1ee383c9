package dev.leat.pipeline;

import java.io.IOException;

/**
 * Reads the whole numbers of a {@link SharedTable}. Thread-safe. Reading throws {@link
 * IndexOutOfBoundsException} outside of the table and {@link IllegalStateException} when the job
 * has ended.
 *
 * {@snippet :
 * SharedTable<SharedLongs> ids = SharedTable.longs(Path.of("ids.bin"));
 * Stage<Boolean> known = numbers.cpu("known", ids, (sorted, id) -> sorted.search(id) >= 0);
 * }
 */
public final class SharedLongs extends SharedView {

  SharedLongs(MappedFile data) throws IOException {
    super(data);
    if (data.size() % Long.BYTES != 0) {
      throw new IOException(
          "its size of %,d bytes is not a multiple of %d, so it does not hold whole numbers"
              .formatted(data.size(), Long.BYTES));
    }
  }

  /** How many numbers there are. */
  public long size() {
    return data.size() / Long.BYTES;
  }

  /** The number at an index, counted from 0. */
  public long get(long index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(
          "there is no index %,d among %,d".formatted(index, size()));
    }
    return data.getLong(index << 3);
  }

  /**
   * Finds a number in numbers that are sorted, the smallest first.
   *
   * @return the index of one that is equal; or, if there is none, {@code -(place) - 1}, where it
   *     would have to be put
   */
  public long search(long number) {
    long low = 0;
    long high = size() - 1;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      int order = Long.compare(get(middle), number);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
