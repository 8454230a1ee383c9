package dev.leat.runtime.execution;

/** In front of a sink of dead letters: turns failed elements into what users see. */
final class LetterOp extends Op.Linear {

  LetterOp(Cursor cursor, StageRun stage, Op next) {
    super(cursor, stage, next);
  }

  @Override
  boolean push(Object element) {
    return next.push(((FailedElement) element).letter());
  }

  @Override
  Object state() {
    return NONE;
  }
}
