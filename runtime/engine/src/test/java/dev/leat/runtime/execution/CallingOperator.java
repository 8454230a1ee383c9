package dev.leat.runtime.execution;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Set;

/** Tells by which code a function is called. */
public final class CallingOperator {

  private CallingOperator() {}

  /** The class of the operator that calls the function from which this is called. */
  public static Class<?> type() {
    return StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES))
        .walk(frames ->
            frames
                .<Class<?>>map(StackFrame::getDeclaringClass)
                .filter(Op.class::isAssignableFrom)
                .findFirst()
                .orElseThrow());
  }
}
