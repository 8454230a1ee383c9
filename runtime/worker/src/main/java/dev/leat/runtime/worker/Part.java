package dev.leat.runtime.worker;

/**
 * What one request asks for: elements of a batch that follow each other. Guarded by the worker that
 * it is sent to.
 */
final class Part {

  final long number;
  final WorkBatch batch;
  final int first;
  final int size;

  /** When it began to be sent to a worker that had nothing else to do; 0 if it had. */
  long sentToIdle;

  /** How many of them were answered. */
  int answered;

  /** A request for so many elements, from the first one on. */
  Part(long number, WorkBatch batch, int first, int size) {
    this.number = number;
    this.batch = batch;
    this.first = first;
    this.size = size;
  }

  /** The index in the batch of the next element that is to be answered. */
  int next() {
    return first + answered;
  }

  boolean complete() {
    return answered == size;
  }
}
