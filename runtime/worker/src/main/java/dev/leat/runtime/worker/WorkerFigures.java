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
  final LongAdder bytesOut = new LongAdder();
  final LongAdder bytesIn = new LongAdder();

  /** Resident memory when it was last looked at; 0 where the system does not tell. */
  volatile long memoryBytes;
}
