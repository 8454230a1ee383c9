package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/**
 * What a platform thread works for at the moment, so that whoever looks at the thread can say which
 * stage it runs. It is set when a task begins and ends to work, never for a single element. Virtual
 * threads have none: they may wait, and each would pay for a slot of its own.
 *
 * <p>The only static of the engine: a tool that checks calls gets a thread and nothing else.
 */
final class WorkSlot {

  private static final ThreadLocal<WorkSlot> SLOTS = ThreadLocal.withInitial(WorkSlot::new);

  private @Nullable Task task;

  private WorkSlot() {}

  /** The current thread works for a task from now on; returns what it worked for before. */
  static @Nullable Task enter(@Nullable Task task) {
    if (Thread.currentThread().isVirtual()) {
      return null;
    }
    WorkSlot slot = SLOTS.get();
    Task before = slot.task;
    slot.task = task;
    return before;
  }

  /** What the current thread works for. */
  static @Nullable Task current() {
    return Thread.currentThread().isVirtual() ? null : SLOTS.get().task;
  }
}
