package dev.leat.runtime.execution;

/** What a task does, or waits for, at a moment. */
enum Standing {
  /** Threads work for it. */
  WORKS,
  /** Its calls have not ended. */
  WAITS_FOR_CALLS,
  /** There is no room behind it. */
  WAITS_FOR_ROOM,
  /** Nothing stands in front of it. */
  WAITS_FOR_INPUT,
  /** It could go on, and no thread does. */
  READY,
  /** It has nothing more to do. */
  OVER
}
