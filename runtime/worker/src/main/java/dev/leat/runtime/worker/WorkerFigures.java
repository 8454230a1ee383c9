package dev.leat.runtime.worker;

import java.util.concurrent.atomic.LongAdder;

/** What one worker has done and cost. Thread-safe. */
final class WorkerFigures {

  final LongAdder elements = new LongAdder();
  final LongAdder workNanos = new LongAdder();
  final LongAdder remoteCodecNanos = new LongAdder();
  final LongAdder encodeNanos = new LongAdder();
  final LongAdder decodeNanos = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
}
