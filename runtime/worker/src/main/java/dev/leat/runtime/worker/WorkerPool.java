package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.WorkerException.Reason;
import dev.leat.pipeline.WorkerStats;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one stage: hands batches to whichever has room, replaces those that die, and gives
 * what they had not answered to others, the earliest batch first. Every batch that was submitted
 * gets done, unless the pool {@linkplain #failure fails} or is closed.
 *
 * <p>An element that brings down so many workers as the policy allows attempts gets a {@link
 * WorkerException} as its result. Workers that die one after the other without an element to blame
 * make the pool fail.
 *
 * <p>Thread-safe. {@link #lock} guards everything; it is held for short and never while a callback
 * is called.
 */
public final class WorkerPool implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(WorkerPool.class.getName());
  private static final int MOST_DEATHS_WITHOUT_BLAME = 5;
  private static final long FIRST_BACKOFF = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_BACKOFF = TimeUnit.SECONDS.toNanos(5);
  private static final long TO_END = TimeUnit.SECONDS.toNanos(2);
  private static final long TO_BE_KILLED = TimeUnit.SECONDS.toNanos(5);

  private final WorkerSpec spec;
  private final Function<String, Executor> threads;
  private final Alarm alarm;
  private final BatchSize size;
  private final CompletableFuture<Boolean> firstReady = new CompletableFuture<>();
  private final Object lock = new Object();
  private final List<Slot> slots = new ArrayList<>();

  /** What no worker has. */
  private final Queue<WorkBatch> waiting =
      new PriorityQueue<>(Comparator.comparingLong(batch -> batch.sequence));

  private volatile Runnable changed = () -> {};
  private volatile BiConsumer<String, Object> reports = WorkerPool::unexpected;
  private volatile @Nullable WorkerStartException failure;
  private int deathsWithoutBlame;
  private int running;
  private long retried;
  private long submitted;
  private boolean finishing;
  private boolean closed;

  /** The place of a worker and of those that replace it. */
  private static final class Slot {

    private final int number;
    private final WorkerFigures figures = new WorkerFigures();
    private @Nullable Worker worker;
    private boolean ready;
    private int deaths;
    private int restarts;

    Slot(int number) {
      this.number = number;
    }
  }

  /**
   * A pool that has started nothing.
   *
   * @param threads gives a thread with a name to each task, at once; tasks may block
   * @param alarm its clock
   */
  public WorkerPool(WorkerSpec spec, Function<String, Executor> threads, Alarm alarm) {
    this.spec = spec;
    this.threads = threads;
    this.alarm = alarm;
    this.size = new BatchSize(spec.policy().workers());
    for (int i = 1; i <= spec.policy().workers(); i++) {
      slots.add(new Slot(i));
    }
  }

  /** Calls an action, by any thread, whenever a batch is done, or there is room, or it failed. */
  public void onChange(Runnable action) {
    changed = action;
  }

  /**
   * Passes on, by any thread, what workers report to accumulators, by name, together with results.
   * Not after {@link #start}. The action throws if it cannot take a value.
   */
  public void onReport(BiConsumer<String, Object> action) {
    reports = action;
  }

  private static void unexpected(String name, Object value) {
    throw new IllegalArgumentException(
        "there is no accumulator '%s' for %s".formatted(name, value.getClass().getSimpleName()));
  }

  /** Starts all workers, without waiting for them. */
  public void start() {
    WorkerFiles.deleteLeftBehind(spec.places());
    slots.forEach(this::startWorker);
  }

  /**
   * Waits until a worker can take elements.
   *
   * @throws WorkerStartException if none will; the message says why
   */
  public void awaitReady() throws WorkerStartException, InterruptedException {
    try {
      firstReady.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof WorkerStartException known
          ? known
          : new WorkerStartException(String.valueOf(e.getCause()), e);
    }
  }

  private void startWorker(Slot slot) {
    Worker worker;
    synchronized (lock) {
      if (closed || finishing || failure != null) {
        return;
      }
      worker = spec.worker(this, slot.number, slot.figures);
      slot.worker = worker;
      slot.ready = false;
      running++;
    }
    try {
      execute(worker.name, worker);
    } catch (RejectedExecutionException e) {
      synchronized (lock) {
        running--;
        slot.worker = null;
        lock.notifyAll();
      }
      fail(new WorkerStartException("there is no thread for a worker: " + e.getMessage(), e));
    }
  }

  // What workers use.

  void execute(String thread, Runnable task) {
    threads.apply(thread).execute(task);
  }

  Alarm alarm() {
    return alarm;
  }

  /** A worker has reported to an accumulator. */
  void reported(String name, Object value) {
    try {
      reports.accept(name, value);
    } catch (RuntimeException e) {
      throw new ProtocolException("a report that nobody can take: " + e.getMessage());
    }
  }

  void measured(int elements, long workNanos) {
    size.measured(elements, workNanos);
  }

  /** A worker can take batches. */
  void ready(Worker worker) {
    synchronized (lock) {
      Slot slot = slot(worker);
      if (slot != null) {
        slot.ready = true;
        if (closed || finishing) {
          worker.end();
        } else {
          handOut();
        }
      }
    }
    firstReady.complete(true);
    changed.run();
  }

  /** A batch of a worker is done, or an element in it has failed. */
  void changed(Worker worker, WorkBatch batch) {
    if (batch.isDone()) {
      synchronized (lock) {
        worker.batches.remove(batch);
        deathsWithoutBlame = 0;
        Slot slot = slot(worker);
        if (slot != null) {
          slot.deaths = 0;
        }
        handOut();
      }
    }
    changed.run();
  }

  /** A worker is gone. */
  void ended(Worker worker, Ending ending) {
    long pause = 0;
    WorkerStartException fatal = null;
    Slot slot;
    synchronized (lock) {
      slot = slot(worker);
      if (slot != null) {
        slot.worker = null;
        slot.ready = false;
      }
      if (finishing) {
        fatal = ending.lasting() && ending.started() ? fatal(ending) : null;
      } else if (!closed && failure == null && slot != null) {
        note(worker, ending);
        fatal = fatal(ending);
        pause = backoff(slot);
        slot.restarts++;
      }
      if (fatal != null && failure == null && !closed) {
        failure = fatal; // before anybody learns that the worker is gone
      }
      running--;
      lock.notifyAll();
    }
    changed.run();
    if (fatal != null) {
      fail(fatal);
    } else if (slot != null) {
      restart(slot, pause);
    }
  }

  private @Nullable Slot slot(Worker worker) {
    for (Slot slot : slots) {
      if (worker.equals(slot.worker)) {
        return slot;
      }
    }
    return null;
  }

  /** Blames an element, and takes back what the worker had. Called under the lock. */
  private void note(Worker worker, Ending ending) {
    WorkBatch blamed = ending.blamed();
    WorkBatch suspected = ending.suspected();
    LOG.log(Level.DEBUG, () -> worker.name + " ended: " + ending);
    if (blamed != null) {
      blame(blamed, ending);
    } else if (suspected != null && !suspected.isolated) {
      suspected.isolated = true;
    } else {
      deathsWithoutBlame++;
    }
    waiting.addAll(worker.batches);
    worker.batches.clear();
    handOut();
  }

  private void blame(WorkBatch batch, Ending ending) {
    deathsWithoutBlame = 0;
    int item = ending.item();
    if (batch.died(item) < spec.policy().attempts()) {
      retried++;
      return;
    }
    Reason reason = ending.reason() == null ? Reason.DIED : ending.reason();
    int code = reason == Reason.DIED ? ending.exitCode() : -1;
    batch.result(item, new WorkerException(reason, ending.failureOfElement(), code, "", null));
    batch.settle(item, 1);
  }

  private @Nullable WorkerStartException fatal(Ending ending) {
    return ending.lasting() || deathsWithoutBlame >= MOST_DEATHS_WITHOUT_BLAME
        ? new WorkerStartException(ending.reasonToGiveUp(deathsWithoutBlame), null)
        : null;
  }

  private static long backoff(Slot slot) {
    int deaths = slot.deaths++;
    return deaths == 0 ? 0 : Math.min(LONGEST_BACKOFF, FIRST_BACKOFF << Math.min(deaths - 1, 10));
  }

  private void restart(Slot slot, long pause) {
    if (pause == 0) {
      startWorker(slot);
    } else {
      try {
        alarm.after(pause, () -> startWorker(slot));
      } catch (RejectedExecutionException e) {
        fail(new WorkerStartException("the clock of its workers has stopped", e));
      }
    }
  }

  private void fail(WorkerStartException reason) {
    synchronized (lock) {
      if (failure == null && !closed) {
        failure = reason;
      }
    }
    firstReady.completeExceptionally(reason);
    kill();
    changed.run();
  }

  // What the stage uses.

  /** Why no more batches will be done; null if they will. */
  public @Nullable WorkerStartException failure() {
    return failure;
  }

  /**
   * How many elements the next batch should have; 0 if no worker has room for one.
   *
   * @param available how many elements there are that no batch has
   */
  public int wanted(long available) {
    synchronized (lock) {
      return waiting.isEmpty() && freest(submitted) != null ? size.elements(available) : 0;
    }
  }

  /** Whether a worker has nothing to do, so that a small batch is better than none. */
  public boolean idle() {
    synchronized (lock) {
      Slot slot = freest(submitted);
      return slot != null && slot.worker != null && slot.worker.batches.isEmpty();
    }
  }

  /**
   * The ready worker with the least to do, or null if all have enough. A batch never waits behind a
   * later one, which may take for ever while what is wanted is just this one. Called under the
   * lock.
   */
  private @Nullable Slot freest(long sequence) {
    Slot best = null;
    int least = size.credit();
    for (Slot slot : slots) {
      Worker worker = slot.worker;
      if (slot.ready
          && worker != null
          && worker.batches.size() < least
          && (worker.batches.isEmpty() || worker.batches.getLast().sequence <= sequence)) {
        least = worker.batches.size();
        best = slot;
      }
    }
    return best;
  }

  /** Computes a batch. Only as many as are {@link #wanted}; those beyond wait here. */
  public void submit(WorkBatch batch) {
    synchronized (lock) {
      batch.sequence = ++submitted;
      waiting.add(batch);
      handOut();
    }
  }

  /** Gives what waits to workers that have room. Called under the lock. */
  private void handOut() {
    for (WorkBatch batch = waiting.peek(); batch != null; batch = waiting.peek()) {
      if (!batch.isDone()) {
        Slot slot = freest(batch.sequence);
        Worker worker = slot == null ? null : slot.worker;
        if (worker == null) {
          return;
        }
        worker.batches.addLast(batch);
        worker.submit(batch);
      }
      waiting.remove();
    }
  }

  /** How many times an element was given to another worker after its own had died of it. */
  public long retried() {
    synchronized (lock) {
      return retried;
    }
  }

  /** What the workers have done, one entry for each place. */
  public List<WorkerStats> stats() {
    List<WorkerStats> stats = new ArrayList<>();
    synchronized (lock) {
      for (Slot slot : slots) {
        stats.add(
            WorkerReport.of(spec.stage(), slot.number, slot.restarts, slot.figures, slot.worker));
      }
    }
    return stats;
  }

  // The end.

  /**
   * Ends workers of which only their end shows that all their answers were right, when every batch
   * is done; asks nothing of others. Returns whether that is over, and then {@link #failure} is
   * final; if it is not, {@link #onChange} tells when to ask again. It takes 2 s at most.
   */
  public boolean finished() {
    synchronized (lock) {
      if (spec.checkedAtEnd() && !finishing && !closed && running > 0) {
        finishing = true;
        slots.stream()
            .filter(slot -> slot.worker != null && slot.ready)
            .forEach(slot -> slot.worker.end());
        alarm.after(TO_END, this::kill);
      }
      return !finishing || running == 0;
    }
  }

  /** Makes {@link #awaitReady} give up at once; does nothing else, and never blocks. */
  public void stopWaiting() {
    firstReady.completeExceptionally(
        new WorkerStartException("the job ended before a worker was ready", null));
  }

  /** Ends all workers at once; what they had is lost. */
  public void kill() {
    List<Worker> all = new ArrayList<>();
    synchronized (lock) {
      closed = closed || failure == null;
      for (Slot slot : slots) {
        if (slot.worker != null) {
          all.add(slot.worker);
        }
      }
    }
    all.forEach(worker -> worker.kill("it was told to end at once", Reason.DIED));
  }

  /**
   * Ends all workers, at once if they do not do it by themselves, and waits until they are gone.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      for (Slot slot : slots) {
        if (slot.worker != null && slot.ready) {
          slot.worker.end();
        } else if (slot.worker != null) {
          slot.worker.kill("it was not needed any more", Reason.DIED);
        }
      }
    }
    if (!awaitEnd(TO_END)) {
      kill();
      if (!awaitEnd(TO_BE_KILLED)) {
        LOG.log(Level.WARNING, "workers of stage {0} did not end", spec.stage());
      }
    }
  }

  private boolean awaitEnd(long nanos) {
    long until = System.nanoTime() + nanos;
    boolean interrupted = false;
    try {
      synchronized (lock) {
        while (running > 0) {
          long left = until - System.nanoTime();
          if (left <= 0) {
            return false;
          }
          lock.wait(Math.max(1, left / 1_000_000));
        }
        return true;
      }
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        kill();
        Thread.currentThread().interrupt();
      }
    }
  }
}
