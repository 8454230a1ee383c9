package dev.leat.samples.accesslog;

/**
 * A lookup was given up, or not begun, because the job was asked to end. Not worth another attempt.
 */
final class LookupStoppedException extends Exception {

  private static final long serialVersionUID = 1L;

  LookupStoppedException() {
    super("the job was asked to end before this lookup was answered", null, false, false);
  }
}
