package dev.leat.runtime.execution;

import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.CoroutineInput;
import dev.leat.pipeline.CoroutineOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine of one lane: the thread that runs the user's code takes elements and emits results,
 * the task brings chunks and fetches them. They meet under {@link #lock}; what the coroutine is
 * working on belongs to its thread.
 *
 * <p>A chunk of results is handed over when it is full, when the coroutine waits for input, and
 * whenever the task has nothing of it left to send, so that a lone result leaves at once.
 */
final class LaneCoroutine implements Runnable, CoroutineInput<Object>, CoroutineOutput<Object> {

  private final CoroutineTask task;
  private final StageRun stage;
  private final Coroutine<Object, Object> body;
  private final Cursor cursor;
  private final Collected collected;

  private @Nullable Chunk chunk;
  private int index;
  private @Nullable Object last;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Inbox.Arrival> arrivals = new ArrayDeque<>();
  private long waiting;
  private @Nullable Chunk output;
  private @Nullable Thread thread;
  private @Nullable Failure failure;
  private boolean inputEnded;
  private boolean inputBroken;
  private boolean stopped;
  private boolean unwanted;
  private boolean over;

  LaneCoroutine(
      CoroutineTask task, StageRun stage, Coroutine<Object, Object> body, int limit, int bytes) {
    this.task = task;
    this.stage = stage;
    this.body = body;
    this.cursor = new Cursor(task.job());
    this.collected = new Collected(cursor, limit, bytes);
  }

  /** Collects results until they are taken. */
  private static final class Collected extends Output {

    Collected(Cursor cursor, int limit, int maxBytes) {
      super(cursor, limit, maxBytes);
    }

    @Override
    boolean handOver() {
      return false;
    }

    @Override
    boolean done() {
      return false;
    }
  }

  // For the thread of the coroutine.

  @Override
  public void run() {
    Throwable thrown = null;
    Thread current = Thread.currentThread();
    task.running().enter(current);
    try {
      begin();
      body.run(this, this);
    } catch (Throwable t) {
      thrown = t;
    }
    task.running().exit(current);
    deliverRest();
    end(thrown);
  }

  /** What was emitted before the end, also before a failure, is delivered. */
  private void deliverRest() {
    Thread.interrupted();
    try {
      deposit();
    } catch (InterruptedException e) {
      // The job ends early: nobody wants it.
      return;
    }
  }

  private ElementText text() {
    Object element = last;
    return ElementText.of(element == null ? "(none taken)" : element);
  }

  private void begin() throws InterruptedException {
    lock.lock();
    try {
      thread = Thread.currentThread();
      checkStopped();
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable Throwable thrown) {
    lock.lock();
    try {
      boolean askedToEnd = stopped || (inputBroken && thrown instanceof InterruptedException);
      if (thrown != null && !askedToEnd) {
        stage.failed.increment();
        failure = new FailedElement(stage, text(), cursor.lane, cursor.position, 1, thrown);
      }
      thread = null;
      over = true;
    } finally {
      lock.unlock();
    }
    letGoIfUnwanted();
    task.signal();
    task.job().exit();
  }

  @Override
  public boolean hasNext() throws InterruptedException {
    Chunk current = chunk;
    if (current != null && index < current.size) {
      return true;
    }
    leaveChunk();
    return nextChunk();
  }

  @Override
  public Object next() throws InterruptedException {
    if (!hasNext()) {
      throw new NoSuchElementException("the lane has ended; ask hasNext() before next()");
    }
    Chunk current = Objects.requireNonNull(chunk);
    int at = index++;
    cursor.position = current.position(at);
    stage.in.increment();
    last = current.elements[at];
    return current.elements[at];
  }

  /** What was emitted so far belongs to what was taken so far. */
  private void leaveChunk() {
    Chunk left = chunk;
    chunk = null;
    if (left != null) {
      cursor.at(left.lane, AckSet.NONE);
      left.acks.release();
    }
  }

  private boolean nextChunk() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (arrivals.isEmpty()) {
        checkStopped();
        if (!collected.isEmpty() && output == null) {
          handOver();
        } else if (inputBroken) {
          throw new InterruptedException("the input has failed");
        } else if (inputEnded) {
          return false;
        } else {
          changed.await();
        }
      }
      checkStopped();
      Inbox.Arrival arrival = arrivals.remove();
      waiting -= arrival.chunk().size;
      chunk = arrival.chunk();
      index = 0;
      cursor.at(arrival.chunk().lane, arrival.chunk().acks);
      arrival.inlet().taken(arrival.chunk());
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void emit(Object result) throws InterruptedException {
    Objects.requireNonNull(result, "a coroutine emitted null, which is not an element");
    boolean room;
    lock.lockInterruptibly();
    try {
      room = collected.push(result);
      stage.out.increment();
      checkStopped();
      if (output == null) {
        handOver();
      }
    } finally {
      lock.unlock();
    }
    if (!room) {
      deposit();
    }
  }

  /** Hands over everything that was collected, waiting for room. */
  private void deposit() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!collected.isEmpty()) {
        checkStopped();
        if (output == null) {
          handOver();
        } else {
          changed.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called under the lock, when the task has nothing to send. */
  private void handOver() {
    if (!collected.isEmpty()) {
      output = collected.take();
      task.signal();
    }
  }

  /** Called under the lock. */
  private void checkStopped() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("the job ends early");
    }
  }

  // For the task.

  /** Takes the lock, which is held for a few instructions only, on a thread that must not wait. */
  private void enter() {
    lock.lock();
  }

  void add(Inbox.Arrival arrival) {
    enter();
    try {
      arrivals.add(arrival);
      waiting += arrival.chunk().size;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    letGoIfUnwanted();
  }

  void endInput(boolean broken) {
    enter();
    try {
      inputEnded = true;
      inputBroken |= broken;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasOutput() {
    enter();
    try {
      return output != null;
    } finally {
      lock.unlock();
    }
  }

  Chunk takeOutput() {
    enter();
    try {
      Chunk taken = Objects.requireNonNull(output);
      // What has been emitted since then must not wait for what the coroutine does next.
      output = collected.isEmpty() || stopped ? null : collected.take();
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @Nullable Failure failure() {
    enter();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    enter();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the coroutine early, by an interrupt. */
  void stop() {
    enter();
    try {
      stopped = true;
      changed.signalAll();
      interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the user's code. */
  void interrupt() {
    enter();
    try {
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the coroutine early, because nobody wants its results: what it holds is dropped. */
  void drop() {
    enter();
    try {
      unwanted = true;
    } finally {
      lock.unlock();
    }
    stop();
    letGoIfUnwanted();
  }

  /**
   * Drops what a coroutine that is over still holds, as if it had been delivered: the rest of its
   * lane if it has returned, everything if nobody wants its results. What a failure or the end of
   * the job has left undone stays undelivered.
   */
  private void letGoIfUnwanted() {
    List<Inbox.Arrival> dropped = new ArrayList<>();
    List<AckSet> held = new ArrayList<>();
    enter();
    try {
      if (over && (unwanted || (failure == null && !stopped))) {
        dropped.addAll(arrivals);
        arrivals.clear();
        waiting = 0;
        hold(chunk, held);
        chunk = null;
      }
      if (over && unwanted) {
        hold(output, held);
        output = null;
        hold(collected.isEmpty() ? null : collected.take(), held);
      }
    } finally {
      lock.unlock();
    }
    for (Inbox.Arrival arrival : dropped) {
      arrival.inlet().taken(arrival.chunk());
      arrival.chunk().acks.release();
    }
    held.forEach(AckSet::release);
  }

  private static void hold(@Nullable Chunk chunk, List<AckSet> held) {
    if (chunk != null) {
      held.add(chunk.acks);
    }
  }

  @Nullable Thread thread() {
    enter();
    try {
      return thread;
    } finally {
      lock.unlock();
    }
  }

  long undelivered() {
    enter();
    try {
      return waiting + (output == null ? 0 : output.size);
    } finally {
      lock.unlock();
    }
  }
}
