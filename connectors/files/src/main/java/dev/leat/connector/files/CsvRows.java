package dev.leat.connector.files;

import java.util.Arrays;

/** Where the rows of a block begin and end. Grows as needed; filled by one thread. */
final class CsvRows {

  private static final int INTS = 3;

  /** For each row: where it begins, where it ends, how many lines of the block come before. */
  private int[] rows = new int[INTS * 16];

  private int count;

  void add(int from, int to, int line) {
    int at = INTS * count++;
    if (at == rows.length) {
      rows = Arrays.copyOf(rows, Math.multiplyExact(2, rows.length));
    }
    rows[at] = from;
    rows[at + 1] = to;
    rows[at + 2] = line;
  }

  int count() {
    return count;
  }

  int from(int row) {
    return rows[INTS * row];
  }

  int to(int row) {
    return rows[INTS * row + 1];
  }

  int line(int row) {
    return rows[INTS * row + 2];
  }
}
