package dev.leat.runtime.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The threads that the jobs of one runtime share. Thread-safe. */
public interface Schedulers {

  /** How many slices may compute at once. */
  int cores();

  /**
   * Runs short pieces of computing work, as many at once as there are cores; all jobs share it
   * piece by piece.
   */
  Executor computing();

  /** Runs tasks that may block, each at once, on a thread that bears the name while it runs. */
  Executor blocking(String threadName);

  /**
   * An event loop: one thread for all its tasks, which must not block. Successive calls take turns
   * among the loops.
   */
  Executor eventLoop();

  /**
   * Runs tasks that may block on platform threads of its own, so many at once; the threads are made
   * when they are needed and end when they were idle for a while.
   */
  Executor threads(int most, String threadNamePrefix);

  /** Ends threads that {@link #threads} made, when they have done what they were given. */
  void end(Executor threads);

  /** Runs each task on a new virtual thread. */
  Executor virtualThreads(String threadNamePrefix);

  /**
   * Runs each task on a new virtual thread that lasts as long as the task, which may wait for
   * others of its kind; never on a thread that others need.
   */
  Executor coroutines(String threadNamePrefix);

  /** The clock. */
  Timers timers();

  /** Something that is lent to connectors and resources, by type. */
  <S> Optional<S> service(Class<S> type);

  /** Ends all threads; returns the names of those that did not end within the limit. */
  List<String> close(Duration limit);
}
