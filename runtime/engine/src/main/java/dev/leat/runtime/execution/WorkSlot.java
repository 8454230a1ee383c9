package dev.leat.runtime.execution;

import dev.leat.runtime.eventloop.EventLoops;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.NonBlocking;

/**
 * What a platform thread works for at the moment, so that whoever looks at the thread, from itself
 * or from another one, can say which stage it runs. It is set when a task begins and ends to work,
 * never for a single element. Virtual threads have none: they may wait, and each would pay for a
 * slot of its own.
 *
 * <p>Static, as next to nothing of the engine is: a tool that checks calls gets a thread and
 * nothing else.
 */
final class WorkSlot {

  private static final Set<WorkSlot> MUST_NOT_WAIT = ConcurrentHashMap.newKeySet();
  private static final Set<WorkSlot> MAY_WAIT = ConcurrentHashMap.newKeySet();
  private static final ThreadLocal<WorkSlot> SLOTS = ThreadLocal.withInitial(WorkSlot::made);

  private final Thread thread;
  private final Role role;
  private final NativeThread system;

  // Written by the thread only, in this order, and read by others in the reverse one.
  private final AtomicLong pieces = new AtomicLong();
  private final AtomicReference<@Nullable Task> task = new AtomicReference<>();

  /** What a thread is for. */
  enum Role {
    EVENT_LOOP,
    WORKER,
    MAY_WAIT
  }

  /** Made by the thread itself. */
  WorkSlot(Thread thread, Role role) {
    this.thread = thread;
    this.role = role;
    this.system = role == Role.MAY_WAIT ? NativeThread.unknown() : NativeThread.current();
  }

  private static WorkSlot made() {
    Thread current = Thread.currentThread();
    WorkSlot slot = new WorkSlot(current, role(current));
    Set<WorkSlot> alike = slot.role == Role.MAY_WAIT ? MAY_WAIT : MUST_NOT_WAIT;
    alike.removeIf(other -> !other.thread.isAlive());
    alike.add(slot);
    return slot;
  }

  private static Role role(Thread thread) {
    if (thread instanceof NonBlocking) {
      return Role.WORKER;
    }
    return EventLoops.isLoop(thread) ? Role.EVENT_LOOP : Role.MAY_WAIT;
  }

  /** The current thread works for a task from now on; returns what it worked for before. */
  static @Nullable Task enter(@Nullable Task task) {
    if (Thread.currentThread().isVirtual()) {
      return null;
    }
    return SLOTS.get().begin(task);
  }

  /** The thread works for a task from now on; returns what it worked for before. */
  @Nullable Task begin(@Nullable Task next) {
    Task before = task.getPlain();
    pieces.setRelease(pieces.getPlain() + 1);
    task.setRelease(next);
    return before;
  }

  /** What the current thread works for. */
  static @Nullable Task current() {
    return Thread.currentThread().isVirtual() ? null : SLOTS.get().task.getPlain();
  }

  /**
   * The slots of event loops and workers that have worked for a task, also of some that have ended:
   * a few of each runtime.
   */
  static Collection<WorkSlot> mustNotWait() {
    return Collections.unmodifiableSet(MUST_NOT_WAIT);
  }

  /** Those of all other threads, of which there may be thousands. */
  static Collection<WorkSlot> mayWait() {
    return Collections.unmodifiableSet(MAY_WAIT);
  }

  Thread thread() {
    return thread;
  }

  Role role() {
    return role;
  }

  /** The thread as the system sees it; not known of one that may wait. */
  NativeThread system() {
    return system;
  }

  /** What the thread works for. */
  @Nullable Task task() {
    return task.getAcquire();
  }

  /** The number of the piece of work; another one tells that the thread has done something else. */
  long piece() {
    return pieces.getAcquire();
  }
}
