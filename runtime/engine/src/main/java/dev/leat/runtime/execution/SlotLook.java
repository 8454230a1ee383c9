package dev.leat.runtime.execution;

import dev.leat.pipeline.Finding.Cause;
import dev.leat.runtime.execution.WorkSlot.Role;
import java.lang.management.LockInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the watchdog has seen of one thread. Used by the watchdog only.
 *
 * <p>It counts looks, not time: when the machine or a garbage collection holds everything up, the
 * watchdog is held up too. That a thread waits is proven by its state, or by a native method that
 * waits while the thread takes no CPU time and the system says that it sleeps; that it computes, by
 * the CPU time that it took. A thread that was merely not given a core proves nothing, and nothing
 * is said of it.
 */
final class SlotLook {

  private static final double STILL = 0.2;
  private static final double COMPUTING = 0.6;

  /**
   * A computation that is the first one, and a lock that another thread merely computes with, count
   * when they last for so many budgets.
   */
  private static final int LONG = 10;

  /** Locks that belong to a thread while they are taken. */
  private static final String HAS_OWNER = "java.util.concurrent.locks.Reentrant";

  private final WorkSlot slot;
  private final ThreadMXBean threads;
  private final ThreadCpu cpuTimes;
  private final long tick;
  private final IntSupplier budget;

  private boolean busy;
  private long piece;
  private int looks;
  private int waited;
  private boolean counted;
  private boolean told;
  private boolean excused;
  private long firstCpu;
  private long lastCpu;
  private long lastNanos;
  private @Nullable SeenStack lastWait;

  /**
   * Nothing seen yet.
   *
   * @param tick the nanoseconds between two looks
   * @param budget after how many looks in a row a thread was held for too long
   */
  SlotLook(WorkSlot slot, ThreadMXBean threads, long tick, IntSupplier budget) {
    this.slot = slot;
    this.threads = threads;
    this.cpuTimes = new ThreadCpu(threads);
    this.tick = tick;
    this.budget = budget;
  }

  /** The thread works for no task that is looked at. */
  void idle() {
    busy = false;
    lastWait = null;
  }

  /** Looks at the thread while it works for a task. */
  void look(Task current, long currentPiece) {
    long now = System.nanoTime();
    long cpu = cpuTimes.nanos(slot.thread());
    boolean still = cpuTimes.isKnown() && cpu - lastCpu < STILL * (now - lastNanos);
    boolean wasBusy = busy;
    if (!busy || piece != currentPiece) {
      busy = true;
      piece = currentPiece;
      looks = 0;
      waited = 0;
      counted = false;
      told = false;
      excused = false;
      firstCpu = cpu;
      lastWait = null;
    }
    lastCpu = cpu;
    lastNanos = now;
    looks++;
    Thread.State state = slot.thread().getState();
    SeenStack wait = waitingAt(state, wasBusy && still);
    if (slot.piece() != currentPiece) {
      return; // it has done something else meanwhile, and nothing is known of that
    }
    if (wait != null) {
      waited++;
      lastWait = wait;
    }
    current.meter().thread(wait != null, state == Thread.State.BLOCKED);
    share(current, wait);
    if (slot.role() == Role.EVENT_LOOP && looks >= budget.getAsInt() && !told) {
      held(current, cpu - firstCpu);
    }
  }

  /** Where the thread waits; null if it is not proven that it does. */
  private @Nullable SeenStack waitingAt(Thread.State state, boolean still) {
    boolean byState = SeenStack.isOfWait(state);
    boolean held = slot.role() == Role.EVENT_LOOP && looks > 1;
    if (!byState && !still && !held) {
      return null;
    }
    SeenStack stack = SeenStack.of(slot.thread());
    boolean loads = stack.loadsClasses();
    excused |= loads;
    boolean waits = byState || (still && stack.isInNativeWait() && slot.system().sleeps());
    return waits && stack.isOfUser() && !loads ? stack : null;
  }

  private void share(Task current, @Nullable SeenStack wait) {
    TaskLooks.TooMany found = current.looks().seen(wait);
    if (found != null) {
      boolean loop = slot.role() == Role.EVENT_LOOP;
      Cause cause = loop ? Cause.BLOCKS_EVENT_LOOP : Cause.WAITS_ON_WORKER;
      Findings.report(current, cause, Duration.ZERO, found.share(), found.last());
    }
  }

  /** The event loop was held for too long; says so if it is known why. */
  private void held(Task current, long computed) {
    Duration time = Duration.ofNanos(looks * tick);
    SeenStack waiting = lastWait;
    if (waiting != null && 2 * waited >= looks) {
      if (looks < LONG * budget.getAsInt() && !waiting.isInNativeWait() && isLockedByRunning()) {
        return;
      }
      told = true;
      Findings.report(current, Cause.BLOCKS_EVENT_LOOP, time, 0, waiting);
    } else if (!excused && computed >= COMPUTING * time.toNanos()) {
      computes(current, time);
    }
  }

  /**
   * Whether it waits for a lock whose owner runs, or would if it were given a core, or for one that
   * is free by now: on a busy machine that is nobody's fault, unless it goes on and on.
   */
  private boolean isLockedByRunning() {
    ThreadInfo waiting = threads.getThreadInfo(slot.thread().threadId());
    if (waiting == null || !SeenStack.isOfWait(waiting.getThreadState())) {
      return true; // it goes on
    }
    if (waiting.getLockOwnerId() < 0) {
      LockInfo lock = waiting.getLockInfo();
      return lock != null
          && (waiting.getThreadState() == Thread.State.BLOCKED
              || lock.getClassName().startsWith(HAS_OWNER));
    }
    ThreadInfo owner = threads.getThreadInfo(waiting.getLockOwnerId());
    return owner == null || owner.getThreadState() == Thread.State.RUNNABLE;
  }

  /**
   * The first long computation of a stage may be what the JVM needs to get going: it counts when
   * there is another one, or when it goes on and on.
   */
  private void computes(Task current, Duration time) {
    boolean again = !counted && current.looks().computed() > 1;
    counted = true;
    if (again || looks >= LONG * budget.getAsInt()) {
      SeenStack computing = SeenStack.of(slot.thread());
      if (computing.isOfUser() && !computing.loadsClasses() && slot.piece() == piece) {
        told = true;
        Findings.report(current, Cause.COMPUTES_ON_EVENT_LOOP, time, 0, computing);
      }
    }
  }
}
