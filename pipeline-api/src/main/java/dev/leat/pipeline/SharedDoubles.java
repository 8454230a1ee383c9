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
public final class SharedDoubles extends SharedNumbers {

  SharedDoubles(MappedFile data) throws IOException {
    super(data, "floating-point numbers");
  }

  /** The number at an index, counted from 0. */
  public double get(long index) {
    return Double.longBitsToDouble(bits(index));
  }

  /**
   * Finds a number in numbers that are sorted, the smallest first.
   *
   * @return the index of one that is equal; or, if there is none, {@code -(place) - 1}, where it
   *     would have to be put
   */
  public long search(double number) {
    return search(index -> Double.compare(get(index), number));
  }
}
