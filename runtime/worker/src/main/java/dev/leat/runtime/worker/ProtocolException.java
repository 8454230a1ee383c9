package dev.leat.runtime.worker;

/** The other side sent something that makes no sense. */
final class ProtocolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }
}
