package dev.leat.connector.sockets;

import java.io.IOException;

/**
 * Received bytes are not an element. Has no stack trace, because a peer may send nothing else; the
 * message says why.
 */
final class RejectedFrameException extends IOException {

  private static final long serialVersionUID = 1L;

  RejectedFrameException(String reason) {
    super(reason);
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
