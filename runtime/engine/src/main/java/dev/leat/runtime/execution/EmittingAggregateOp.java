package dev.leat.runtime.execution;

import dev.leat.pipeline.Aggregator;
import dev.leat.pipeline.Emission;
import dev.leat.pipeline.KeyOptions;
import dev.leat.pipeline.graph.Operation;
import dev.leat.runtime.scheduler.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate with results on the way: for each key, or after so many elements, or after a time.
 * An accumulator that was emitted begins anew; one whose key expires is emitted.
 */
final class EmittingAggregateOp extends Op.Linear implements TimedOp {

  /** The key of all elements outside of a byKey. */
  private static final Object ALL = new Object();

  private final Aggregator<Object, Object, Object> aggregator;
  private final boolean keyed;
  private final Timers timers;
  private final WakeTimer timer;
  private final KeyTable<Filled> table;
  private final long limit;
  private final long nanos;
  private final Deque<Filled> dues = new ArrayDeque<>();
  private long out;

  /** The elements of a key since its last result. */
  private static final class Filled extends KeyTable.Entry {

    private final long due;
    private Object accumulator;
    private long elements;
    private boolean emitted;

    Filled(Object key, Object accumulator, long due) {
      super(key);
      this.accumulator = accumulator;
      this.due = due;
    }
  }

  /**
   * An aggregate.
   *
   * @param keys the bounds of its keys; null if it does not stand in a byKey
   * @param wake called by another thread when the time of a result may have come
   */
  EmittingAggregateOp(
      Cursor cursor,
      StageRun stage,
      Operation.Aggregate aggregate,
      @Nullable KeyOptions keys,
      Timers timers,
      Runnable wake,
      Op next) {
    super(cursor, stage, next);
    this.aggregator = aggregate.aggregator();
    this.keyed = keys != null;
    this.timers = timers;
    this.timer = new WakeTimer(timers, wake);
    this.table = new KeyTable<>(keys == null ? KeyOptions.defaults() : keys, timers);
    Emission emission = aggregate.emission();
    this.limit = emission instanceof Emission.EveryElements(long elements) ? elements : 0;
    this.nanos = emission instanceof Emission.EveryTime every ? Timers.nanos(every.time()) : 0;
  }

  @Override
  boolean push(Object element) {
    Object key = keyed ? Objects.requireNonNull(cursor.key, "no key") : ALL;
    Filled filled;
    boolean room = true;
    try {
      Filled known = table.get(key);
      if (known == null) {
        // It may need the room of a key that has expired.
        room = emitIdle();
        cursor.key = keyed ? key : null;
        known = begin(key);
      }
      filled = known;
      Object changed = aggregator.add(filled.accumulator, element);
      if (changed == null) {
        throw new NullPointerException("the aggregator returned null, which is no accumulator");
      }
      filled.accumulator = changed;
    } catch (Throwable t) {
      return failed(element, t);
    }
    filled.elements++;
    if (filled.elements == limit) {
      table.remove(key);
      return emit(filled) && room;
    }
    return room;
  }

  private boolean emitIdle() {
    Filled idle = table.pollExpired();
    return idle == null || emit(idle);
  }

  private Filled begin(Object key) throws Exception {
    long due = nanos == 0 ? 0 : timers.nanoTime() + nanos;
    Filled filled = new Filled(key, aggregator.create(), due);
    table.add(filled);
    if (nanos > 0) {
      dues.add(filled);
    }
    arm();
    return filled;
  }

  private void arm() {
    Filled first = dues.peek();
    long due = first == null ? WakeTimer.NEVER : first.due;
    timer.wakeAt(WakeTimer.earlier(due, table.nextExpiry()));
  }

  private boolean emit(Filled filled) {
    filled.emitted = true;
    Object result;
    cursor.key = keyed ? filled.key : null;
    try {
      result = aggregator.finish(filled.accumulator);
    } catch (Throwable t) {
      return failed("the result", t);
    }
    if (result == null) {
      return failed("the result", nothing());
    }
    out++;
    return next.push(result);
  }

  @Override
  public boolean expire() {
    Filled idle = table.pollExpired();
    if (idle != null) {
      emit(idle);
      return true;
    }
    while (!dues.isEmpty()) {
      Filled first = dues.element();
      if (!first.emitted && first.due - timers.nanoTime() > 0) {
        break;
      }
      dues.remove();
      if (!first.emitted) {
        table.remove(first.key);
        emit(first);
        return true;
      }
    }
    arm();
    return false;
  }

  @Override
  boolean finish() {
    timer.cancel();
    cursor.at(null, AckSet.NONE);
    cursor.position = Cursor.NOWHERE;
    for (Filled entry = table.poll(); entry != null; entry = table.poll()) {
      if (!emit(entry)) {
        return false;
      }
    }
    return next.finish();
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
