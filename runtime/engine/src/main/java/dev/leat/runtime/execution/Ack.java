package dev.leat.runtime.execution;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A range of positions of a lane that is under way. It counts what still holds a part of it, chunks
 * and open batches, and tells the lane when nothing does. Thread-safe.
 */
final class Ack {

  private static final AtomicIntegerFieldUpdater<Ack> HOLDERS =
      AtomicIntegerFieldUpdater.newUpdater(Ack.class, "holders");

  private final Lane lane;
  private final long from;
  private final long to;
  private final long began = System.nanoTime();
  private volatile int holders = 1;

  /** Whose positions they are. */
  interface Lane {

    /** A range is held no more; called once for each, by whoever let go of it last. */
    void completed();

    String name();
  }

  /** A range with one holder. */
  Ack(Lane lane, long from, long to) {
    this.lane = lane;
    this.from = from;
    this.to = to;
  }

  void retain() {
    if (HOLDERS.getAndIncrement(this) <= 0) {
      throw new IllegalStateException("range " + this + " was complete already");
    }
  }

  void release() {
    int left = HOLDERS.decrementAndGet(this);
    if (left == 0) {
      lane.completed();
    } else if (left < 0) {
      throw new IllegalStateException("range " + this + " was released more often than retained");
    }
  }

  boolean complete() {
    return holders == 0;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  /** When it came under way, as of {@link System#nanoTime}. */
  long began() {
    return began;
  }

  @Override
  public String toString() {
    return lane.name() + "[" + from + ", " + to + ")";
  }
}
