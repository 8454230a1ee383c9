package dev.leat.runtime.execution;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.LiveLane;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Polls one lane of a live source, as far as there is credit, on the lane's own executor. It ends
 * with the lane, not with the job.
 */
final class LiveLaneTask extends Task {

  private final ListenTask owner;
  private final Intake intake;
  private final LiveLane<Object> lane;
  private final LaneAccount account;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean granted;
  private volatile boolean stopped;
  private boolean queued;
  private boolean opened;
  private boolean told;
  private boolean ended;

  LiveLaneTask(ListenTask owner, Intake intake, LiveLane<Object> lane) {
    super(owner.job(), lane.name(), lane.executor());
    this.owner = owner;
    this.intake = intake;
    this.lane = lane;
    this.account = new LaneAccount(job(), owner.source(), lane.name(), this::signal);
    account.opened(new LanePositions(lane));
    account.whenOver(() -> owner.over(this));
  }

  /** The positions of a live lane. */
  private record LanePositions(LiveLane<Object> lane) implements LaneAccount.Positions {

    @Override
    public Position describe(long position) {
      return lane.describe(position);
    }

    @Override
    public long done(long position) {
      return lane.done(position);
    }

    @Override
    public void acknowledged(long position) {
      lane.acknowledged(position);
    }
  }

  @Override
  boolean drain() {
    long begin = System.nanoTime();
    try {
      while (!ended && step()) {
        // Each step does one thing and looks around again.
      }
    } catch (Throwable t) {
      owner.broken(account.unreadable(t));
      end();
    }
    owner.busyNanos().add(System.nanoTime() - begin);
    return false;
  }

  /** Does the next thing; returns false if there is nothing to do at the moment. */
  private boolean step() throws Exception {
    if (job().stopping() || intake.cancelled()) {
      end();
      return false;
    }
    if (!opened) {
      opened = true;
      lane.open(this::signalHere);
    }
    if (stopped && !told) {
      told = true;
      lane.stop();
    }
    return !account.full() && hasCredit() && poll();
  }

  private boolean hasCredit() {
    if (queued && granted) {
      queued = false;
      granted = false;
      return true;
    }
    if (!queued) {
      queued = !intake.take(this);
      return !queued;
    }
    return false;
  }

  private boolean poll() throws Exception {
    Block<Object> block;
    try {
      block = lane.poll();
    } catch (Throwable t) {
      intake.request(1);
      throw t;
    }
    if (block != null) {
      intake.send(new Chunk(block, account, account.begin(block)));
      return true;
    }
    intake.request(1); // gives the credit back
    if (lane.ended()) {
      end();
    }
    return false;
  }

  private void end() {
    ended = true;
    account.end();
    owner.laneEnded();
  }

  /** The lane's turn has come to send a block. Called by any thread. */
  void granted() {
    granted = true;
    signal();
  }

  /** Receives no more; what was received is still delivered. Called by any thread. */
  void stop() {
    stopped = true;
    signal();
  }

  /** How much was delivered. */
  long done() {
    return account.done();
  }

  @Override
  @Nullable OldestElement oldest() {
    return account.oldest();
  }

  /** Closes the lane, once. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        lane.close();
      } catch (RuntimeException e) {
        job().fail(account.failed("close", e));
      }
    }
  }
}
