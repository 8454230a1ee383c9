package dev.leat.pipeline;

import java.io.IOException;

/**
 * Reads the floating-point numbers of a {@link SharedTable}. Thread-safe. Reading throws {@link
 * IndexOutOfBoundsException} outside of the table and {@link IllegalStateException} when the job
 * has ended.
 *
 * {@snippet :
 * SharedTable<SharedDoubles> prices = SharedTable.doubles(() -> new double[] {1.5, 2.5});
 * Stage<Double> priced = articles.cpu("price", prices, (table, article) -> table.get(article));
 * }
 */
public final class SharedDoubles extends SharedView {

  SharedDoubles(MappedFile data) throws IOException {
    super(data);
    if (data.size() % Double.BYTES != 0) {
      throw new IOException(
          "its size of %,d bytes is not a multiple of %d, so it does not hold floating-point numbers"
              .formatted(data.size(), Double.BYTES));
    }
  }

  /** How many numbers there are. */
  public long size() {
    return data.size() / Double.BYTES;
  }

  /** The number at an index, counted from 0. */
  public double get(long index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(
          "there is no index %,d among %,d".formatted(index, size()));
    }
    return Double.longBitsToDouble(data.getLong(index << 3));
  }

  /**
   * Finds a number in numbers that are sorted, the smallest first.
   *
   * @return the index of one that is equal; or, if there is none, {@code -(place) - 1}, where it
   *     would have to be put
   */
  public long search(double number) {
    long low = 0;
    long high = size() - 1;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      int order = Double.compare(get(middle), number);
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
