package dev.leat.runtime.execution;

import dev.leat.pipeline.Position;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to process one element. It receives its own result, from whatever thread that comes,
 * once: a call that was given up is another object than the one that tries again, so what comes
 * late touches nothing.
 *
 * <p>All fields belong to the task, except {@link #result}, {@link #error} and {@link
 * #nextCompleted}, which the thread that completes the call writes before it hands the call over,
 * and {@link #thread}, which is guarded by the call.
 */
final class Call implements BiConsumer<@Nullable Object, @Nullable Throwable> {

  private static final System.Logger LOG = System.getLogger(Call.class.getName());

  private static final AtomicIntegerFieldUpdater<Call> COMPLETED =
      AtomicIntegerFieldUpdater.newUpdater(Call.class, "completed");

  /** What has become of the element. */
  enum State {
    /** The call is made. */
    RUNNING,
    /** It waits for its next attempt. */
    WAITING,
    /** The result is there. */
    SUCCEEDED,
    /** All attempts failed. */
    FAILED
  }

  final CallsTask task;
  final PendingChunk input;
  final Object element;
  final long taken;
  final long position;
  final @Nullable Object key;
  long sequence;
  final int attempt;
  State state = State.WAITING;
  boolean abandoned;
  long firstStart;
  long due;
  int heapIndex = DelayHeap.ABSENT;

  /** Where it stands in the {@link CallOrder}, if that needs to know. */
  @Nullable Object place;

  @Nullable Call previousRunning;
  @Nullable Call nextRunning;
  @Nullable CompletionStage<?> stage;
  @Nullable Throwable failure;

  @Nullable Object result;
  @Nullable Throwable error;
  @Nullable Call nextCompleted;
  private volatile int completed;

  private @Nullable Thread thread;

  /**
   * The first attempt for an element.
   *
   * @param taken when the element was taken, as of {@link System#nanoTime}
   */
  Call(CallsTask task, PendingChunk input, int at, long taken) {
    this.task = task;
    this.input = input;
    this.taken = taken;
    this.element = input.chunk().elements[at];
    this.position = input.chunk().position(at);
    this.key = input.chunk().key(at);
    this.attempt = 1;
  }

  /** The attempt after a failed one. */
  Call(Call failed) {
    this.task = failed.task;
    this.input = failed.input;
    this.element = failed.element;
    this.taken = failed.taken;
    this.position = failed.position;
    this.key = failed.key;
    this.sequence = failed.sequence;
    this.attempt = failed.attempt + 1;
    this.firstStart = failed.firstStart;
  }

  /** Takes the result; called by any thread, any number of times, of which the first counts. */
  @Override
  public void accept(@Nullable Object value, @Nullable Throwable failure) {
    if (complete(value, failure)) {
      task.completed(this);
    }
  }

  /** Keeps a result if it is the first; returns whether it is. */
  boolean complete(@Nullable Object value, @Nullable Throwable failure) {
    if (!COMPLETED.compareAndSet(this, 0, 1)) {
      return false;
    }
    result = value;
    error = failure == null && value == null ? Op.Linear.nothing() : unwrapped(failure);
    return true;
  }

  private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
    Throwable inner = failure;
    while (inner instanceof CompletionException && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** Where its element stands. */
  Position where() {
    LaneAccount lane = input.chunk().lane;
    return lane == null ? Position.NONE : lane.describe(position);
  }

  /** Says which thread works for the call; returns false if the call was given up before. */
  synchronized boolean begin(Thread worker) {
    thread = abandoned ? null : worker;
    if (!abandoned && worker.isVirtual()) {
      task.places().enter(worker);
    }
    return !abandoned;
  }

  /** The thread has ended its work for the call. */
  synchronized void end() {
    if (thread != null && thread.isVirtual()) {
      task.places().exit(thread);
    }
    thread = null;
  }

  /** Asks the call to end early: cancels what it waits for or interrupts its thread. */
  void cancel() {
    synchronized (this) {
      abandoned = true;
      interrupt();
    }
    CompletionStage<?> waitsFor = stage;
    if (waitsFor != null) {
      try {
        waitsFor.toCompletableFuture().cancel(true);
      } catch (RuntimeException e) {
        // A promise of this kind cannot be cancelled: its slot stays taken until it ends.
        LOG.log(Level.DEBUG, () -> "cannot cancel a call of " + task, e);
      }
    }
  }

  /** Interrupts the thread that works for the call, if there is one. */
  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  boolean isComplete() {
    return completed != 0;
  }

  synchronized @Nullable Thread thread() {
    return thread;
  }
}
