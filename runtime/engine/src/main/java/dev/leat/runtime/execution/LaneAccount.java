package dev.leat.runtime.execution;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.graph.StageNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of what of one lane is under way and what was delivered. Thread-safe: {@link #lock}
 * protects the account and is never held while anything else is called.
 */
final class LaneAccount implements Ack.Lane {

  /** So many ranges may be under way, behind the oldest one that is not delivered. */
  private static final int MAX_OPEN = 65_536;

  private final JobRun job;
  private final StageNode source;
  private final String name;
  private final Runnable room;
  private final Object lock = new Object();
  private final Object acknowledging = new Object();
  private final Deque<Ack> open = new ArrayDeque<>();
  private @Nullable List<Runnable> onOver = new ArrayList<>(1);
  private volatile @Nullable Positions positions;
  private volatile long delivered;
  private volatile boolean full;
  private volatile boolean over;
  private boolean ended;
  private long acknowledged;

  /** What the lane knows of its positions, see {@code LaneReader}. */
  interface Positions {

    Position describe(long position);

    long done(long position);

    void acknowledged(long position);
  }

  /**
   * An empty account.
   *
   * @param name the name of the lane
   * @param room called, by any thread, when the account was full and no longer is
   */
  LaneAccount(JobRun job, StageNode source, String name, Runnable room) {
    this.job = job;
    this.source = source;
    this.name = name;
    this.room = room;
  }

  @Override
  public String name() {
    return name;
  }

  StageNode source() {
    return source;
  }

  /** From now on positions can be described. */
  void opened(Positions known) {
    positions = known;
  }

  /** Whether so much is under way that no more may be added. */
  boolean full() {
    return full;
  }

  /** Adds a block that is sent; returns what holds it. */
  AckSet begin(Block<Object> block) {
    Ack range = new Ack(this, block.from(), block.to());
    synchronized (lock) {
      open.addLast(range);
      full = open.size() >= MAX_OPEN;
    }
    return AckSet.of(range);
  }

  /** A range is complete: everything before the first one that is not was delivered. */
  @Override
  public void completed() {
    long position = -1;
    boolean wasFull;
    synchronized (lock) {
      for (Ack first = open.peekFirst();
          first != null && first.complete();
          first = open.peekFirst()) {
        position = first.to();
        open.removeFirst();
      }
      delivered = position < 0 ? delivered : position;
      wasFull = full && open.size() < MAX_OPEN;
      full &= !wasFull;
    }
    if (wasFull) {
      room.run();
    }
    if (position >= 0) {
      acknowledge();
      job.delivered();
      checkOver();
    }
  }

  /** Tells the lane how far everything was delivered; positions only grow. */
  private void acknowledge() {
    synchronized (acknowledging) {
      Positions current = positions;
      long position = delivered;
      if (current != null && position > acknowledged) {
        acknowledged = position;
        try {
          current.acknowledged(position);
        } catch (RuntimeException e) {
          job.fail(failed("take note of what was delivered of", e));
        }
      }
    }
  }

  /** Nothing will be added any more. */
  void end() {
    synchronized (lock) {
      ended = true;
    }
    checkOver();
  }

  private void checkOver() {
    List<Runnable> actions;
    synchronized (lock) {
      actions = onOver;
      if (!ended || !open.isEmpty() || actions == null) {
        return;
      }
      onOver = null;
      over = true;
    }
    actions.forEach(Runnable::run);
  }

  /**
   * Whether the lane has ended and everything was delivered, so that nothing of it is anywhere in
   * the job.
   */
  boolean over() {
    return over;
  }

  /** Calls an action once, by any thread, as soon as the lane is {@link #over}. */
  void whenOver(Runnable action) {
    synchronized (lock) {
      if (onOver != null) {
        onOver.add(action);
        return;
      }
    }
    action.run();
  }

  Position describe(long position) {
    Positions current = positions;
    return current == null || position == Cursor.NOWHERE
        ? new Position(name, -1, -1)
        : current.describe(position);
  }

  /** How much of the lane was delivered. */
  long done() {
    Positions current = positions;
    return current == null ? 0 : current.done(delivered);
  }

  JobException unreadable(Throwable failure) {
    return failed("read", failure);
  }

  JobException failed(String verb, Throwable failure) {
    return new JobException(
        "stage '%s' (%s) of pipeline '%s' could not %s %s: %s"
            .formatted(
                source.name(), source.site(), job.name(), verb, name, SinkOutput.reason(failure)),
        failure);
  }

  /** The first element that is not delivered; null if there is none. */
  @Nullable OldestElement oldest() {
    Ack first;
    synchronized (lock) {
      first = open.peekFirst();
    }
    return first == null ? null : new OldestElement(describe(first.from()), first.began());
  }

  /** How many ranges are under way. */
  long underWay() {
    synchronized (lock) {
      return open.size();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
