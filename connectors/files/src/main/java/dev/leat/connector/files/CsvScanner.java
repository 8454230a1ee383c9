package dev.leat.connector.files;

/**
 * Finds the ends of rows in bytes that come in pieces of any size.
 *
 * <p>A quote counts only as the first character of a field. Within quotes two quotes stand for one,
 * and separators and line ends are text. A row ends with {@code "\n"}, {@code "\r\n"} or a lone
 * {@code "\r"}. What follows a closing quote is malformed, but ends with its row, so that the next
 * row is not harmed.
 *
 * <p>One thread at a time.
 */
final class CsvScanner {

  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED,

    /** After a quote within quotes: it closes the field or is the first of two. */
    QUOTE
  }

  private final byte separator;
  private final byte quote;
  private State state = State.FIELD_START;
  private int at;
  private int end;
  private int lines;

  CsvScanner(CsvDialect dialect) {
    separator = (byte) dialect.separator();
    quote = (byte) dialect.quote();
  }

  /** Where the next byte to look at is, which is behind the line end after a row was found. */
  int at() {
    return at;
  }

  /** Where the row that was found ends, without its line end. */
  int end() {
    return end;
  }

  /** How many lines have ended so far, those in quotes included. */
  int lines() {
    return lines;
  }

  /** Whether {@link #at} is within quotes. */
  boolean inQuotes() {
    return state == State.QUOTED;
  }

  /** Goes on at another index, because the bytes moved, and counts lines anew. */
  void moveTo(int index, int linesBefore) {
    at = index;
    lines = linesBefore;
  }

  /**
   * Looks for the end of the row.
   *
   * @param to where the bytes end
   * @param last whether the input ends there
   * @return false if more bytes are needed; a last row without line end is not found
   */
  boolean next(byte[] bytes, int to, boolean last) {
    while (at < to) {
      byte b = bytes[at];
      if (b != '\n' && b != '\r') {
        state = after(b);
        at++;
      } else if (b == '\r' && at + 1 == to && !last) {
        return false; // a '\n' may belong to it
      } else {
        int lineEnd = at;
        at += b == '\r' && at + 1 < to && bytes[at + 1] == '\n' ? 2 : 1;
        lines++;
        if (state != State.QUOTED) {
          end = lineEnd;
          state = State.FIELD_START;
          return true;
        }
      }
    }
    return false;
  }

  private State after(byte b) {
    return switch (state) {
      case FIELD_START -> b == quote ? State.QUOTED : plain(b);
      case PLAIN -> plain(b);
      case QUOTED -> b == quote ? State.QUOTE : State.QUOTED;
      case QUOTE -> b == quote ? State.QUOTED : plain(b);
    };
  }

  private State plain(byte b) {
    return b == separator ? State.FIELD_START : State.PLAIN;
  }

  /** Where a field of a row begins; the end of the row if it has no such field. */
  static int fieldStart(CsvDialect dialect, byte[] bytes, int from, int to, int field) {
    CsvScanner scanner = new CsvScanner(dialect);
    int fields = 0;
    for (int i = from; i < to; i++) {
      if (scanner.state == State.FIELD_START && fields++ == field) {
        return i;
      }
      scanner.state = scanner.after(bytes[i]);
    }
    return to;
  }

  /** Where the quotes of a row are malformed; -1 if they are not. */
  static int malformedQuotes(CsvDialect dialect, byte[] bytes, int from, int to) {
    CsvScanner scanner = new CsvScanner(dialect);
    int opened = -1;
    for (int i = from; i < to; i++) {
      State before = scanner.state;
      State next = scanner.after(bytes[i]);
      if (before == State.QUOTE && next == State.PLAIN) {
        return i;
      }
      opened = before == State.FIELD_START && next == State.QUOTED ? i : opened;
      scanner.state = next;
    }
    return scanner.state == State.QUOTED ? opened : -1;
  }
}
