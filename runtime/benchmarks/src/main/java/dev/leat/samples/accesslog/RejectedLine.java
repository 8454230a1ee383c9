package dev.leat.samples.accesslog;

import dev.leat.pipeline.DeadLetter;

/**
 * A line that does not parse, and why.
 *
 * @param line the line
 * @param cause what is wrong with it
 */
record RejectedLine(PlacedLine line, RejectedLineException cause) {

  DeadLetter in(String file) {
    String text = line.line().text();
    boolean truncated = text.length() > DeadLetter.MAX_TEXT;
    String head = truncated ? text.substring(0, DeadLetter.MAX_TEXT) : text;
    return new DeadLetter("access-log", "parse", line.in(file), 1, cause, head, truncated);
  }
}
