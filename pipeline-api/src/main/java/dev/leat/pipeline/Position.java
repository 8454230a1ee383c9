package dev.leat.pipeline;

/**
 * Where an element came from, in the terms of the user.
 *
 * {@snippet :
 * Position position = failure.position();
 * System.err.println("line " + position.line() + " of " + position.source());
 * }
 *
 * @param source the file, connection or collection
 * @param line the number of the line or element, from 1; -1 if unknown
 * @param offset the offset in bytes from the beginning of the source, from 0; -1 if it has none
 * @param column the number of the character in its line, from 1, where a place within a line is
 *     meant, such as the malformed one of rejected input; -1 for a whole line or element
 */
public record Position(String source, long line, long offset, int column) {

  /** The position of an element that has none, such as the result of an aggregate. */
  public static final Position NONE = new Position("", -1, -1);

  /** The position of a whole line or element. */
  public Position(String source, long line, long offset) {
    this(source, line, offset, -1);
  }

  /** {@code source:line:column}, without what is unknown. */
  @Override
  public String toString() {
    if (source.isEmpty() && line < 0) {
      return "no position";
    }
    String place = line < 0 ? source : source + ":" + line;
    return line < 0 || column < 0 ? place : place + ":" + column;
  }
}
