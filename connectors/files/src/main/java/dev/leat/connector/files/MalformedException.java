package dev.leat.connector.files;

import org.jspecify.annotations.Nullable;

/** A line or row is no element. Says why and where; needs no stack trace, because it is input. */
final class MalformedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int at;

  /**
   * Says what is wrong.
   *
   * @param at the index in the bytes that were to be read
   */
  MalformedException(int at, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.at = at;
  }

  int at() {
    return at;
  }
}
