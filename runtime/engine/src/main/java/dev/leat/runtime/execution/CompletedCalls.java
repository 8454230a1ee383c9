package dev.leat.runtime.execution;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls that have ended and were not looked at yet: a stack (Treiber 1986) that any thread pushes
 * to and one thread takes as a whole, the first that ended first.
 */
final class CompletedCalls {

  private final AtomicReference<@Nullable Call> top = new AtomicReference<>();

  /** Adds a call; returns whether it is the first one since they were taken. */
  boolean push(Call call) {
    Call below;
    do {
      below = top.get();
      call.nextCompleted = below;
    } while (!top.compareAndSet(below, call));
    return below == null;
  }

  /** Takes all, linked by {@link Call#nextCompleted}. */
  @Nullable Call takeAll() {
    Call taken = top.getAndSet(null);
    Call inOrder = null;
    while (taken != null) {
      Call below = taken.nextCompleted;
      taken.nextCompleted = inOrder;
      inOrder = taken;
      taken = below;
    }
    return inOrder;
  }
}
