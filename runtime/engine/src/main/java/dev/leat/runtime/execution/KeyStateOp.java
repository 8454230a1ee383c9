package dev.leat.runtime.execution;

import dev.leat.pipeline.KeyOptions;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.scheduler.Timers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stage inside a byKey that looks at the elements of each key one after the other. */
final class KeyStateOp extends Op.Linear {

  private final Step step;
  private final KeyTable<State> states;
  private long out;

  /** What the stage does with an element and the state of its key. */
  @FunctionalInterface
  private interface Step {

    /** Does it, and returns what is passed on, or null. */
    @Nullable Object take(KeyStateOp op, @Nullable State state, Object element) throws Exception;
  }

  /** The state of a key: what a scan made of its elements, or how many there were. */
  private static final class State extends KeyTable.Entry {

    private Object made;
    private long elements;

    State(Object key, Object made) {
      super(key);
      this.made = made;
    }
  }

  private KeyStateOp(
      Cursor cursor, StageRun stage, KeyOptions keys, Timers timers, Step step, Op next) {
    super(cursor, stage, next);
    this.step = step;
    this.states = new KeyTable<>(keys, timers);
  }

  /** The operator of a stage with a state, or null if the stage has none. */
  static @Nullable KeyStateOp of(
      StageNode node, Cursor cursor, StageRun stage, KeyOptions keys, Timers timers, Op next) {
    Step step =
        switch (node.operation()) {
          case Operation.Scan scan -> (op, state, element) -> op.scan(scan, state, element);
          case Operation.TakeWhile take -> (op, state, element) -> op.whilst(take, state, element);
          case Operation.Take take ->
              (op, state, element) ->
                  op.counted(state, take.count()) < take.count() ? element : null;
          case Operation.Skip skip ->
              (op, state, element) ->
                  op.counted(state, skip.count()) < skip.count() ? null : element;
          default -> null;
        };
    return step == null ? null : new KeyStateOp(cursor, stage, keys, timers, step, next);
  }

  private Object key() {
    return Objects.requireNonNull(cursor.key, "no key");
  }

  private Object scan(Operation.Scan scan, @Nullable State state, Object element) throws Exception {
    Object before = state == null ? scan.initial().get() : state.made;
    Object changed = before == null ? null : scan.function().apply(before, element);
    if (changed == null) {
      throw before == null ? new NullPointerException("the initial state is null") : nothing();
    }
    if (state == null) {
      states.add(new State(key(), changed));
    } else {
      state.made = changed;
    }
    return changed;
  }

  /** How many elements of the key came before, counted up to a limit. */
  private long counted(@Nullable State state, long limit) {
    State counter = state == null ? new State(key(), key()) : state;
    if (state == null) {
      states.add(counter);
    }
    long before = counter.elements;
    counter.elements = Math.min(limit, before + 1);
    return before;
  }

  private @Nullable Object whilst(
      Operation.TakeWhile takeWhile, @Nullable State ended, Object element) throws Exception {
    if (ended != null) {
      return null;
    }
    boolean passes = takeWhile.predicate().test(element);
    if (!passes) {
      states.add(new State(key(), key()));
    }
    return passes ? element : null;
  }

  @Override
  boolean push(Object element) {
    Object passed;
    try {
      states.expire();
      passed = step.take(this, states.get(key()), element);
    } catch (Throwable t) {
      return failed(element, t);
    }
    if (passed == null) {
      return true;
    }
    out++;
    return next.push(passed);
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(out);
    next.count(out);
    out = 0;
  }
}
