package dev.leat.connector.files;

/**
 * A place in a line or row: what of it is malformed.
 *
 * @param bytes how far it is from the beginning of the row
 * @param lines how many lines of the row come before
 * @param column the number of the character in its line, from 1
 */
record Place(int bytes, int lines, int column) {

  /** A place in a line, all of which is one line whatever is in it. */
  static Place inLine(byte[] bytes, int line, int at) {
    return new Place(at - line, 0, column(bytes, line, at));
  }

  /** A place in a row, which may have line ends in quotes. */
  static Place inRow(byte[] bytes, int row, int at) {
    int lines = 0;
    int line = row;
    for (int i = row; i < at; i++) {
      if (endsLine(bytes, i, at)) {
        lines++;
        line = i + 1;
      }
    }
    return new Place(at - row, lines, column(bytes, line, at));
  }

  /** Whether a {@code "\n"}, {@code "\r\n"} or lone {@code "\r"} ends here. */
  private static boolean endsLine(byte[] bytes, int i, int to) {
    return bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == to || bytes[i + 1] != '\n'));
  }

  private static int column(byte[] bytes, int line, int at) {
    int column = 1;
    for (int i = line; i < at; i++) {
      column += (bytes[i] & 0xC0) == 0x80 ? 0 : 1; // only the first byte of a character counts
    }
    return column;
  }
}
