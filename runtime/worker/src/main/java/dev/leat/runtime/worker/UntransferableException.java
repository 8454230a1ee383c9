package dev.leat.runtime.worker;

/** A value cannot cross the border between processes; the message goes on from "it ...". */
final class UntransferableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UntransferableException(String message) {
    super(message);
  }
}
