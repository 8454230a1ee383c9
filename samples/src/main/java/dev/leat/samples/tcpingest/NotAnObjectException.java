package dev.leat.samples.tcpingest;

/** A line is not a JSON object. The message says why; there is no stack trace. */
final class NotAnObjectException extends Exception {

  private static final long serialVersionUID = 1L;

  NotAnObjectException(String reason) {
    super(reason, null, false, false);
  }
}
