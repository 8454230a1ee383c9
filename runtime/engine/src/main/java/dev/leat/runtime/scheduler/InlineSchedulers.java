package dev.leat.runtime.scheduler;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every execution model on one thread: what is ready runs piece by piece in an order that a seed
 * decides. Shows concurrency without parallelism, and finds mistakes that depend on the order,
 * again and again from the same seed.
 */
public final class InlineSchedulers implements Schedulers {

  private static final System.Logger LOG = System.getLogger(InlineSchedulers.class.getName());

  private final Timers timers;
  private final @Nullable SystemTimers ownTimers;
  private final Random random;
  private final Object lock = new Object();
  private final List<Runnable> ready = new ArrayList<>();
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * Schedulers that have started no thread yet.
   *
   * @param seed decides the order in which what is ready runs
   * @param timers the clock, or null for that of the system
   */
  public InlineSchedulers(long seed, @Nullable Timers timers) {
    this.random = new Random(seed);
    SystemTimers own = timers == null ? new SystemTimers() : null;
    this.ownTimers = own;
    this.timers = own == null ? Objects.requireNonNull(timers) : own;
  }

  private void execute(Runnable task) {
    synchronized (lock) {
      if (closed) {
        throw new RejectedExecutionException("the runtime is closed");
      }
      ready.add(task);
      if (thread == null) {
        thread = LeatThreads.factory("leat-inline").newThread(this::run);
        thread.start();
      }
      lock.notifyAll();
    }
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (Throwable t) {
        LOG.log(Level.ERROR, "a task failed on the inline thread", t);
      } finally {
        // An interrupt that came too late must not meet the next task.
        Thread.interrupted();
      }
    }
  }

  private @Nullable Runnable next() {
    synchronized (lock) {
      awaitWork();
      if (ready.isEmpty()) {
        return null;
      }
      int chosen = random.nextInt(ready.size());
      Runnable task = ready.get(chosen);
      Runnable last = ready.remove(ready.size() - 1);
      if (chosen < ready.size()) {
        ready.set(chosen, last);
      }
      return task;
    }
  }

  /** Waits until something is ready or the scheduler is closed. Called under the lock. */
  private void awaitWork() {
    while (ready.isEmpty() && !closed) {
      try {
        lock.wait();
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "an interrupt came after the task that it was meant for");
      }
    }
  }

  @Override
  public int cores() {
    return 1;
  }

  @Override
  public Executor computing() {
    return this::execute;
  }

  @Override
  public Executor blocking(String threadName) {
    return this::execute;
  }

  @Override
  public Executor eventLoop() {
    return this::execute;
  }

  @Override
  public Executor threads(int most, String threadNamePrefix) {
    return this::execute;
  }

  @Override
  public void end(Executor threads) {}

  @Override
  public Executor virtualThreads(String threadNamePrefix) {
    return this::execute;
  }

  /** Real threads: a coroutine that waits would keep the one thread from what it waits for. */
  @Override
  public Executor coroutines(String threadNamePrefix) {
    ThreadFactory factory = LeatThreads.virtual(threadNamePrefix);
    return task -> factory.newThread(task).start();
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public <S> Optional<S> service(Class<S> type) {
    return Optional.empty();
  }

  @Override
  public List<String> close(Duration limit) {
    Thread running;
    synchronized (lock) {
      closed = true;
      running = thread;
      lock.notifyAll();
    }
    if (ownTimers != null) {
      ownTimers.shutdown();
    }
    try {
      if (running != null && running != Thread.currentThread()) {
        running.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(Timers.nanos(limit))));
        if (running.isAlive()) {
          return List.of(running.getName());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }
}
