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
 */
public record Position(String source, long line, long offset) {

  /** The position of an element that has none, such as the result of an aggregate. */
  public static final Position NONE = new Position("", -1, -1);

  @Override
  public String toString() {
    if (source.isEmpty() && line < 0) {
      return "no position";
    }
    return line < 0 ? source : source + ":" + line;
  }
}
