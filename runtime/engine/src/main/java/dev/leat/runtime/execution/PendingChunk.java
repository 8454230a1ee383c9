package dev.leat.runtime.execution;

/**
 * A chunk whose elements leave one by one. What holds the chunk is released with the last of them.
 * Belongs to the thread that drains the task.
 */
final class PendingChunk {

  private final Chunk chunk;
  private int left;

  PendingChunk(Chunk chunk) {
    this.chunk = chunk;
    this.left = chunk.size;
  }

  Chunk chunk() {
    return chunk;
  }

  /** One more element has left; returns whether it was the last one. */
  boolean left() {
    boolean last = --left == 0;
    if (last) {
      chunk.acks.release();
    }
    return last;
  }
}
