package dev.leat.samples.accesslog;

/**
 * A line is not in the combined log format. The message says why, for {@code rejected.ndjson}. Has
 * no stack trace, because a file may consist of such lines.
 */
final class RejectedLineException extends Exception {

  private static final long serialVersionUID = 1L;

  RejectedLineException(String reason) {
    super(reason, null, false, false);
  }
}
