package dev.leat.runtime.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * A place where a task sends chunks to one or more {@linkplain Inlet inlets}, each chunk to all of
 * them. It is sent only when every inlet has given credit. All methods but those of the
 * subscriptions are called by the task that owns the port.
 */
final class Port {

  /** What is sent quietly wakes its receivers when it is so much, in elements. */
  static final int MOST_QUIET = 8_192;

  private final Runnable wake;
  private final List<Target> targets = new ArrayList<>();
  private volatile boolean waiting;
  private volatile int quiet;
  private boolean prompt;
  private boolean ended;

  /**
   * A port without receivers.
   *
   * @param wake called, by any thread, when a port that was not ready may be so now, or when
   *     somebody wants no more
   */
  Port(Runnable wake) {
    this.wake = wake;
  }

  /** Adds a receiver; only while the job is wired. */
  void connect(Inlet inlet) {
    targets.add(new Target(inlet));
    prompt |= inlet.isHere();
  }

  /** Announces the port to its receivers, who give their first credit. */
  void open() {
    targets.forEach(target -> target.inlet.onSubscribe(target));
  }

  /** Whether a chunk may be sent now. If not, the owner is woken when that changes. */
  boolean ready() {
    if (hasCredit()) {
      return true;
    }
    waiting = true;
    if (hasCredit()) {
      waiting = false;
      return true;
    }
    return false;
  }

  /** Whether a chunk may be sent now; called by any thread. */
  boolean hasCredit() {
    for (Target target : targets) {
      if (!target.cancelled && target.credit.get() == 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether nobody wants more. */
  boolean cancelled() {
    for (Target target : targets) {
      if (!target.cancelled) {
        return false;
      }
    }
    return true;
  }

  /** Sends a chunk; {@link #ready} must have said so. */
  void send(Chunk chunk) {
    give(chunk);
    wakeAll();
  }

  /**
   * Sends a chunk without waking the receivers at once: waking a thread costs as much as some
   * hundred elements. They are woken when much was sent, and by {@link #wakeReceivers}.
   */
  void sendQuietly(Chunk chunk) {
    int more = quiet + Math.max(1, chunk.size);
    give(chunk);
    quiet = more;
    if (more >= MOST_QUIET || prompt) {
      wakeAll();
    }
  }

  /** Whether something was sent that the receivers were not woken for. */
  boolean isQuiet() {
    return quiet > 0;
  }

  /** Wakes the receivers if there is something that they were not woken for; by any thread. */
  void wakeReceivers() {
    if (quiet > 0) {
      wakeAll();
    }
  }

  private void wakeAll() {
    quiet = 0;
    for (Target target : targets) {
      target.inlet.wake();
    }
  }

  private void give(Chunk chunk) {
    for (Target target : targets) {
      if (!target.cancelled) {
        // Held by the sender to the end: a receiver may be done with it before the next one has it.
        chunk.acks.retain();
        target.credit.decrementAndGet();
        target.inlet.receive(chunk);
      }
    }
    chunk.acks.release();
  }

  /** Says that no more will come. */
  void complete() {
    if (!ended) {
      ended = true;
      for (Target target : targets) {
        if (!target.cancelled) {
          target.inlet.onComplete();
        }
      }
    }
  }

  /** Says that no more will come because of an error. */
  void fail(Throwable error) {
    if (!ended) {
      ended = true;
      for (Target target : targets) {
        if (!target.cancelled) {
          target.inlet.onError(error);
        }
      }
    }
  }

  /** The credit of one receiver. Its methods may be called by any thread. */
  private final class Target implements Subscription {

    private final Inlet inlet;
    private final AtomicLong credit = new AtomicLong();
    private volatile boolean cancelled;

    Target(Inlet inlet) {
      this.inlet = inlet;
    }

    @Override
    public void request(long chunks) {
      credit.getAndAccumulate(chunks, Operators::addCap);
      if (waiting) {
        waiting = false;
        wake.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      wake.run();
    }
  }
}
