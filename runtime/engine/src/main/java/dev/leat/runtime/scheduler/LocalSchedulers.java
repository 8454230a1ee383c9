package dev.leat.runtime.scheduler;

import dev.leat.runtime.eventloop.EventLoop;
import dev.leat.runtime.eventloop.EventLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a runtime on this machine: one worker for each core, event loops that start when
 * they are first needed, and threads that may block, which are made on demand and end when they
 * were idle for a while.
 */
public final class LocalSchedulers implements Schedulers {

  private static final long IDLE_SECONDS = 10;

  private final int cores;
  private final Timers timers;
  private final @Nullable SystemTimers ownTimers;
  private final Supplier<EventLoops> loopsMaker;
  private final ThreadPoolExecutor computing;
  private final ThreadPoolExecutor blocking;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private final List<ThreadPoolExecutor> pools = new ArrayList<>();
  private @Nullable EventLoops loops;
  private boolean closed;

  /**
   * Schedulers that have started no thread yet.
   *
   * @param cores how many workers compute
   * @param timers the clock, or null for that of the system
   * @param loopsMaker makes or borrows the event loops, when they are first needed
   */
  public LocalSchedulers(int cores, @Nullable Timers timers, Supplier<EventLoops> loopsMaker) {
    this.cores = cores;
    SystemTimers own = timers == null ? new SystemTimers() : null;
    this.ownTimers = own;
    this.timers = own == null ? Objects.requireNonNull(timers) : own;
    this.loopsMaker = loopsMaker;
    this.computing =
        new ThreadPoolExecutor(
            cores,
            cores,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            watched(LeatThreads.computing("leat-cpu")));
    this.computing.allowCoreThreadTimeOut(true);
    this.blocking =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            watched(LeatThreads.factory("leat-blocking")));
  }

  private ThreadFactory watched(ThreadFactory factory) {
    return task -> {
      Thread thread =
          factory.newThread(() -> {
            try {
              task.run();
            } finally {
              threads.remove(Thread.currentThread());
            }
          });
      threads.add(thread);
      return thread;
    };
  }

  @Override
  public int cores() {
    return cores;
  }

  @Override
  public Executor computing() {
    return computing;
  }

  @Override
  public Executor blocking(String threadName) {
    return task ->
        blocking.execute(() -> {
          Thread thread = Thread.currentThread();
          if (!thread.getName().equals(threadName)) {
            thread.setName(threadName); // and keeps it while it is idle
          }
          try {
            task.run();
          } finally {
            // An interrupt that came too late must not meet the next task.
            Thread.interrupted();
          }
        });
  }

  @Override
  public Executor eventLoop() {
    EventLoop loop = loops().next();
    return loop;
  }

  private EventLoops loops() {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the runtime is closed");
      }
      EventLoops current = loops;
      if (current == null) {
        current = loopsMaker.get();
        loops = current;
      }
      return current;
    }
  }

  @Override
  public Executor threads(int most, String threadNamePrefix) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            watched(LeatThreads.factory(threadNamePrefix)));
    pool.allowCoreThreadTimeOut(true);
    synchronized (lock) {
      if (closed) {
        throw new RejectedExecutionException("the runtime is closed");
      }
      pools.add(pool);
    }
    return pool;
  }

  @Override
  public void end(Executor threads) {
    synchronized (lock) {
      if (threads instanceof ThreadPoolExecutor pool && pools.remove(pool)) {
        pool.shutdown();
      }
    }
  }

  @Override
  public Executor virtualThreads(String threadNamePrefix) {
    ThreadFactory factory = LeatThreads.virtual(threadNamePrefix);
    return task -> factory.newThread(task).start();
  }

  @Override
  public Executor coroutines(String threadNamePrefix) {
    return virtualThreads(threadNamePrefix);
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public <S> Optional<S> service(Class<S> type) {
    return EventLoops.lends(type) ? loops().service(type) : Optional.empty();
  }

  @Override
  public List<String> close(Duration limit) {
    EventLoops opened;
    List<ThreadPoolExecutor> ended;
    synchronized (lock) {
      closed = true;
      ended = List.copyOf(pools);
      opened = loops;
      loops = null;
    }
    computing.shutdown();
    blocking.shutdownNow();
    ended.forEach(ThreadPoolExecutor::shutdownNow);
    if (ownTimers != null) {
      ownTimers.shutdown();
    }
    if (opened != null) {
      opened.close();
    }
    return awaitEnd(System.nanoTime() + Timers.nanos(limit));
  }

  private List<String> awaitEnd(long until) {
    boolean interrupted = false;
    try {
      computing.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      blocking.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (ownTimers != null) {
        ownTimers.awaitEnd(until - System.nanoTime());
      }
      for (Thread thread : threads) {
        long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        thread.join(Math.max(1, millis));
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    List<String> left = new ArrayList<>();
    threads.forEach(thread -> left.add(thread.getName()));
    return left;
  }
}
