package dev.leat.runtime.worker;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one worker and those that it replaces have done and cost; stays when they have ended.
 * Thread-safe.
 */
final class WorkerFigures {

  final LongAdder elements = new LongAdder();
  final LongAdder workNanos = new LongAdder();
  final LongAdder remoteCodecNanos = new LongAdder();
  final LongAdder encodeNanos = new LongAdder();
  final LongAdder decodeNanos = new LongAdder();

  /** What requests of a worker that had nothing else to do took, beside work and encoding there. */
  final LongAdder transportNanos = new LongAdder();

  /** The elements of these requests. */
  final LongAdder transported = new LongAdder();

  /** Resident memory when it was last looked at; 0 where the system does not tell. */
  volatile long memoryBytes;
}
