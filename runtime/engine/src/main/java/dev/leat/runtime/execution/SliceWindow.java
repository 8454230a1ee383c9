package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Block;
import dev.leat.runtime.plan.PlanSettings;
import dev.leat.runtime.plan.PlannedSegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The slices of a parallel segment that are under way, in the order of the input, and the input
 * that is cut into more of them. It is a window: what was claimed and what waits for its turn may
 * be no more than an edge holds. Not thread-safe: the task guards it with its lock.
 */
final class SliceWindow {

  private final PlannedSegment.Parallel segment;
  private final PlanSettings settings;
  private final Inbox inbox;
  private final WorkEstimate estimate = new WorkEstimate();
  private final Deque<Slice> slices = new ArrayDeque<>();
  private Inbox.@Nullable Arrival current;
  private int index;
  private long blockWeight = -1;
  private boolean dividing;
  private boolean divided;
  private int endedInlets;
  private int claimed;
  private int held;
  private int resumable;
  private @Nullable Throwable inputError;

  SliceWindow(PlannedSegment.Parallel segment, PlanSettings settings, Inbox inbox) {
    this.segment = segment;
    this.settings = settings;
    this.inbox = inbox;
  }

  // Claiming.

  /** Whether the window has room. */
  boolean claimable() {
    if (resumable > 0) {
      return resumable() != null;
    }
    if (dividing || claimed >= settings.edgeElements()) {
      return false;
    }
    return block(current) == null
        ? held < settings.edgeElements()
        : slices.size() < segment.mostBlocks();
  }

  private static @Nullable Block<Object> block(Inbox.@Nullable Arrival arrival) {
    return arrival == null ? null : arrival.chunk().block;
  }

  /** Whether a slice that was begun can go on. */
  boolean resumes() {
    return resumable > 0 && resumable() != null;
  }

  /** Whether input waits that nobody has claimed. */
  boolean waits() {
    return current != null || inbox.waiting() > 0;
  }

  /** How much work that is, as far as it is known. */
  double waitingNanos() {
    Inbox.Arrival arrival = current;
    double begun = 0;
    if (arrival != null) {
      Block<Object> block = arrival.chunk().block;
      begun =
          block == null
              ? estimate.nanos(arrival.chunk().size - index)
              : estimate.blockNanos(block.weight());
    }
    long waiting = inbox.waiting();
    return begun
        + (blockWeight < 0 ? estimate.nanos(waiting) : waiting * estimate.blockNanos(blockWeight));
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

  /** The next piece of work, or null if there is none or {@link #toDivide} has to come first. */
  @Nullable Slice next(Supplier<Chain> chains) {
    Slice suspended = resumable > 0 ? resumable() : null;
    if (suspended != null) {
      suspended.state = Slice.State.RUNNING;
      resumable--;
      return suspended;
    }
    Inbox.Arrival arrival = claimable() ? arrival() : null;
    if (arrival == null || !claimable()) {
      return null;
    }
    Block<Object> block = arrival.chunk().block;
    return block == null || !divides(block) ? cut(arrival, chains) : null;
  }

  private Inbox.@Nullable Arrival arrival() {
    while (current == null && inputError == null) {
      switch (inbox.poll()) {
        case null -> {
          return null;
        }
        case Inbox.Arrival arrival -> {
          current = arrival;
          Block<Object> block = block(arrival);
          blockWeight = block == null ? -1 : block.weight();
          divided = false;
          index = 0;
        }
        case Inbox.End(Inlet inlet, Throwable error) -> {
          endedInlets++;
          inputError = error;
        }
      }
    }
    return current;
  }

  private boolean divides(Block<Object> block) {
    return segment.parallelism() > 1 && estimate.divides(block);
  }

  /** A block to divide before more can be claimed; whoever asks has to do that. */
  Inbox.@Nullable Arrival toDivide() {
    Block<Object> block = block(current);
    if (block == null || !claimable() || !divides(block)) {
      return null; // also while another worker divides it: then nothing is claimable
    }
    dividing = true;
    return current;
  }

  /**
   * A block was divided.
   *
   * @return false if nothing is left of it to be done
   */
  boolean divided(Inbox.Arrival whole, Chunk parts) {
    dividing = false;
    Block<Object> block = block(whole);
    if (block != null) {
      estimate.block(block, parts.size);
    }
    if (!whole.equals(current)) {
      return true; // abandoned, and released with the block
    }
    whole.inlet().taken(whole.chunk());
    divided = true;
    current = parts.size == 0 ? null : new Inbox.Arrival(parts, whole.inlet());
    return current != null;
  }

  private Slice cut(Inbox.Arrival arrival, Supplier<Chain> chains) {
    Chunk chunk = arrival.chunk();
    int from = index;
    int to = chunk.size;
    if (chunk.block == null) {
      int wanted = estimate.slice(to - from, inbox.waiting() > 0, segment.parallelism());
      to = from + Math.min(wanted, settings.edgeElements() - claimed);
      claimed += to - from;
    }
    index = to;
    chunk.acks.retain();
    if (to == chunk.size) {
      current = null;
      chunk.acks.release();
      if (!divided) {
        arrival.inlet().taken(chunk);
      }
    }
    Slice slice = new Slice(chunk, from, to, chains.get());
    slices.addLast(slice);
    return slice;
  }

  // What became of slices.

  /**
   * A worker has computed a slice, or a part of it.
   *
   * @param elements how many elements it read
   */
  void computed(Slice slice, long nanos, long elements, boolean whole) {
    Chunk input = slice.input;
    if (elements > 0 && input != null) {
      estimate.cost(nanos, elements);
      if (whole && input.block != null) {
        estimate.block(input.block, elements);
      }
    }
    held += slice.countHeld();
  }

  /** How many elements of results are held. */
  int held() {
    return held;
  }

  /** A slice with something to emit. */
  @Nullable Slice emittable() {
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

  /** The results so far of a slice were emitted, so it can go on. */
  void resume(Slice slice) {
    held -= slice.forgetHeld();
    slice.state = Slice.State.RESUMABLE;
    resumable++;
  }

  /** All results of a slice were emitted. */
  void remove(Slice slice) {
    slices.remove(slice);
    held -= slice.forgetHeld();
    Chunk input = slice.input;
    claimed -= input == null || input.block != null ? 0 : slice.to - slice.from;
  }

  /** Adds a slice for each chain, to collect what the chain holds at the end. */
  void collect(List<Chain> chains) {
    for (Chain chain : chains) {
      Slice slice = new Slice(null, 0, 0, chain);
      slice.state = Slice.State.RESUMABLE;
      slices.addLast(slice);
      resumable++;
    }
  }

  /** Why the input broke off, or null. */
  @Nullable Throwable inputError() {
    return inputError;
  }

  /** Whether there is no more input and everything was emitted. */
  boolean atEnd() {
    boolean over = inputError != null || endedInlets == inbox.inlets();
    return over && current == null && slices.isEmpty();
  }

  /** Drops everything but what workers still hold; {@code dropped} gets what held it. */
  void abandon(List<AckSet> dropped) {
    inbox.discard(dropped);
    if (current != null) {
      dropped.add(current.chunk().acks);
      current = null;
    }
    for (Slice slice : List.copyOf(slices)) {
      if (slice.state != Slice.State.RUNNING) {
        resumable -= slice.state == Slice.State.RESUMABLE ? 1 : 0;
        slice.abandon(dropped);
        slices.remove(slice);
      }
    }
  }

  /** How many elements are in it. */
  long elements() {
    return inbox.waiting() + claimed;
  }
}
