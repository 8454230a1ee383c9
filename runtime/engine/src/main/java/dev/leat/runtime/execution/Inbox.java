package dev.leat.runtime.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

/**
 * The queue in front of a task: what all its inlets received, in the order of arrival. Bounded by
 * the credit that the inlets give. Filled by any number of threads, emptied by one at a time.
 */
final class Inbox {

  private final Queue<Item> queue = Queues.<Item>unboundedMultiproducer().get();
  private final List<Inlet> inlets = new ArrayList<>();
  private final AtomicLong waiting = new AtomicLong();
  private final Runnable wake;
  private final boolean here;
  private @Nullable InletTurns turns;

  /**
   * A queue.
   *
   * @param wake called, by the thread that sends, after something was added
   */
  Inbox(Runnable wake) {
    this(wake, false);
  }

  /**
   * A queue.
   *
   * @param here whether {@code wake} deals with what was added on the thread that sends
   */
  Inbox(Runnable wake, boolean here) {
    this.wake = wake;
    this.here = here;
  }

  /** Adds an inlet; only while the job is wired. */
  Inlet inlet(int capacity, int full, int chunkBytes) {
    Inlet inlet = new Inlet(this, capacity, full, chunkBytes);
    inlets.add(inlet);
    return inlet;
  }

  int inlets() {
    return inlets.size();
  }

  void add(Item item) {
    addQuietly(item);
    wake();
  }

  /** Adds something that nobody need know of until {@link #wake}. */
  void addQuietly(Item item) {
    waiting.addAndGet(item.elements());
    queue.offer(item);
  }

  void wake() {
    wake.run();
  }

  /** Whether what is added is dealt with on the thread that sends. */
  boolean isHere() {
    return here;
  }

  /** From now on the inlets take turns: each gives credit only when the one before has ended. */
  void takeTurns() {
    turns = new InletTurns(inlets);
  }

  /** Whether an inlet may give credit. */
  boolean hasTurn(Inlet inlet) {
    InletTurns order = turns;
    return order == null || order.hasTurn(inlet);
  }

  @Nullable Item poll() {
    InletTurns order = turns;
    Item item = order == null ? queue.poll() : order.next(queue);
    if (item != null) {
      waiting.addAndGet(-item.elements());
    }
    return item;
  }

  /** How many elements wait; a block counts as one. */
  long waiting() {
    return waiting.get();
  }

  /** Tells everybody upstream that no more is wanted. */
  void cancel() {
    inlets.forEach(Inlet::cancel);
  }

  /**
   * Drops everything that waits as if it had been delivered, because the stream has ended early by
   * itself.
   */
  void discard() {
    List<AckSet> dropped = new ArrayList<>();
    discard(dropped);
    dropped.forEach(AckSet::release);
  }

  /** Drops everything that waits; {@code held} gets what held it. */
  void discard(List<AckSet> held) {
    for (Item item = poll(); item != null; item = poll()) {
      if (item instanceof Arrival arrival) {
        held.add(arrival.chunk().acks);
      }
    }
  }

  /** What stands in the queue. */
  sealed interface Item {

    /** How many elements it holds. */
    int elements();
  }

  /**
   * A chunk.
   *
   * @param chunk the chunk
   * @param inlet where it came in
   */
  record Arrival(Chunk chunk, Inlet inlet) implements Item {

    @Override
    public int elements() {
      return chunk.block == null ? chunk.size : 1;
    }
  }

  /**
   * The end of one inlet.
   *
   * @param inlet which one
   * @param error why, or null if all was delivered
   */
  record End(Inlet inlet, @Nullable Throwable error) implements Item {

    @Override
    public int elements() {
      return 0;
    }
  }
}
