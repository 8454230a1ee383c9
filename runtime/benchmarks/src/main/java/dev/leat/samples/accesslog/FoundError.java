package dev.leat.samples.accesslog;

/**
 * A server error and the line that it was found in.
 *
 * @param line where it was found
 * @param error what is known about it
 */
record FoundError(PlacedLine line, ServerError error) {

  static FoundError of(PlacedLine line, LogEntry entry) {
    return new FoundError(line, ServerError.of(entry));
  }

  FoundError with(ServerError more) {
    return new FoundError(line, more);
  }
}
