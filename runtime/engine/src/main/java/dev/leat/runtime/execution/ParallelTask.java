package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlanSettings;
import dev.leat.runtime.plan.PlannedSegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a parallel segment. Workers claim slices of the input, some 75 microseconds of measured work
 * each, and compute them side by side; {@link #drain} sends the results on, in the order of the
 * slices unless the segment is unordered. Blocks are slices by themselves.
 *
 * <p>One more worker is woken only when more work waits than waking it costs. All claims happen
 * under {@link #lock}, which is held for a few instructions only and never while user code runs.
 */
final class ParallelTask extends Task {

  private static final double SLICE_NANOS = 75_000;
  private static final double LEAST_SLICE_NANOS = 10_000;
  private static final double WORTH_WAKING_NANOS = 20_000;
  private static final long FAIR_SHARE_NANOS = 2_000_000;

  /** What an element is assumed to cost before the first one was measured. */
  private static final double FIRST_GUESS_NANOS = 5_000;

  private final PlannedSegment.Parallel segment;
  private final PlanSettings settings;
  private final SegmentCompiler compiler;
  private final SegmentCompiler.OutputFactory outputs;
  private final Ports ports;
  private final Inbox inbox;
  private final int maxBlocks;
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

  private final Object lock = new Object();
  private final Deque<Slice> slices = new ArrayDeque<>();
  private final Deque<Chain> idle = new ArrayDeque<>();
  private final List<Chain> chains = new ArrayList<>();
  private Inbox.@Nullable Arrival current;
  private int index;
  private int endedInlets;
  private int working;
  private int claimed;
  private int held;
  private boolean collecting;
  private @Nullable Throwable inputError;
  private double nanosPerElement = FIRST_GUESS_NANOS;

  private boolean ended;
  private volatile boolean stopped;
  private volatile boolean unwanted;

  /** A task whose workers run on the threads that its home lends. */
  ParallelTask(Assignment assignment, PlannedSegment.Parallel segment) {
    super(assignment.job(), assignment.name(), assignment.home());
    this.segment = segment;
    this.settings = assignment.settings();
    this.compiler = assignment.compiler();
    this.ports = new Ports(this, assignment.keys());
    this.outputs =
        (cursor, key) ->
            new SliceOutput(
                cursor, settings.chunkElements(), settings.chunkBytes(), ports.port(key));
    this.inbox = new Inbox(this::arrived);
    this.maxBlocks = 2 * segment.parallelism() + 2;
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
    if (working >= segment.parallelism() || stopped || !claimable()) {
      return;
    }
    Inbox.Arrival arrival = current;
    long rest = arrival == null ? 0 : arrival.chunk().size - index;
    double nanos = (inbox.waiting() + rest) * nanosPerElement;
    if (working == 0 || resumable() != null || nanos > WORTH_WAKING_NANOS * working) {
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
  }

  /**
   * Whether the window has room: neither the elements that were claimed nor the results that wait
   * for their turn may be more than an edge holds. Called under the lock.
   */
  private boolean claimable() {
    return resumable() != null
        || (claimed < settings.edgeElements()
            && held < settings.edgeElements()
            && slices.size() < maxSlices());
  }

  private int maxSlices() {
    Inbox.Arrival arrival = current;
    boolean blocks = arrival != null && arrival.chunk().block != null;
    return blocks ? maxBlocks : Integer.MAX_VALUE;
  }

  private @Nullable Slice resumable() {
    for (Slice slice : slices) {
      if (slice.state == Slice.State.RESUMABLE) {
        return slice;
      }
      if (segment.ordered()) {
        return null;
      }
    }
    return null;
  }

  private void work() {
    Thread thread = Thread.currentThread();
    workers.add(thread);
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
      signalHere();
      job().exit();
    } catch (Throwable t) {
      job().crashed(this, t);
      job().exit();
    } finally {
      workers.remove(thread);
    }
  }

  private @Nullable Slice claim() {
    synchronized (lock) {
      Slice slice = stopped || job().stopping() ? null : next();
      if (slice == null) {
        working--;
      } else {
        wakeWorkers();
      }
      return slice;
    }
  }

  /** The next piece of work. Called under the lock. */
  private @Nullable Slice next() {
    Slice suspended = resumable();
    if (suspended != null) {
      suspended.state = Slice.State.RUNNING;
      return suspended;
    }
    if (!claimable()) {
      return null;
    }
    while (current == null) {
      if (inputError != null) {
        return null;
      }
      switch (inbox.poll()) {
        case null -> {
          return null;
        }
        case Inbox.Arrival arrival -> {
          current = arrival;
          index = 0;
        }
        case Inbox.End(Throwable error) -> {
          endedInlets++;
          inputError = inputError == null ? error : inputError;
        }
      }
    }
    return claimable() ? cut(current) : null;
  }

  private Slice cut(Inbox.Arrival arrival) {
    Chunk chunk = arrival.chunk();
    int from = index;
    int to = chunk.size;
    if (chunk.block == null) {
      to = Math.min(chunk.size, from + sliceSize(chunk.size - from));
      claimed += to - from;
    }
    index = to;
    chunk.acks.retain();
    if (to == chunk.size) {
      current = null;
      chunk.acks.release();
      arrival.inlet().taken(chunk);
    }
    Slice slice = new Slice(chunk, from, to, chain());
    slices.addLast(slice);
    return slice;
  }

  private int sliceSize(int rest) {
    double wanted = SLICE_NANOS / nanosPerElement;
    if (inbox.waiting() == 0) {
      // Near the end of the input: smaller slices, so that the workers end together.
      double share = Math.ceil((double) rest / segment.parallelism());
      wanted = Math.min(wanted, Math.max(share, LEAST_SLICE_NANOS / nanosPerElement));
    }
    return (int) Math.clamp(wanted, 1, rest);
  }

  private Chain chain() {
    Chain free = idle.pollLast();
    if (free == null) {
      free = compiler.compile(segment, outputs, this::signal);
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
    boolean complete = compute(slice);
    chain.flush();
    chain.head().count();
    long nanos = System.nanoTime() - begin;
    busyNanos().add(nanos);
    slice.failure = chain.cursor().failure;
    boolean over = complete || slice.failure != null;
    synchronized (lock) {
      if (input != null) {
        measured(input.block == null ? (double) nanos / Math.max(1, slice.next - first) : nanos);
      }
      held += slice.countHeld();
      if (over && slice.failure == null && input != null) {
        idle.addLast(chain);
      }
    }
    slice.state = over ? Slice.State.DONE : Slice.State.SUSPENDED;
  }

  /**
   * Learns what an element costs; a cost that changed much is believed at once. Called under the
   * lock.
   */
  private void measured(double nanos) {
    nanosPerElement =
        nanos > 4 * nanosPerElement || nanosPerElement > 4 * nanos
            ? nanos
            : 0.75 * nanosPerElement + 0.25 * nanos;
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
    if (input.block != null) {
      if (!slice.blockRead) {
        slice.blockRead = chain.read(input, input.block);
        return !chain.refused() && slice.blockRead;
      }
      return true;
    }
    Op head = chain.head();
    Cursor cursor = chain.cursor();
    while (slice.next < slice.to) {
      int at = slice.next++;
      cursor.position = input.positions[at];
      if (!head.push(input.elements[at]) || stopped) {
        return false;
      }
    }
    return true;
  }

  // Emitting, by one thread at a time.

  @Override
  void drain() {
    while (!ended) {
      if (job().stopping()) {
        stop();
        return;
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
        return;
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
  }

  /** Drops everything as if it had been delivered, but what workers still hold. */
  private void abandon() {
    List<AckSet> held = new ArrayList<>();
    synchronized (lock) {
      inbox.discard();
      if (current != null) {
        held.add(current.chunk().acks);
        current = null;
      }
      for (Slice slice : List.copyOf(slices)) {
        if (slice.state != Slice.State.RUNNING) {
          slice.abandon(held);
          slices.remove(slice);
        }
      }
    }
    held.forEach(AckSet::release);
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
      for (Slice slice : slices) {
        if (slice.state == Slice.State.DONE || slice.state == Slice.State.SUSPENDED) {
          return slice;
        }
        if (segment.ordered()) {
          return null;
        }
      }
      return null;
    }
  }

  /** Returns false if it has to wait for credit. */
  private boolean emit(Slice slice) {
    if (!slice.emit()) {
      return false;
    }
    if (slice.state == Slice.State.SUSPENDED) {
      synchronized (lock) {
        held -= slice.forgetHeld();
        slice.state = Slice.State.RESUMABLE;
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
      slices.remove(slice);
      held -= slice.forgetHeld();
      claimed -= input == null || input.block != null ? 0 : slice.to - slice.from;
      wakeWorkers();
    }
    return true;
  }

  private boolean atEnd() {
    synchronized (lock) {
      boolean over = inputError != null || endedInlets == inbox.inlets();
      return over && current == null && slices.isEmpty();
    }
  }

  /** Everything was emitted: collect what the chains hold, then end. */
  private void finish() {
    Throwable error;
    boolean collected;
    synchronized (lock) {
      error = inputError;
      collected = collecting || error != null;
      if (!collected) {
        collecting = true;
        idle.clear();
        chains.forEach(chain -> slices.addLast(collector(chain)));
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

  private static Slice collector(Chain chain) {
    Slice slice = new Slice(null, 0, 0, chain);
    slice.state = Slice.State.RESUMABLE;
    return slice;
  }

  private void fail(Throwable error) {
    stop();
    ports.fail(error);
  }

  @Override
  List<Thread> threads() {
    Set<Thread> threads = new LinkedHashSet<>(super.threads());
    threads.addAll(workers);
    return List.copyOf(threads);
  }

  @Override
  long undelivered() {
    synchronized (lock) {
      return inbox.waiting() + claimed;
    }
  }
}
