package dev.leat.runtime.execution;

/** An operator that does something when a time has come, and not only when elements do. */
interface TimedOp {

  /**
   * Does one thing whose time has come; what it leaves behind has to be resumed.
   *
   * @return whether there was one
   */
  boolean expire();

  /** Lets go of the timer, for good. */
  void disarm();
}
