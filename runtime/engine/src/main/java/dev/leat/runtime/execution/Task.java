package dev.leat.runtime.execution;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger signals = new AtomicInteger();
  private final LongAdder busyNanos = new LongAdder();
  private volatile @Nullable Thread runner;

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

  /** The time that threads spent in this task. */
  final LongAdder busyNanos() {
    return busyNanos;
  }

  /**
   * Does what there is to do and returns when there is nothing more; called by one thread at a
   * time.
   */
  abstract void drain();

  /** Wakes the task on its own executor. */
  final void signal() {
    if (signals.getAndIncrement() == 0) {
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
    if (signals.getAndIncrement() == 0) {
      job.enter();
      run();
    }
  }

  private void run() {
    runner = Thread.currentThread();
    try {
      int seen = signals.get();
      do {
        drain();
        seen = signals.addAndGet(-seen);
      } while (seen != 0);
    } catch (Throwable t) {
      job.crashed(this, t);
    } finally {
      runner = null;
      job.exit();
    }
  }

  /** The threads that work for the task at the moment. */
  List<Thread> threads() {
    Thread thread = runner;
    return thread == null ? List.of() : List.of(thread);
  }

  /** Interrupts what may be waiting in this task; called when the job's grace is over. */
  final void interrupt() {
    threads().forEach(Thread::interrupt);
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
