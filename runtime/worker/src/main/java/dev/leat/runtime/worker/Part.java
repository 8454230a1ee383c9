package dev.leat.runtime.worker;

/**
 * What one request asks for: some elements of a batch. Guarded by the worker that it is sent to.
 */
final class Part {

  final long number;
  final WorkBatch batch;

  /** The indexes of its elements in the batch. */
  final int[] items;

  /** How many of them were answered. */
  int answered;

  Part(long number, WorkBatch batch, int[] items) {
    this.number = number;
    this.batch = batch;
    this.items = items;
  }

  boolean complete() {
    return answered == items.length;
  }
}
