package dev.leat.pipeline;

import java.io.IOException;

/** What shared numbers of 64 bits are read by. */
abstract class SharedNumbers extends SharedView {

  /**
   * Checks the size.
   *
   * @param kind what the numbers are called
   */
  SharedNumbers(MappedFile data, String kind) throws IOException {
    super(data);
    if (data.size() % Long.BYTES != 0) {
      throw new IOException(
          "its size of %,d bytes is not a multiple of %d, so it does not hold %s"
              .formatted(data.size(), Long.BYTES, kind));
    }
  }

  /** How many numbers there are. */
  public long size() {
    return data.size() / Long.BYTES;
  }

  /** The 64 bits of the number at an index. */
  final long bits(long index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(
          "there is no index %,d among %,d".formatted(index, size()));
    }
    return data.getLong(index << 3);
  }

  /** How a number compares to the one that is looked for. */
  @FunctionalInterface
  interface Order {

    int of(long index);
  }

  /** Searches as {@code Arrays.binarySearch} does. */
  final long search(Order order) {
    long low = 0;
    long high = size() - 1;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      int found = order.of(middle);
      if (found == 0) {
        return middle;
      }
      if (found < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
