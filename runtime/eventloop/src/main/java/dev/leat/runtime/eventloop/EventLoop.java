package dev.leat.runtime.eventloop;

import io.netty.util.concurrent.EventExecutor;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * One event loop: a thread that runs short tasks one after the other, between serving its
 * connections. A task must never block. Thread-safe.
 *
 * {@snippet :
 * EventLoop loop = loops.next();
 * loop.execute(() -> System.out.println("on " + loop.name() + ": " + loop.inLoop()));
 * }
 */
public final class EventLoop implements Executor {

  private final EventExecutor netty;
  private final int index;
  private final String name;
  private final UncaughtExceptionHandler uncaught;
  private final BooleanSupplier closed;

  EventLoop(
      EventExecutor netty,
      int index,
      String name,
      UncaughtExceptionHandler uncaught,
      BooleanSupplier closed) {
    this.netty = netty;
    this.index = index;
    this.name = name;
    this.uncaught = uncaught;
    this.closed = closed;
  }

  /**
   * Queues a task for this loop's thread and returns at once, also on that thread. Tasks of one
   * caller run in the order in which they were given. What a task throws goes to {@link
   * EventLoopOptions#uncaught}.
   *
   * @throws RejectedExecutionException if the loops are closed, or the Vertx they were borrowed
   *     from is
   */
  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    if (closed.getAsBoolean()) {
      throw new RejectedExecutionException(
          "event loop '%s' is closed and takes no more tasks: end the work before closing its EventLoops"
              .formatted(name));
    }
    try {
      netty.execute(new Guarded(task, uncaught));
    } catch (RejectedExecutionException e) {
      throw new RejectedExecutionException(
          "event loop '%s' has ended and takes no more tasks: its Vertx was closed".formatted(name),
          e);
    }
  }

  /** Whether the calling thread is this loop's. */
  public boolean inLoop() {
    return netty.inEventLoop();
  }

  /** The number of this loop, from 0. */
  public int index() {
    return index;
  }

  /**
   * The name of this loop: that of its thread, or {@code borrowed-loop-<n>} if the loop belongs to
   * a borrowed Vertx.
   */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  private record Guarded(Runnable task, UncaughtExceptionHandler uncaught) implements Runnable {
    @Override
    public void run() {
      try {
        task.run();
      } catch (Throwable failure) {
        report(failure);
      }
    }

    private void report(Throwable failure) {
      try {
        uncaught.uncaughtException(Thread.currentThread(), failure);
      } catch (Throwable second) {
        failure.addSuppressed(second);
        LoopLog.taskFailed(Thread.currentThread(), failure);
      }
    }
  }
}
