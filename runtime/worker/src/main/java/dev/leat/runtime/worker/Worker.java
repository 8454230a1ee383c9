package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerException.Reason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One worker process, from its start to its end, and what it was asked. Two threads serve it: one
 * starts it, reads its answers and notices its end; the other one writes what it is sent, and may
 * have to wait for it. A third drains what it prints.
 *
 * <p>The monitor of this object guards what was sent and how it is to end; it is never held while
 * anything else is called.
 */
abstract class Worker implements Runnable {

  private static final System.Logger LOG = System.getLogger(Worker.class.getName());
  private static final long TO_START_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long TO_DIE_MILLIS = 2_000;
  private static final long TO_READ_REST_MILLIS = 250;
  private static final int LOOKS = 4;

  /** A program that is never ready, but just starts, may take so long for its first answer. */
  private static final long FIRST_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int TOO_OLD = 97;

  /** What a process ends with that was killed. */
  private static final int KILLED = 137;

  /** A machine that stood still accuses nobody. */
  private static final long STALL_NANOS = 50_000_000;

  final WorkerPool pool;
  final String name;
  private final long timeoutNanos;
  private final BlockingQueue<WorkBatch> outbox = new LinkedTransferQueue<>();
  private static final WorkBatch NO_MORE = new WorkBatch(new Object[0]);

  /** Open while the thread that writes may still touch a batch. */
  private final CountDownLatch written = new CountDownLatch(1);

  private final Deque<Part> sent = new ArrayDeque<>();
  private @Nullable Process process;
  private volatile @Nullable WorkerOutput output;
  private @Nullable String killed;
  private @Nullable Reason killedFor;
  private long markAtKill;
  private boolean ending;
  private boolean ready;
  private boolean watching;
  private long lastMark;
  private long lastChange;
  private long lastLook;

  /** What it was given and has not finished; guarded by the pool. */
  final Deque<WorkBatch> batches = new ArrayDeque<>();

  final WorkerFigures figures;

  /** Whether it has answered anything. */
  volatile boolean answered;

  Worker(Identity identity, long timeoutNanos) {
    this.pool = identity.pool();
    this.name = identity.name();
    this.figures = identity.figures();
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * Who it is.
   *
   * @param pool whose worker it is
   * @param name names its threads
   * @param figures what it adds its own to
   */
  record Identity(WorkerPool pool, String name, WorkerFigures figures) {}

  // What kinds of workers differ in.

  /** Starts the process. */
  abstract Process start() throws IOException;

  /** Waits until it can take requests. */
  abstract void connect(Process started) throws IOException, WorkerStartException;

  /** Reads answers until there are no more. */
  abstract void receive() throws IOException, WorkerStartException;

  /** Sends a batch; may block until the process has read it. */
  abstract void send(WorkBatch batch) throws IOException;

  /** Tells the process that there is nothing more. */
  abstract void sendEnd() throws IOException;

  /** Closes the connection, so that nobody waits for it. */
  abstract void disconnect();

  /**
   * Deletes what was made for it.
   *
   * @param writing whether the thread that writes is stuck, so that nobody may wait for it
   */
  abstract void cleanUp(boolean writing);

  /** Where it stands; changes whenever it has got on. Called under the monitor. */
  abstract long mark();

  /** Finds what the worker was doing. Called under the monitor, when the process has ended. */
  abstract Blame blame(@Nullable Reason reason, boolean movedOn);

  /** Where the standard error, or all output, comes out. */
  abstract WorkerOutput output(Process started);

  abstract boolean mayHaveChildren();

  /** Whether it tells that it has started. */
  abstract boolean saysWhenReady();

  /** What a limit that passed means for this kind of worker, after the limit itself. */
  abstract String onTimeout();

  /**
   * Who is to blame.
   *
   * @param batch the batch of the element, or null
   * @param item the element in it
   * @param suspected a batch that holds the culprit, or null
   */
  record Blame(@Nullable WorkBatch batch, int item, @Nullable WorkBatch suspected) {

    static final Blame NOBODY = new Blame(null, 0, null);
  }

  // The life of the process, on the thread that reads.

  @Override
  public final void run() {
    Exception failure = null;
    boolean lasting = false;
    boolean connected = false;
    try {
      Process started = start();
      begin(started);
      pool.alarm().after(TO_START_NANOS, this::startedInTime);
      connect(started);
      connected = true;
      synchronized (this) {
        ready = true;
      }
      startWriting();
      pool.ready(this);
      receive();
    } catch (WorkerStartException e) {
      failure = e;
      lasting = true;
    } catch (IOException e) {
      failure = e;
      lasting = pid() < 0;
    } catch (RejectedExecutionException e) {
      failure = e;
      lasting = true;
    } catch (RuntimeException | Error e) {
      failure = e instanceof RuntimeException known ? known : new ProtocolException(e.toString());
    }
    pool.ended(this, endSafely(failure, connected, lasting));
  }

  /** Whatever happens here, the pool has to learn that the worker is gone. */
  private Ending endSafely(@Nullable Exception failure, boolean connected, boolean lasting) {
    try {
      return end(failure, connected, lasting);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "cannot find out how " + name + " ended", e);
      return new Ending(
          Reason.DIED, connected, lasting, e.toString(), -1, null, 0, null, List.of());
    }
  }

  private void begin(Process started) {
    WorkerOutput drain = output(started);
    output = drain;
    synchronized (this) {
      process = started;
    }
    pool.execute(name + "-output", drain);
    // Processes that it has left behind may hold its connection, which then does not end with it.
    CompletableFuture<Void> unused = started.onExit().thenRunAsync(this::disconnect, afterExit());
    if (isKilled()) {
      destroy(started);
    }
  }

  /** Leaves time for reading what a process has written before its end. */
  static Executor afterExit() {
    return CompletableFuture.delayedExecutor(TO_READ_REST_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void startWriting() {
    try {
      pool.execute(name + "-send", this::write);
    } catch (RejectedExecutionException e) {
      written.countDown();
      throw e;
    }
  }

  private void startedInTime() {
    boolean late;
    synchronized (this) {
      late = !ready;
    }
    if (late) {
      kill("it was not ready after 30 s", Reason.TIMED_OUT);
    }
  }

  /** Makes sure that the process is gone and finds out what happened. */
  private Ending end(@Nullable Exception failure, boolean connected, boolean lasting) {
    outbox.add(NO_MORE);
    disconnect();
    int exit = awaitExit(connected && failure == null);
    boolean writing = connected && !awaitWritten();
    WorkerOutput printed = output;
    if (printed != null) {
      printed.awaitEnd(TO_READ_REST_MILLIS);
    }
    try {
      return ending(failure, connected, lasting, exit);
    } finally {
      cleanUp(writing);
    }
  }

  private boolean awaitWritten() {
    try {
      if (written.await(TO_DIE_MILLIS, TimeUnit.MILLISECONDS)) {
        return true;
      }
      LOG.log(Level.WARNING, "the thread that writes to {0} does not end", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private Ending ending(@Nullable Exception failure, boolean connected, boolean lasting, int exit) {
    synchronized (this) {
      boolean asked = ending && sent.isEmpty() && killed == null;
      boolean wrong = failure instanceof ProtocolException;
      if (exit >= 0 && exit != KILLED) {
        // It ended by itself just before it was killed.
        killed = null;
        killedFor = null;
      }
      Reason reason =
          killedFor != null ? killedFor : wrong ? Reason.WRONG_ANSWER : asked ? null : Reason.DIED;
      boolean movedOn = killedFor == Reason.TIMED_OUT && mark() != markAtKill;
      Blame blame = connected ? blame(reason, movedOn) : Blame.NOBODY;
      WorkerOutput printed = output;
      return new Ending(
          reason,
          connected,
          lasting || exit == TOO_OLD,
          message(failure, connected, exit, wrong),
          exit,
          blame.batch(),
          blame.item(),
          blame.suspected(),
          printed == null ? List.of() : printed.tail());
    }
  }

  /** Called under the monitor. */
  private String message(@Nullable Exception failure, boolean connected, int exit, boolean wrong) {
    if (killed != null) {
      return killed;
    }
    if (wrong && failure != null) {
      return "it answered what makes no sense: " + failure.getMessage();
    }
    if (failure instanceof WorkerStartException) {
      return String.valueOf(failure.getMessage());
    }
    if (exit >= 0) {
      String ended = connected ? "it ended" : "it ended before it was ready,";
      return ended + " with exit code " + exit + Ending.signal(exit);
    }
    return failure == null ? "it ended" : String.valueOf(failure.getMessage());
  }

  /** Waits for the end of the process, not for long. */
  private int awaitExit(boolean byItself) {
    Process running = process();
    if (running == null) {
      return -1;
    }
    try {
      // Its connection has ended, so it is about to end too, unless it only closed that.
      if (!byItself || !running.waitFor(TO_DIE_MILLIS / 4, TimeUnit.MILLISECONDS)) {
        if (!byItself && running.waitFor(20, TimeUnit.MILLISECONDS)) {
          return running.exitValue();
        }
        destroy(running);
        if (!running.waitFor(TO_DIE_MILLIS, TimeUnit.MILLISECONDS)) {
          return -1;
        }
      }
      return running.exitValue();
    } catch (InterruptedException e) {
      destroy(running);
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private synchronized @Nullable Process process() {
    return process;
  }

  private synchronized boolean isKilled() {
    return killed != null;
  }

  /** By its handle, which leaves its streams alone: closing them waits for whoever writes. */
  private void destroy(Process running) {
    if (mayHaveChildren()) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
    }
    running.toHandle().destroyForcibly();
  }

  // Requests.

  /** Takes a batch; never blocks. */
  void submit(WorkBatch batch) {
    outbox.add(batch);
  }

  /** On the thread that writes. */
  private void write() {
    try {
      for (WorkBatch batch = outbox.take(); batch != NO_MORE; batch = outbox.take()) {
        send(batch);
      }
      if (isEnding()) {
        sendEnd();
      }
    } catch (IOException e) {
      // The thread that reads meets the end of the process too, and deals with it.
      LOG.log(Level.DEBUG, () -> "cannot write to " + name, e);
    } catch (InterruptedException e) {
      kill("its thread was interrupted", Reason.DIED);
      Thread.currentThread().interrupt();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      kill("what it was sent could not be written: " + e, Reason.DIED);
    } finally {
      written.countDown();
    }
  }

  private synchronized boolean isEnding() {
    return ending;
  }

  /** Notes what is about to be sent. */
  void noteSent(Part part) {
    boolean watch;
    synchronized (this) {
      part.sentToIdle = sent.isEmpty() ? System.nanoTime() : 0;
      sent.addLast(part);
      watch = timeoutNanos > 0 && !watching;
      if (watch) {
        watching = true;
        lastMark = mark();
        lastChange = System.nanoTime();
        lastLook = lastChange;
      }
    }
    if (watch) {
      pool.alarm().after(timeoutNanos / LOOKS, this::look);
    }
  }

  /** What it was asked first and has not answered; call it under the monitor. */
  final @Nullable Part head() {
    return sent.peekFirst();
  }

  final Iterable<Part> sent() {
    return sent;
  }

  /** So many elements of the first request were answered. */
  void noteAnswered(Part part, int count) {
    int first;
    synchronized (this) {
      first = part.next();
      part.answered += count;
      if (part.complete()) {
        sent.removeFirst();
      }
    }
    figures.elements.add(count);
    answered = true;
    if (part.batch.settle(first, count)) {
      pool.changed(this, part.batch);
    }
  }

  private long limit() {
    boolean starting = !saysWhenReady() && !answered;
    return starting ? Math.max(timeoutNanos, FIRST_ANSWER_NANOS) : timeoutNanos;
  }

  /** Looks whether the element that is computed takes too long. */
  private void look() {
    boolean late;
    synchronized (this) {
      if (sent.isEmpty() || killed != null) {
        watching = false;
        return;
      }
      long now = System.nanoTime();
      long mark = mark();
      if (mark != lastMark || now - lastLook > 2 * timeoutNanos / LOOKS + STALL_NANOS) {
        lastMark = mark;
        lastChange = now;
      }
      lastLook = now;
      late = now - lastChange >= limit();
      markAtKill = mark;
    }
    if (late) {
      String limit = "%,d ms".formatted(TimeUnit.NANOSECONDS.toMillis(limit()));
      kill("no answer within " + limit + onTimeout(), Reason.TIMED_OUT);
    } else {
      pool.alarm().after(timeoutNanos / LOOKS, this::look);
    }
  }

  // The end.

  /** Ends it when it has done what it was sent. */
  void end() {
    noteMemory();
    synchronized (this) {
      ending = true;
    }
    outbox.add(NO_MORE);
  }

  /** Ends it at once. */
  void kill(String why, Reason reason) {
    Process running;
    synchronized (this) {
      if (killed == null) {
        killed = why;
        killedFor = reason;
      }
      running = process;
    }
    if (running != null) {
      noteMemory();
      destroy(running);
    }
    disconnect();
  }

  /** Its number, or -1 before it is started. */
  long pid() {
    Process running = process();
    return running == null ? -1 : running.pid();
  }

  boolean alive() {
    Process running = process();
    return running != null && running.isAlive();
  }

  /** Looks at its memory, which nobody can ask for when it has ended. */
  void noteMemory() {
    long bytes = WorkerReport.memory(pid());
    if (bytes > 0) {
      figures.memoryBytes = bytes;
    }
  }
}
