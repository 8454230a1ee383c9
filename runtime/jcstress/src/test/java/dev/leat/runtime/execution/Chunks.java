package dev.leat.runtime.execution;

/** What the tests hand over. */
final class Chunks {

  private Chunks() {}

  static Chunk of(int elements) {
    return new Chunk(new Object[elements], new Positions(0, null), elements, 0, null, AckSet.NONE);
  }

  /** A call of no task, which the tests complete themselves. */
  @SuppressWarnings("NullAway") // the task would be told of the result, which the tests take
  static Call call() {
    return new Call(null, new PendingChunk(of(1)), 0, 0);
  }
}
