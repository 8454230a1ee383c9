package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.graph.Operation;
import dev.leat.runtime.scheduler.Timers;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Passes on the first element with each key; inside a byKey, for each of its keys. */
final class DistinctOp extends Op.Linear {

  private final CheckedFunction<Object, ? extends @Nullable Object> key;
  private final boolean keyed;
  private final KeyTable<Seen> seen;
  private long out;

  /** A key that was there. */
  private static final class Seen extends KeyTable.Entry {

    Seen(Object key) {
      super(key);
    }
  }

  /**
   * A distinct.
   *
   * @param keyed whether it stands in a byKey
   */
  DistinctOp(
      Cursor cursor,
      StageRun stage,
      Operation.Distinct distinct,
      boolean keyed,
      Timers timers,
      Op next) {
    super(cursor, stage, next);
    this.keyed = keyed;
    this.key = distinct.key();
    this.seen = new KeyTable<>(distinct.keys(), timers);
  }

  @Override
  boolean push(Object element) {
    try {
      Object current = key.apply(element);
      if (current == null) {
        throw new NullPointerException("the key of an element is null");
      }
      Object whole =
          keyed ? List.of(Objects.requireNonNull(cursor.key, "no key"), current) : current;
      seen.expire();
      if (seen.get(whole) != null) {
        return true;
      }
      seen.add(new Seen(whole));
    } catch (Throwable t) {
      return failed(element, t);
    }
    out++;
    return next.push(element);
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(out);
    next.count(out);
    out = 0;
  }
}
