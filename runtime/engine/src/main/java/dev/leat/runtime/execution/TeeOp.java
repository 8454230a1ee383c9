package dev.leat.runtime.execution;

import java.util.List;

/** Pushes each element into all branches. */
final class TeeOp extends ForkOp {

  TeeOp(Cursor cursor, List<Op> branches) {
    super(cursor, branches);
  }

  @Override
  boolean push(Object element) {
    boolean more = true;
    boolean wanted = false;
    for (int i = 0; i < size(); i++) {
      if (isClosed(i)) {
        continue;
      }
      if (push(i, element)) {
        wanted = true;
      } else if (cursor.failure != null) {
        return false;
      } else {
        more = false;
      }
    }
    return more && wanted;
  }
}
