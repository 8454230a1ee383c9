package dev.leat.runtime;

/** How tests wait for a condition in a loop. */
final class Waits {

  private Waits() {}

  /** A short pause; ends the test when it is interrupted because its time is up. */
  static void pause() {
    if (Thread.interrupted()) {
      throw new AssertionError("the condition did not come true in time");
    }
    Thread.onSpinWait();
  }
}
