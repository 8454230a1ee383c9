package dev.leat.runtime.execution;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * The receiving end of an edge. It gives credit for no more chunks than it has room for: a chunk
 * that is announced counts as a full one, a chunk that has arrived counts as much as it holds, and
 * one that was taken counts nothing. So the bound is in elements, however small the chunks are, and
 * credit is given again before it runs dry.
 */
final class Inlet implements CoreSubscriber<Chunk> {

  private final Inbox inbox;
  private final int capacity;
  private final int full;
  private final int chunkBytes;
  private final int threshold;
  private final AtomicLong free = new AtomicLong();
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile @Nullable Subscription upstream;
  private volatile boolean cancelled;

  /**
   * The end of an edge.
   *
   * @param inbox where chunks go
   * @param capacity the room, in elements or blocks
   * @param full what a full chunk takes of it
   * @param chunkBytes the bytes of a full chunk
   */
  Inlet(Inbox inbox, int capacity, int full, int chunkBytes) {
    this.inbox = inbox;
    this.capacity = capacity;
    this.full = full;
    this.chunkBytes = chunkBytes;
    this.threshold = Math.max(full, capacity / 2);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    if (inbox.hasTurn(this)) {
      begin();
    }
  }

  /** Gives the first credit, once. */
  void begin() {
    Subscription subscription = upstream;
    if (subscription != null && begun.compareAndSet(false, true)) {
      int chunks = Math.max(1, capacity / full);
      free.set(Math.max(0, capacity - chunks * full));
      subscription.request(chunks);
    }
  }

  @Override
  public void onNext(Chunk chunk) {
    receive(chunk);
    wake();
  }

  /** Takes a chunk that nobody need know of until {@link #wake}. */
  void receive(Chunk chunk) {
    inbox.addQuietly(new Inbox.Arrival(chunk, this));
    release(full - cost(chunk));
  }

  /** Whether what is received is dealt with on the thread that sends. */
  boolean isHere() {
    return inbox.isHere();
  }

  /** Wakes whoever takes what was received; called by any thread. */
  void wake() {
    inbox.wake();
  }

  @Override
  public void onError(Throwable error) {
    inbox.add(new Inbox.End(this, error));
  }

  @Override
  public void onComplete() {
    inbox.add(new Inbox.End(this, null));
  }

  /** The chunk was taken out of the queue: its room is free again. */
  void taken(Chunk chunk) {
    release(cost(chunk));
  }

  private void release(int room) {
    if (room == 0) {
      return;
    }
    long now = free.addAndGet(room);
    while (now >= threshold) {
      long chunks = now / full;
      if (free.compareAndSet(now, now - chunks * full)) {
        Subscription subscription = upstream;
        if (subscription != null && !cancelled) {
          subscription.request(chunks);
        }
        return;
      }
      now = free.get();
    }
  }

  private int cost(Chunk chunk) {
    if (chunk.block != null) {
      return full;
    }
    long byBytes = (long) chunk.bytes * full / chunkBytes;
    return Math.clamp(Math.max(chunk.size, byBytes), 1, full);
  }

  void cancel() {
    cancelled = true;
    Subscription subscription = upstream;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
