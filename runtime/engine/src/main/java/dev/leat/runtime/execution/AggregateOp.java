package dev.leat.runtime.execution;

import dev.leat.pipeline.Aggregator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of an aggregate: takes elements or accumulators, emits an accumulator or the result. */
final class AggregateOp extends Op.Linear implements StrideEnd {

  /** Where the elements of strides are counted; behind it nothing is. */
  private static final int LANE = 0;

  private final Aggregator<Object, Object, Object> aggregator;
  private final boolean combines;
  private final boolean finishes;
  private @Nullable Object accumulator;
  private @Nullable Throwable failure;
  private boolean filled;
  private boolean finished;
  private long out;

  AggregateOp(Cursor cursor, StageRun stage, AggregatePart part, Op next) {
    super(cursor, stage, next);
    this.aggregator = part.aggregator();
    this.combines = part.combines();
    this.finishes = part.finishes();
  }

  /**
   * Makes the accumulator outside of the loop over elements: where it cannot change, the loop keeps
   * in registers what is in it. If that fails, {@link #push} tries again and can say for which
   * element.
   */
  @Override
  void prepare() {
    if (accumulator == null && failure == null) {
      try {
        accumulator = aggregator.create();
      } catch (Throwable t) {
        failure = t;
      }
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the question is whether there is anything to store
  boolean push(Object element) {
    Object kept = Unboxed.kept(element);
    long bits = Unboxed.bits(element);
    Object changed;
    try {
      Object current = accumulator == null ? created() : accumulator;
      if (combines) {
        changed = aggregator.combine(current, element);
      } else {
        changed = aggregator.add(current, element);
      }
    } catch (Throwable t) {
      return failed(Unboxed.element(kept, bits), t);
    }
    if (!filled) {
      filled = true; // not a store for each element
    }
    return changed == accumulator || replace(changed, Unboxed.element(kept, bits));
  }

  /** Adds an element to the accumulator of a stride. */
  @Override
  @SuppressWarnings("ReferenceEquality") // an accumulator of a stride stays the same
  long pass(Object element, @Nullable Object stride) {
    if (stride == null) {
      return push(element) ? 0 : STOP;
    }
    Object kept = Unboxed.kept(element);
    long bits = Unboxed.bits(element);
    Object changed;
    try {
      changed = aggregator.add(stride, element);
    } catch (Throwable t) {
      return failed(Unboxed.element(kept, bits), t) ? 0 : STOP;
    }
    return changed == stride ? Lane.one(LANE) : other(Unboxed.element(kept, bits));
  }

  private long other(Object element) {
    Exception cause =
        new IllegalStateException(
            "the aggregator says that it is scalar(), but add returned another accumulator");
    return failed(element, cause) ? 0 : STOP;
  }

  @Override
  public @Nullable Object begin() {
    try {
      return aggregator.create();
    } catch (Throwable t) {
      return null; // then push needs one only if there is none yet, and can say for which element
    }
  }

  @Override
  public boolean end(Object stride) {
    Object changed;
    try {
      changed = aggregator.combine(accumulator == null ? created() : accumulator, stride);
    } catch (Throwable t) {
      return failed("an accumulator", t);
    }
    return replace(changed, "an accumulator");
  }

  @Override
  void counted(long counts) {
    filled |= Lane.count(counts, LANE) > 0;
  }

  @Override
  int lanes() {
    return LANE + 1;
  }

  @Override
  @Nullable StrideEnd strideEnd() {
    return !combines && aggregator.scalar() ? this : null;
  }

  private boolean replace(Object changed, Object element) {
    if (changed == null) {
      return failed(
          element,
          new NullPointerException("the aggregator returned null, which is no accumulator"));
    }
    accumulator = changed;
    return true;
  }

  private Object created() throws Exception {
    Throwable known = failure;
    failure = null;
    if (known instanceof Exception e) {
      throw e;
    }
    if (known instanceof Error e) {
      throw e;
    }
    return aggregator.create();
  }

  /** Where the order matters, the accumulator leaves with the slice. */
  @Override
  boolean finishSlice() {
    return !aggregator.ordered() || emitAccumulator();
  }

  private boolean emitAccumulator() {
    Object leaves = filled ? accumulator : null;
    accumulator = null;
    filled = false;
    return leaves == null || next.push(leaves);
  }

  @Override
  boolean finish() {
    if (!finishes) {
      return emitAccumulator() && next.finish();
    }
    if (!finished) {
      finished = true;
      cursor.at(null, AckSet.NONE);
      cursor.position = Cursor.NOWHERE;
      Object result;
      try {
        result = aggregator.finish(accumulator == null ? created() : accumulator);
      } catch (Throwable t) {
        return failed("the result", t);
      }
      if (result == null) {
        return failed("the result", nothing());
      }
      accumulator = null;
      out++;
      if (!next.push(result)) {
        return false;
      }
    }
    return next.finish();
  }

  @Override
  void count(long in) {
    stage.in.add(combines ? 0 : in);
    stage.out.add(out);
    next.count(out);
    out = 0;
  }

  @Override
  @Nullable Object state() {
    return finished ? null : Optional.ofNullable(accumulator);
  }

  @Override
  void restore(Object state) {
    accumulator = ((Optional<?>) state).orElse(null);
    filled = accumulator != null;
    failure = null;
    finished = false;
  }
}
