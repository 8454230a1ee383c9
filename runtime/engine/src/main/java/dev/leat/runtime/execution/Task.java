package dev.leat.runtime.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A part of a job that is run by one thread at a time, whenever something changed: input arrived,
 * credit was given, a timer went off, the job stops. Signals may come from any thread; those that
 * arrive while the task is being drained are seen by the thread that drains it, so a task that runs
 * is never woken again.
 */
abstract class Task {

  private final JobRun job;
  private final String name;
  private final Executor home;
  private final Signals signals = new Signals();
  private final LongAdder busyNanos = new LongAdder();
  private final List<Thread> working = new ArrayList<>(2); // and its lock
  private boolean interrupted;

  private final TaskLooks looks = new TaskLooks();
  private final TaskMeter meter = new TaskMeter();

  /** What it runs, and what is before and behind it; written while the job is wired. */
  private List<StageRun> stages = List.of();

  private final List<Task> before = new ArrayList<>(1);
  private final List<Task> behind = new ArrayList<>(1);
  private @Nullable Inbox queue;
  private Ports outputs = Ports.none();

  Task(JobRun job, String name, Executor home) {
    this.job = job;
    this.name = name;
    this.home = home;
  }

  final JobRun job() {
    return job;
  }

  final String name() {
    return name;
  }

  final Executor home() {
    return home;
  }

  /** Names the stages that it runs all or a part of; only while the job is wired. */
  final void runs(List<StageRun> runs) {
    stages = List.copyOf(runs);
  }

  /** The stages that it runs all or a part of. */
  final List<StageRun> stages() {
    return stages;
  }

  /** Names the queue before it and what it emits; only while the job is wired. */
  final void between(Inbox inbox, Ports ports) {
    queue = inbox;
    outputs = ports;
  }

  /** Names a task that receives what this one emits; only while the job is wired. */
  final void leadsTo(Task next) {
    behind.add(next);
    next.before.add(this);
  }

  /** The tasks that this one receives from. */
  final List<Task> before() {
    return before;
  }

  /** The tasks that receive what this one emits. */
  final List<Task> behind() {
    return behind;
  }

  /** How many elements wait before it; called by any thread. */
  final long waiting() {
    Inbox inbox = queue;
    return inbox == null ? 0 : inbox.waiting();
  }

  /** Whether there is room behind it; called by any thread. */
  boolean hasRoom() {
    return outputs.haveCredit();
  }

  /** How many elements it has taken in that have not left it, where it waits for calls. */
  final long underWay() {
    return stages.size() == 1 ? stages.get(0).underWay() : 0;
  }

  /** Some of the virtual threads that run its stage; null if it has none. */
  @Nullable RunningThreads running() {
    return null;
  }

  /**
   * Changes when one of those threads may have begun something else without leaving its carrier.
   */
  long piece() {
    return 0;
  }

  /** The element that is under way for longest; null if there is none, or if it is not known. */
  @Nullable OldestElement oldest() {
    return null;
  }

  /** Whether it is known to have nothing more to do; called by any thread. */
  boolean isOver() {
    return false;
  }

  /** What it does or waits for at the moment; called by any thread. */
  final Standing standing() {
    if (isWorkedFor()) {
      return Standing.WORKS;
    }
    if (isOver()) {
      return Standing.OVER;
    }
    if (underWay() > 0) {
      return Standing.WAITS_FOR_CALLS;
    }
    if (!hasRoom()) {
      return Standing.WAITS_FOR_ROOM;
    }
    return waiting() == 0 && queue != null ? Standing.WAITS_FOR_INPUT : Standing.READY;
  }

  /** Whether a thread works for it; called by any thread. */
  final boolean isWorkedFor() {
    synchronized (working) {
      return !working.isEmpty();
    }
  }

  /** What the watchdog has seen of it; the watchdog's own. */
  final TaskLooks looks() {
    return looks;
  }

  /** What was measured of it by looking at it. */
  final TaskMeter meter() {
    return meter;
  }

  /** Whether it takes nothing more because results wait for one before them; by any thread. */
  boolean heldByOrder() {
    return false;
  }

  /** Whether as much runs as may, and more waits; by any thread. */
  boolean atLimit() {
    return false;
  }

  /** The time that threads spent in this task. */
  final LongAdder busyNanos() {
    return busyNanos;
  }

  /**
   * Does what there is to do; called by one thread at a time.
   *
   * @return true to be called again soon, because others have to be let in before everything is
   *     done
   */
  abstract boolean drain();

  /** Wakes the task on its own executor. */
  final void signal() {
    if (signals.raise()) {
      job.enter();
      try {
        home.execute(this::run);
      } catch (RuntimeException e) {
        job.exit();
        job.crashed(this, e);
      }
    }
  }

  /**
   * Wakes the task on the calling thread, unless another one is draining it, which then sees the
   * signal.
   */
  final void signalHere() {
    if (signals.raise()) {
      job.enter();
      run();
    }
  }

  private void run() {
    boolean again = false;
    beginWork();
    Task before = WorkSlot.enter(this);
    try {
      again = signals.drain(this::drained);
      if (again) {
        home.execute(this::run);
      }
    } catch (RuntimeException e) {
      // The executor takes no more.
      again = false;
      job.crashed(this, e);
    } finally {
      WorkSlot.enter(before);
      endWork();
      if (!again) {
        job.exit();
      }
    }
  }

  /** A task that has crashed is drained on, because it still has to give up what it holds. */
  private boolean drained() {
    try {
      return drain();
    } catch (Throwable t) {
      job.crashed(this, t);
      return false;
    } finally {
      outputs.wakeReceivers();
    }
  }

  /** The current thread works for the task from now on. */
  final void beginWork() {
    synchronized (working) {
      working.add(Thread.currentThread());
    }
  }

  /**
   * The current thread has ended its work for the task; an interrupt that comes now is too late.
   */
  final void endWork() {
    Thread current = Thread.currentThread();
    synchronized (working) {
      working.remove(current);
      if (interrupted && !working.contains(current)) {
        Thread.interrupted();
      }
    }
  }

  /** Makes {@link #threads} tell also of threads that only the task knows; takes a moment. */
  void show() {}

  /** The threads that work for the task at the moment. */
  List<Thread> threads() {
    synchronized (working) {
      return working.stream().distinct().toList();
    }
  }

  /** Interrupts what may be waiting in this task; called when the job's grace is over. */
  void interrupt() {
    synchronized (working) {
      interrupted = true;
      working.forEach(Thread::interrupt);
    }
  }

  /** How many calls were given up and have not ended, though no thread works for them. */
  long unanswered() {
    return 0;
  }

  /** How many elements the task holds that are not delivered. Called when the job has ended. */
  long undelivered() {
    return 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
