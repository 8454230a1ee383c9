package dev.leat.runtime.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * Where all lanes of a live source send their blocks: one inlet, whose credit they share, so that
 * what is under way is bounded however many lanes there are. Who gets no credit waits in a queue
 * for its turn; so nobody is left out. Thread-safe.
 */
final class Intake implements Subscription {

  private final Runnable onCancel;
  private final Object lock = new Object();
  private final Queue<LiveLaneTask> waiting = new ArrayDeque<>();
  private long credit;
  private volatile boolean cancelled;
  private volatile boolean open;
  private @Nullable Inlet inlet;

  /**
   * An intake without credit.
   *
   * @param onCancel called, by any thread, when nobody wants more
   */
  Intake(Runnable onCancel) {
    this.onCancel = onCancel;
  }

  /** Sets the receiver; only while the job is wired. */
  void connect(Inlet receiver) {
    inlet = receiver;
  }

  /** Announces the intake to its receiver, who gives the first credit. */
  void open() {
    inlet().onSubscribe(this);
    open = true;
  }

  /** Whether it was announced, so that it may be said that no more will come. */
  boolean isOpen() {
    return open;
  }

  private Inlet inlet() {
    return Objects.requireNonNull(inlet, "nothing receives the lanes");
  }

  /** Takes credit for one block; if there is none, the lane is granted some later. */
  boolean take(LiveLaneTask lane) {
    synchronized (lock) {
      if (credit > 0 && waiting.isEmpty()) {
        credit--;
        return true;
      }
      waiting.add(lane);
      return false;
    }
  }

  @Override
  public void request(long blocks) {
    List<LiveLaneTask> granted = new ArrayList<>();
    synchronized (lock) {
      credit = Operators.addCap(credit, blocks);
      while (credit > 0 && !waiting.isEmpty()) {
        credit--;
        granted.add(waiting.remove());
      }
    }
    granted.forEach(LiveLaneTask::granted);
  }

  @Override
  public void cancel() {
    cancelled = true;
    onCancel.run();
  }

  /** Whether nobody wants more. */
  boolean cancelled() {
    return cancelled;
  }

  /** Sends a block for which credit was taken. */
  void send(Chunk chunk) {
    if (cancelled) {
      chunk.acks.release();
    } else {
      inlet().onNext(chunk);
    }
  }

  /** Says, after the last block of the last lane, that no more will come. */
  void end(@Nullable Throwable error) {
    if (error == null) {
      inlet().onComplete();
    } else {
      inlet().onError(error);
    }
  }
}
