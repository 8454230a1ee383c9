package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Replaces each element by those of an iterable. The iterator is kept while there is no room
 * behind.
 */
final class FlatMapOp extends Op.Linear {

  private final CheckedFunction<Object, ? extends @Nullable Iterable<Object>> function;
  private final Op behind;
  private @Nullable Iterator<Object> iterator;
  private Object element = "";
  private long out;

  FlatMapOp(
      Cursor cursor, StageRun stage, CheckedFunction<Object, Iterable<Object>> function, Op next) {
    super(cursor, stage, next);
    this.function = function;
    this.behind = next;
  }

  @Override
  boolean push(Object input) {
    Iterator<Object> results;
    try {
      Iterable<Object> iterable = function.apply(input);
      if (iterable == null) {
        return failed(input, nothing());
      }
      results = iterable.iterator();
    } catch (Throwable t) {
      return failed(input, t);
    }
    element = input;
    iterator = results;
    return emit(results);
  }

  private boolean emit(Iterator<Object> results) {
    while (true) {
      Object result;
      try {
        if (!results.hasNext()) {
          iterator = null;
          return true;
        }
        result = results.next();
      } catch (Throwable t) {
        iterator = null;
        return failed(element, t);
      }
      if (result == null) {
        iterator = null;
        return failed(element, nothing());
      }
      out++;
      if (!behind.push(result) || cursor.stopped()) {
        if (cursor.failure != null || next.done()) {
          iterator = null;
        }
        return false;
      }
    }
  }

  @Override
  boolean resume() {
    while (next.resume() && cursor.failure == null) {
      Iterator<Object> results = iterator;
      if (results == null) {
        return true;
      }
      // What refused an element is not necessarily full: a branch behind may just have ended.
      if (!emit(results) && cursor.stopped()) {
        return false;
      }
    }
    return false;
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(out);
    next.count(out);
    out = 0;
  }

  @Override
  Object state() {
    return NONE;
  }
}
