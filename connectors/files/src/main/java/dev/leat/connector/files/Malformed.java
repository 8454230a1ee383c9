package dev.leat.connector.files;

/**
 * What happens to a line that is not well-formed UTF-8.
 *
 * {@snippet :
 * Source<String> lines = FileSource.lines(path, o -> o.malformed(Malformed.REJECT));
 * }
 */
public enum Malformed {
  /** Malformed bytes become U+FFFD when the line is made into text; the default. */
  REPLACE,
  /** The line is rejected: it goes where {@code onError} says. */
  REJECT
}
