package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlanSettings;
import dev.leat.runtime.plan.PlannedSegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a parallel segment. Workers claim slices of the input, some 150 microseconds of measured
 * work each, and compute them side by side; {@link #drain} sends the results on, in the order of
 * the slices unless the segment is unordered. A block is a slice by itself, unless that is too much
 * work for one worker: then its elements are sliced.
 *
 * <p>One more worker is woken only when more work waits than waking it costs. All claims happen
 * under {@link #lock}, which is held for a few instructions only and never while user code runs.
 */
final class ParallelTask extends Task {

  private static final double WORTH_WAKING_NANOS = 20_000;
  private static final long FAIR_SHARE_NANOS = 2_000_000;

  /**
   * Results are held back to be sent together, because each time that they are sent may wake a
   * thread, which costs as much as many elements: until they are so many, or so old, or a worker
   * has nothing else to do.
   */
  private static final int MOST_TOGETHER = Port.MOST_QUIET;

  private static final long HOLD_NANOS = 5_000_000;

  /** When they are sent also if no worker has looked whether they are that old. */
  private static final long HOLD_UNSEEN_NANOS = 4 * HOLD_NANOS;

  /** Work that waits behind an unexpectedly slow element waits no longer for another worker. */
  private static final long LATE_NANOS = 1_000_000;

  private final PlannedSegment.Parallel segment;
  private final Ports ports;
  private final Chains compiled;
  private final Inbox inbox;

  private final Object lock = new Object();
  private final int together;
  private final SliceWindow window;
  private final Deque<Chain> idle = new ArrayDeque<>();
  private final List<Chain> chains = new ArrayList<>();
  private long untilSpecialized;
  private boolean specialized;
  private int working;
  private long claims;
  private boolean watching;
  private boolean collecting;
  private boolean emitting;
  private boolean holding;
  private long heldSince;
  private boolean reminded;

  private boolean ended;
  private volatile boolean stopped;
  private volatile boolean unwanted;

  /** A task whose workers run on the threads that its home lends. */
  ParallelTask(Assignment assignment, PlannedSegment.Parallel segment) {
    super(assignment.job(), assignment.name(), assignment.home());
    this.segment = segment;
    PlanSettings settings = assignment.settings();
    this.ports = new Ports(this, assignment.keys());
    this.compiled =
        new Chains(
            assignment.compiler(),
            segment,
            (cursor, key) -> new SliceOutput(cursor, settings, ports.port(key)),
            this::signal);
    this.untilSpecialized = settings.specializeAfter();
    this.together = Math.min(MOST_TOGETHER, settings.edgeElements() / 2);
    this.inbox = new Inbox(this::arrived);
    this.window = new SliceWindow(segment, settings, inbox);
  }

  Ports ports() {
    return ports;
  }

  Inbox inbox() {
    return inbox;
  }

  // Input and workers.

  private void arrived() {
    if (unwanted) {
      signal();
    }
    synchronized (lock) {
      wakeWorkers();
    }
  }

  /** Called under the lock. */
  private void wakeWorkers() {
    if (working >= segment.parallelism() || stopped || !window.claimable()) {
      return;
    }
    if (working == 0 || window.resumes() || window.waitingNanos() > WORTH_WAKING_NANOS * working) {
      wakeWorker();
    } else if (!watching && window.waits()) {
      watching = true;
      long seen = claims;
      job().timers().schedule(LATE_NANOS, () -> late(seen));
    }
  }

  /** Called under the lock. */
  private void wakeWorker() {
    working++;
    job().enter();
    try {
      home().execute(this::work);
    } catch (RuntimeException e) {
      working--;
      job().exit();
      job().crashed(this, e);
    }
  }

  /** Looks whether no worker has claimed anything for a while: they compute something slow. */
  private void late(long seen) {
    synchronized (lock) {
      watching = false;
      boolean more = working > 0 && working < segment.parallelism() && !stopped;
      if (more && claims == seen && window.waits() && window.claimable()) {
        wakeWorker();
      }
    }
  }

  private void work() {
    beginWork();
    Task before = WorkSlot.enter(this);
    try {
      long until = System.nanoTime() + FAIR_SHARE_NANOS;
      Slice slice = claim();
      while (slice != null) {
        run(slice);
        signalHere();
        if (System.nanoTime() - until > 0) {
          home().execute(this::work);
          return;
        }
        slice = claim();
      }
      // The claim may have found the end of the input.
      emitAll();
      job().exit();
    } catch (Throwable t) {
      job().crashed(this, t);
      job().exit();
    } finally {
      WorkSlot.enter(before);
      endWork();
    }
  }

  private @Nullable Slice claim() {
    while (true) {
      Inbox.Arrival whole;
      synchronized (lock) {
        boolean stops = stopped || job().stopping();
        Slice slice = stops ? null : window.next(this::chain);
        whole = stops || slice != null ? null : window.toDivide();
        if (whole == null) {
          claimed(slice);
          return slice;
        }
      }
      divide(whole);
    }
  }

  /** Called under the lock. */
  private void claimed(@Nullable Slice slice) {
    if (slice == null) {
      working--;
    } else {
      claims++;
      wakeWorkers();
    }
  }

  private void divide(Inbox.Arrival whole) {
    Chunk parts = DividedBlock.of(whole.chunk());
    boolean more;
    synchronized (lock) {
      more = window.divided(whole, parts);
    }
    if (!more) {
      parts.acks.release();
    }
  }

  private Chain chain() {
    Chain free = idle.pollLast();
    if (free == null) {
      free = specialized ? compiled.specialized() : compiled.shared();
      chains.add(free);
    }
    return free;
  }

  // Computing, by the worker that owns the slice.

  private void run(Slice slice) {
    long begin = System.nanoTime();
    int first = slice.next;
    Chain chain = slice.chain;
    chain.outputs().forEach(output -> ((SliceOutput) output).slice(slice));
    Chunk input = slice.input;
    if (input == null) {
      chain.cursor().at(null, AckSet.NONE);
      chain.cursor().position = Cursor.NOWHERE;
    } else {
      chain.cursor().at(input.lane, input.acks);
    }
    long before = chain.head().read();
    boolean fresh = slice.next == slice.from && !slice.kept;
    boolean complete = compute(slice);
    chain.flush();
    chain.head().count();
    long nanos = System.nanoTime() - begin;
    busyNanos().add(nanos);
    slice.failure = chain.cursor().failure;
    boolean over = complete || slice.failure != null;
    boolean reuse = over && slice.failure == null && input != null;
    if (reuse) {
      forget(chain);
    }
    boolean block = input != null && input.block != null;
    long elements = block ? chain.head().read() - before : slice.next - first;
    boolean much;
    synchronized (lock) {
      window.computed(slice, nanos, elements, fresh && over);
      untilSpecialized -= elements;
      much = untilSpecialized < 0;
      if (reuse && (!much || chain.specialized())) {
        idle.addLast(chain);
      }
    }
    if (much && reuse && !chain.specialized()) {
      specialize();
    }
    slice.state = over ? Slice.State.DONE : Slice.State.SUSPENDED;
  }

  /** Makes a chain of its own classes to go on with; what the shared ones hold stays with them. */
  private void specialize() {
    Chain own = compiled.specialized();
    synchronized (lock) {
      specialized = true;
      own.cursor().stopped = stopped;
      chains.add(own);
      idle.addLast(own);
    }
  }

  /** What waits for its next slice must not keep the last one alive. */
  private static void forget(Chain chain) {
    chain.outputs().forEach(output -> ((SliceOutput) output).slice(null));
    chain.cursor().at(null, AckSet.NONE);
  }

  /** Goes on with a slice; returns false if it has to wait for its results to be emitted. */
  private boolean compute(Slice slice) {
    Chain chain = slice.chain;
    while (chain.cursor().failure == null && !stopped && !chain.cursor().stopped()) {
      if (slice.kept) {
        slice.kept = !chain.resume();
        if (slice.kept || chain.cursor().failure != null) {
          return false;
        }
      }
      if (chain.done() || pushAll(slice)) {
        if (slice.input == null ? chain.finish() : chain.finishSlice()) {
          return true;
        }
      }
      slice.kept = true;
    }
    return true;
  }

  private boolean pushAll(Slice slice) {
    Chunk input = slice.input;
    Chain chain = slice.chain;
    if (input == null) {
      return true;
    }
    Head head = chain.head();
    if (input.block != null) {
      if (!slice.blockRead) {
        slice.blockRead = chain.read(Objects.requireNonNull(input.lane), input.block);
        return !head.refused() && slice.blockRead;
      }
      return true;
    }
    slice.next = chain.push(input, slice.next, slice.to);
    return !head.refused();
  }

  // Emitting, by one thread at a time.

  @Override
  boolean drain() {
    while (!ended) {
      if (job().stopping()) {
        stop();
        return false;
      }
      if (ports.cancelled()) {
        unwanted = true;
        stop();
        inbox.cancel();
        ports.complete();
        break;
      }
      Slice slice = emittable();
      if (slice == null ? !atEnd() : !emit(slice)) {
        return false;
      }
      if (slice == null) {
        finish();
      }
    }
    if (!unwanted && !job().stopping() && ports.cancelled()) {
      // What went wrong here does not matter, because the stream has ended before it.
      unwanted = true;
      inbox.cancel();
    }
    if (unwanted) {
      abandon();
    }
    return false;
  }

  /** Drops everything as if it had been delivered, but what workers still hold. */
  private void abandon() {
    List<AckSet> dropped = new ArrayList<>();
    synchronized (lock) {
      window.abandon(dropped);
    }
    dropped.forEach(AckSet::release);
  }

  private void stop() {
    ended = true;
    stopped = true;
    synchronized (lock) {
      chains.forEach(chain -> chain.cursor().stopped = true);
    }
  }

  private @Nullable Slice emittable() {
    synchronized (lock) {
      Slice slice = window.emittable();
      if (slice == null) {
        emitting = false;
        holding = false;
        return null;
      }
      boolean more = working > 0 && window.waits() && window.claimable();
      emitting |= !more || slice.isUrgent() || window.held() >= together || heldLong();
      if (!emitting && !reminded) {
        reminded = true;
        job().timers().schedule(HOLD_UNSEEN_NANOS, this::reminded);
      }
      return emitting ? slice : null;
    }
  }

  /** Whether results have been held back for long enough; called under the lock. */
  private boolean heldLong() {
    long now = System.nanoTime();
    if (!holding) {
      holding = true;
      heldSince = now;
    }
    return now - heldSince > HOLD_NANOS;
  }

  /** Results were held back long enough; if no worker is left, the last one has sent them. */
  private void reminded() {
    boolean send;
    synchronized (lock) {
      reminded = false;
      send = working > 0 && holding;
      emitting |= send;
    }
    if (send) {
      signal();
    }
  }

  /** Sends what is there, by a worker that has nothing else to do. */
  private void emitAll() {
    synchronized (lock) {
      emitting = true;
    }
    signalHere();
  }

  /** Returns false if it has to wait for credit. */
  private boolean emit(Slice slice) {
    if (!slice.emit()) {
      return false;
    }
    if (slice.state == Slice.State.SUSPENDED) {
      synchronized (lock) {
        window.resume(slice);
        wakeWorkers();
      }
      return true;
    }
    Failure failure = slice.failure;
    if (failure != null) {
      fail(failure.exception());
      return true;
    }
    Chunk input = slice.input;
    if (input != null) {
      input.acks.release();
    }
    synchronized (lock) {
      window.remove(slice);
      wakeWorkers();
    }
    return true;
  }

  private boolean atEnd() {
    synchronized (lock) {
      return window.atEnd();
    }
  }

  /** Everything was emitted: collect what the chains hold, then end. */
  private void finish() {
    Throwable error;
    boolean collected;
    synchronized (lock) {
      error = window.inputError();
      collected = collecting || error != null;
      if (!collected) {
        collecting = true;
        idle.clear();
        window.collect(chains);
        wakeWorkers();
      }
    }
    if (error != null) {
      fail(job().failure(error).exception());
    } else if (collected) {
      ended = true;
      ports.complete();
    }
  }

  private void fail(Throwable error) {
    stop();
    ports.fail(error);
  }

  @Override
  boolean heldByOrder() {
    synchronized (lock) {
      return working < segment.parallelism() && window.waits() && !window.claimable() && hasRoom();
    }
  }

  @Override
  boolean atLimit() {
    synchronized (lock) {
      return working >= segment.parallelism() && window.waits();
    }
  }

  @Override
  long undelivered() {
    synchronized (lock) {
      return window.elements();
    }
  }
}
