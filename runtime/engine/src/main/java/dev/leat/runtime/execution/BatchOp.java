package dev.leat.runtime.execution;

import dev.leat.pipeline.graph.Operation;
import dev.leat.runtime.scheduler.Timers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects elements of each lane into lists. A list is emitted when it is full, or when its time is
 * up and the task that owns the operator comes round to it, or at the end.
 */
final class BatchOp extends Op.Linear implements TimedOp {

  private final StateScope scope;
  private final Timers timers;
  private final Runnable wake;
  private final int limit;
  private final long nanos;
  private final Map<@Nullable Object, Open> open = new LinkedHashMap<>();
  private Timers.@Nullable Timer timer;
  private long timerDue;
  private @Nullable Leaving leaving;
  private long out;

  /**
   * A batch operator.
   *
   * @param scope which elements go into the same lists
   * @param wake called by another thread when the time of a list may be up
   */
  BatchOp(
      Cursor cursor,
      StageRun stage,
      Operation.Batch batch,
      StateScope scope,
      Timers timers,
      Runnable wake,
      Op next) {
    super(cursor, stage, next);
    this.scope = scope;
    this.timers = timers;
    this.wake = wake;
    this.limit = batch.size();
    this.nanos = Timers.nanos(batch.time());
  }

  @Override
  boolean push(Object element) {
    Object key = scope.of(cursor);
    Open batch = open.get(key);
    if (batch == null) {
      long now = timers.nanoTime();
      if (!scope.hasRoom(open.size())) {
        return failed(
            element,
            new IllegalStateException(
                "more than %d keys at once; raise maxKeys or batch for a shorter time"
                    .formatted(open.size())));
      }
      batch = new Open(cursor.lane, cursor.key, cursor.position, now + nanos);
      open.put(key, batch);
      arm(batch, now);
    }
    batch.elements.add(element);
    batch.acks.add(cursor.acks);
    if (batch.elements.size() < limit) {
      return true;
    }
    open.remove(key);
    return emit(batch);
  }

  /** Sets the timer for the oldest list, unless one is set already that is earlier. */
  private void arm(Open oldest, long now) {
    if (timer == null || timerDue - now <= 0) {
      timerDue = oldest.due;
      timer = timers.schedule(oldest.due - now, wake);
    }
  }

  @Override
  public void disarm() {
    if (timer != null) {
      timer.cancel();
    }
  }

  private boolean emit(Open batch) {
    Leaving list = new Leaving(batch.lane, batch.key, batch.position, batch.acks.take());
    leaving = list;
    out++;
    return passOn(list, () -> next.push(Collections.unmodifiableList(batch.elements)));
  }

  /** What is kept behind belongs to the list that is leaving, not to the element of the moment. */
  @Override
  boolean resume() {
    Leaving list = leaving;
    return list == null ? next.resume() : passOn(list, next::resume);
  }

  private boolean passOn(Leaving list, BooleanSupplier action) {
    LaneAccount lane = cursor.lane;
    long position = cursor.position;
    AckSet acks = cursor.acks;
    Object key = cursor.key;
    cursor.at(list.lane, list.acks);
    cursor.key = list.key;
    cursor.position = list.position;
    boolean clear = action.getAsBoolean();
    if (clear) {
      leaving = null;
      list.acks.release();
    }
    cursor.at(lane, acks);
    cursor.key = key;
    cursor.position = position;
    return clear;
  }

  @Override
  public boolean expire() {
    if (open.isEmpty()) {
      return false;
    }
    long now = timers.nanoTime();
    Iterator<Open> oldest = open.values().iterator();
    Open batch = oldest.next();
    if (batch.due - now > 0) {
      arm(batch, now);
      return false;
    }
    oldest.remove();
    if (oldest.hasNext()) {
      arm(oldest.next(), now);
    }
    emit(batch);
    return true;
  }

  /** Emits one list at a time, because the lists of several lanes must not share a chunk. */
  @Override
  boolean finish() {
    Iterator<Open> oldest = open.values().iterator();
    if (oldest.hasNext()) {
      Open batch = oldest.next();
      oldest.remove();
      emit(batch);
      return false;
    }
    disarm();
    return next.finish();
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(out);
    next.count(out);
    out = 0;
  }

  /** A list that was passed on, of which something may still be kept behind. */
  private record Leaving(
      @Nullable LaneAccount lane, @Nullable Object key, long position, AckSet acks) {}

  /** A list that is not yet emitted. */
  private static final class Open {

    private final @Nullable LaneAccount lane;
    private final @Nullable Object key;
    private final long position;
    private final long due;
    private final List<Object> elements = new ArrayList<>();
    private final AckSet.Builder acks = new AckSet.Builder();

    Open(@Nullable LaneAccount lane, @Nullable Object key, long position, long due) {
      this.lane = lane;
      this.key = key;
      this.position = position;
      this.due = due;
    }
  }
}
