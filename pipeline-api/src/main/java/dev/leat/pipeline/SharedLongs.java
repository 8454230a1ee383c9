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
public final class SharedLongs extends SharedNumbers {

  SharedLongs(MappedFile data) throws IOException {
    super(data, "whole numbers");
  }

  /** The number at an index, counted from 0. */
  public long get(long index) {
    return bits(index);
  }

  /**
   * Finds a number in numbers that are sorted, the smallest first.
   *
   * @return the index of one that is equal; or, if there is none, {@code -(place) - 1}, where it
   *     would have to be put
   */
  public long search(long number) {
    return search(index -> Long.compare(get(index), number));
  }
}
