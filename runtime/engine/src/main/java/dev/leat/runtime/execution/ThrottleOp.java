package dev.leat.runtime.execution;

import dev.leat.pipeline.graph.Operation;
import dev.leat.runtime.scheduler.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Lets elements pass no faster than at a rate: the generic cell rate algorithm (ITU-T I.371), with
 * a tolerance of a millisecond, so that a fast rate needs no timer for each element. An element
 * that is too early is kept.
 */
final class ThrottleOp extends Op.Linear implements TimedOp {

  private static final double TOLERANCE_NANOS = 1_000_000;

  private final Timers timers;
  private final WakeTimer timer;
  private final double interval;
  private final long start;
  private double free;
  private @Nullable Object kept;
  private long out;

  /**
   * A throttle that lets the first element pass at once.
   *
   * @param wake called by another thread when the kept element may be on time
   */
  ThrottleOp(
      Cursor cursor,
      StageRun stage,
      Operation.Throttle throttle,
      Timers timers,
      Runnable wake,
      Op next) {
    super(cursor, stage, next);
    this.timers = timers;
    this.timer = new WakeTimer(timers, wake);
    this.interval = (double) Timers.nanos(throttle.time()) / throttle.elements();
    this.start = timers.nanoTime();
  }

  @Override
  boolean push(Object element) {
    if (isOnTime()) {
      return passOn(element);
    }
    kept = element;
    return false;
  }

  private boolean isOnTime() {
    double now = timers.nanoTime() - start;
    if (free - now > TOLERANCE_NANOS) {
      return false;
    }
    free = Math.max(now, free) + interval;
    return true;
  }

  private boolean passOn(Object element) {
    out++;
    return next.push(element);
  }

  @Override
  boolean resume() {
    while (next.resume() && cursor.failure == null) {
      Object element = kept;
      if (element == null || next.done()) {
        kept = null;
        return true;
      }
      if (!isOnTime()) {
        timer.wakeAt(start + (long) free);
        return false;
      }
      kept = null;
      if (passOn(element)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean expire() {
    return false;
  }

  @Override
  public void disarm() {
    timer.cancel();
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(out);
    next.count(out);
    out = 0;
  }
}
