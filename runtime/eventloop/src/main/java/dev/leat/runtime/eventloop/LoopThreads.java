package dev.leat.runtime.eventloop;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one group of loops: names them when they are made, and ends them within a bound.
 * Thread-safe; bounded by the number of loops, each of which makes one thread in its life.
 */
final class LoopThreads {

  private final String prefix;
  private final Collection<Thread> made = new ConcurrentLinkedQueue<>();

  LoopThreads(String prefix) {
    this.prefix = prefix;
  }

  ThreadFactory loops(ThreadFactory factory) {
    return named(factory, prefix + "-");
  }

  ThreadFactory acceptors(ThreadFactory factory) {
    return named(factory, prefix + "-acceptor-");
  }

  private ThreadFactory named(ThreadFactory factory, String beginning) {
    AtomicInteger next = new AtomicInteger();
    return task -> {
      Thread thread = factory.newThread(task);
      thread.setName(beginning + next.getAndIncrement());
      made.add(thread);
      return thread;
    };
  }

  /**
   * Ends the threads in three steps: asks them to, after three fifths of the limit interrupts what
   * may block them, and after four fifths goes past whatever else holds them up. Does not react to
   * interruption; returns after {@code limit} at the latest, and then logs which threads are left.
   *
   * @param gently asks the owner of the loops to end them
   * @param forcibly ends the loops without asking their owner
   */
  void end(Runnable gently, Runnable forcibly, Duration limit) {
    long start = System.nanoTime();
    long fifth = limit.toNanos() / 5;
    gently.run();
    if (joined(start + 3 * fifth)) {
      return;
    }
    made.stream().filter(Thread::isAlive).forEach(Thread::interrupt);
    if (joined(start + 4 * fifth)) {
      return;
    }
    forcibly.run();
    if (!joined(start + 5 * fifth)) {
      made.stream().filter(Thread::isAlive).forEach(thread -> LoopLog.left(thread, limit));
    }
  }

  private boolean joined(long deadline) {
    boolean interrupted = false;
    for (Thread thread : made) {
      while (thread.isAlive() && deadline - System.nanoTime() > 0) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return made.stream().noneMatch(Thread::isAlive);
  }
}
