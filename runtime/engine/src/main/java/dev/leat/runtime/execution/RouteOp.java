package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedPredicate;
import java.util.List;

/** Pushes each element into the first branch whose condition it fulfils, or into the last one. */
final class RouteOp extends ForkOp {

  private final StageRun stage;
  private final List<CheckedPredicate<Object>> conditions;
  private long out;

  RouteOp(
      Cursor cursor, StageRun stage, List<CheckedPredicate<Object>> conditions, List<Op> branches) {
    super(cursor, branches);
    this.stage = stage;
    this.conditions = conditions;
  }

  @Override
  boolean push(Object element) {
    int index = 0;
    try {
      while (index < conditions.size() && !conditions.get(index).test(element)) {
        index++;
      }
    } catch (Throwable t) {
      return cursor.failed(stage, element, t);
    }
    if (isClosed(index)) {
      return !done();
    }
    out++;
    return push(index, element);
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(out);
    out = 0;
    super.count(in);
  }
}
