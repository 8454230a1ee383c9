package dev.leat.samples.accesslog;

import dev.leat.pipeline.bytes.Line;

/**
 * One line of a web server's access log in the combined format:
 *
 * <pre>
 * address identity user [day/month/year:time zone] "METHOD target HTTP/version" status bytes "referer" "user agent"
 * </pre>
 *
 * <p>An entry is a view of its line: it remembers where the fields are, and texts are made when
 * they are asked for. Texts are as they stand in the log: what the server escaped (a quote as
 * {@code \"}) stays escaped. Keeping an entry keeps the block of the line in memory. Immutable.
 */
final class LogEntry {

  private static final int TIME_LENGTH = "10/Oct/2000:13:55:36 -0700".length();
  private static final String TIME_MARKS = "??/???/????:??:??:?? ?????";

  private final Line line;
  private final int addressEnd;
  private final int identityEnd;
  private final int userEnd;
  private final int methodEnd;
  private final int targetEnd;
  private final int requestEnd;
  private final int status;
  private final long bytes;
  private final int refererFrom;
  private final int refererEnd;

  /** Reads a line from front to back; every field follows on the one before. */
  private LogEntry(Line line) throws RejectedLineException {
    this.line = line;
    addressEnd = wordEnd(0, "client address");
    identityEnd = wordEnd(addressEnd + 1, "identity");
    userEnd = wordEnd(identityEnd + 1, "user");
    int requestFrom = requestFrom();
    requestEnd = quotedEnd(requestFrom, "request");
    methodEnd = methodEnd(requestFrom);
    targetEnd = targetEnd();
    int statusFrom = space(requestEnd + 1, "status") + 1;
    status = status(statusFrom);
    int bytesFrom = space(statusFrom + 3, "number of bytes") + 1;
    int bytesEnd = wordEnd(bytesFrom, "number of bytes");
    bytes = bytes(bytesFrom, bytesEnd);
    refererFrom = quoteAt(bytesEnd + 1, "referer") + 1;
    refererEnd = quotedEnd(refererFrom, "referer");
    int agentFrom = quoteAt(space(refererEnd + 1, "user agent") + 1, "user agent") + 1;
    if (quotedEnd(agentFrom, "user agent") != line.length() - 1) {
      throw rejected("there is text after the user agent", line.length());
    }
  }

  /**
   * Reads a line.
   *
   * @throws RejectedLineException if it is not in the combined format; the message says why
   */
  static LogEntry parse(Line line) throws RejectedLineException {
    if (line.isEmpty()) {
      throw new RejectedLineException("the line is empty");
    }
    return new LogEntry(line);
  }

  /** The address (IPv4, IPv6) or the name of the client. */
  String address() {
    return line.text(0, addressEnd);
  }

  /** The identity of the client by RFC 1413, mostly {@code -}. */
  String identity() {
    return line.text(addressEnd + 1, identityEnd);
  }

  /** The user who logged in, or {@code -}. */
  String user() {
    return line.text(identityEnd + 1, userEnd);
  }

  /** When the request was received, as it is written. */
  String time() {
    return line.text(userEnd + 2, userEnd + 2 + TIME_LENGTH);
  }

  /** The method of the request. */
  String method() {
    return line.text(userEnd + TIME_LENGTH + 5, methodEnd);
  }

  /** The target of the request: the path with its query. */
  String path() {
    return line.text(methodEnd + 1, targetEnd);
  }

  /** The version of the protocol, such as {@code HTTP/1.1}. */
  String protocol() {
    return line.text(targetEnd + 1, requestEnd);
  }

  /** The status of the answer, 100 to 999. */
  int status() {
    return status;
  }

  /** Whether the server failed: a status of 500 or more. */
  boolean isServerError() {
    return status >= 500;
  }

  /** The bytes of the answer; 0 for {@code -}. */
  long bytes() {
    return bytes;
  }

  /** The page that led to the request, or {@code -}. */
  String referer() {
    return line.text(refererFrom, refererEnd);
  }

  /** What the client says it is, or {@code -}. */
  String userAgent() {
    return line.text(refererEnd + 3, line.length() - 1);
  }

  /** The line, which is what shows in messages. */
  @Override
  public String toString() {
    return line.text();
  }

  /** The end of a word, which a space follows. */
  private int wordEnd(int from, String field) throws RejectedLineException {
    int end = line.indexOf((byte) ' ', from);
    if (end <= from) {
      throw rejected("there is no " + field, from);
    }
    return end;
  }

  /** Checks the time and returns the first byte of the request behind its quote. */
  private int requestFrom() throws RejectedLineException {
    int from = userEnd + 1;
    int end = from + TIME_LENGTH + 1;
    boolean bracketed = end < line.length() && is('[', from) && is(']', end);
    for (int i = 0; bracketed && i < TIME_LENGTH; i++) {
      char mark = TIME_MARKS.charAt(i);
      bracketed = mark == '?' ? line.byteAt(from + 1 + i) > ' ' : is(mark, from + 1 + i);
    }
    if (!bracketed) {
      throw rejected("the time is not like [10/Oct/2000:13:55:36 -0700]", from);
    }
    return quoteAt(space(end + 1, "request") + 1, "request") + 1;
  }

  private int methodEnd(int from) throws RejectedLineException {
    int end = line.indexOf((byte) ' ', from);
    if (end <= from || end >= requestEnd) {
      throw noRequest(from);
    }
    return end;
  }

  /** The target ends at the last space of the request, because sloppy clients send spaces in it. */
  private int targetEnd() throws RejectedLineException {
    int end = requestEnd - 1;
    while (end > methodEnd && line.byteAt(end) != ' ') {
      end--;
    }
    boolean versioned = requestEnd - end > 6 && is('H', end + 1) && is('T', end + 2);
    versioned = versioned && is('T', end + 3) && is('P', end + 4) && is('/', end + 5);
    if (end <= methodEnd + 1 || !versioned) {
      throw noRequest(methodEnd);
    }
    return end;
  }

  private RejectedLineException noRequest(int at) {
    return rejected("the request is not like \"GET /path HTTP/1.1\"", at);
  }

  private int status(int from) throws RejectedLineException {
    int value = 0;
    for (int i = from; i < from + 3; i++) {
      int digit = i < line.length() ? line.byteAt(i) - '0' : -1;
      value = digit < 0 || digit > 9 ? -1_000 : value * 10 + digit;
    }
    if (value < 100) {
      throw rejected("the status is not a number from 100 to 999", from);
    }
    return value;
  }

  private long bytes(int from, int end) throws RejectedLineException {
    if (end == from + 1 && is('-', from)) {
      return 0;
    }
    long value = 0;
    for (int i = from; i < end; i++) {
      int digit = line.byteAt(i) - '0';
      if (digit < 0 || digit > 9 || end - from > 18) {
        throw rejected("the number of bytes is neither a number nor -", from);
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** The closing quote of a text; a backslash takes the byte after it along. */
  private int quotedEnd(int from, String field) throws RejectedLineException {
    int quote = line.indexOf((byte) '"', from);
    while (quote >= 0 && isEscaped(quote, from)) {
      quote = line.indexOf((byte) '"', quote + 1);
    }
    if (quote < 0) {
      throw rejected("the closing quote of the " + field + " is missing", line.length());
    }
    return quote;
  }

  /** Whether an odd number of backslashes stands before a byte of a text. */
  private boolean isEscaped(int index, int from) {
    int first = index;
    while (first > from && line.byteAt(first - 1) == '\\') {
      first--;
    }
    return ((index - first) & 1) == 1;
  }

  private int quoteAt(int index, String field) throws RejectedLineException {
    if (!is('"', index)) {
      throw rejected("there is no " + field + " in quotes", index);
    }
    return index;
  }

  private int space(int index, String next) throws RejectedLineException {
    if (!is(' ', index)) {
      throw rejected("there is no space before the " + next, index);
    }
    return index;
  }

  private boolean is(char expected, int index) {
    return index < line.length() && line.byteAt(index) == expected;
  }

  private static RejectedLineException rejected(String reason, int at) {
    return new RejectedLineException(reason + " (at byte " + (at + 1) + " of the line)");
  }
}
