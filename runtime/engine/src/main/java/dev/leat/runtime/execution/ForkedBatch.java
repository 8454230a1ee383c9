package dev.leat.runtime.execution;

import dev.leat.runtime.worker.WorkBatch;
import java.util.Arrays;

/**
 * Elements that were sent to a worker process together, and where they came from. Belongs to the
 * thread that drains the task.
 */
final class ForkedBatch {

  private final PendingChunk[] chunks;
  private final int[] places;
  private int size;
  private WorkBatch work = new WorkBatch(new Object[0]);

  /** The next element that leaves. */
  int next;

  ForkedBatch(int most) {
    this.chunks = new PendingChunk[most];
    this.places = new int[most];
  }

  /** Adds an element: its chunk, and its place in that. */
  void add(PendingChunk chunk, int place) {
    chunks[size] = chunk;
    places[size++] = place;
  }

  int size() {
    return size;
  }

  /** Nothing will be added any more; returns what a worker has to do. */
  WorkBatch close() {
    Object[] elements = new Object[size];
    Arrays.setAll(elements, at -> chunks[at].chunk().elements[places[at]]);
    work = new WorkBatch(elements);
    return work;
  }

  WorkBatch work() {
    return work;
  }

  PendingChunk chunk(int at) {
    return chunks[at];
  }

  int place(int at) {
    return places[at];
  }
}
