package dev.leat.runtime.execution;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.Progress.LaneProgress;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.graph.StageNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the blocks of one lane, as far as there is credit, on a thread that may block, and keeps
 * account of what was delivered. {@link #lock} protects the account and the thread that may be
 * interrupted; it is never held while the reader is called.
 */
final class LaneTask extends Task {

  /** So many ranges may be under way, behind the oldest one that is not delivered. */
  private static final int MAX_OPEN = 65_536;

  private final StageNode source;
  private final Lane<Object> lane;
  private final Port port;
  private final Object lock = new Object();
  private final Object acknowledging = new Object();
  private final Deque<Ack> open = new ArrayDeque<>();
  private volatile @Nullable LaneReader<Object> reader;
  private volatile boolean stopped;
  private volatile long delivered;
  private @Nullable Thread fetching;
  private boolean closed;
  private volatile boolean full;
  private boolean ended;
  private long acknowledged;

  LaneTask(JobRun job, String name, Executor home, StageNode source, Lane<Object> lane) {
    super(job, name, home);
    this.source = source;
    this.lane = lane;
    this.port = new Port(this);
  }

  StageNode source() {
    return source;
  }

  Port port() {
    return port;
  }

  @Override
  boolean drain() {
    while (!ended && !job().stopping()) {
      if (stopped || port.cancelled()) {
        end();
      } else if (!port.ready() || full) {
        return false;
      } else {
        fetch();
      }
    }
    ended = true;
    return false;
  }

  private void end() {
    ended = true;
    port.complete();
  }

  private void fetch() {
    long begin = System.nanoTime();
    Block<Object> block = null;
    Throwable failure = null;
    if (mayFetch()) {
      try {
        block = reader().next();
      } catch (Throwable t) {
        failure = t;
      } finally {
        fetched();
      }
    }
    busyNanos().add(System.nanoTime() - begin);
    if (failure != null && !stopped && !job().stopping()) {
      ended = true;
      port.fail(unreadable(failure));
    } else if (block == null) {
      end();
    } else {
      Ack range = new Ack(this, block.from(), block.to());
      synchronized (lock) {
        open.addLast(range);
        full = open.size() >= MAX_OPEN;
      }
      port.send(new Chunk(block, this, AckSet.of(range)));
    }
  }

  private LaneReader<Object> reader() throws Exception {
    LaneReader<Object> current = reader;
    if (current == null) {
      current = lane.open();
      boolean late;
      synchronized (lock) {
        late = closed;
        reader = late ? null : current;
      }
      if (late) {
        current.close();
        throw new IllegalStateException("opened after the job had ended");
      }
    }
    return current;
  }

  private boolean mayFetch() {
    synchronized (lock) {
      fetching = stopped ? null : Thread.currentThread();
      return !stopped;
    }
  }

  private void fetched() {
    synchronized (lock) {
      fetching = null;
      if (stopped) {
        // The interrupt of stop() was meant for next() only.
        Thread.interrupted();
      }
    }
  }

  /** Fetches no more; what was fetched is still delivered. Called by any thread. */
  void stop() {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      stopped = true;
      if (fetching != null) {
        fetching.interrupt();
      }
    }
    signal();
  }

  JobException unreadable(Throwable failure) {
    return failed("read", failure);
  }

  private JobException failed(String verb, Throwable failure) {
    return new JobException(
        "stage '%s' (%s) of pipeline '%s' could not %s %s: %s"
            .formatted(
                source.name(),
                source.site(),
                job().name(),
                verb,
                lane.name(),
                SinkOutput.reason(failure)),
        failure);
  }

  Position describe(long position) {
    LaneReader<Object> current = reader;
    return current == null || position == Cursor.NOWHERE
        ? new Position(lane.name(), -1, -1)
        : current.describe(position);
  }

  /** A range is complete: everything before the first one that is not was delivered. */
  void completed() {
    long position = -1;
    boolean room;
    synchronized (lock) {
      for (Ack first = open.peekFirst();
          first != null && first.complete();
          first = open.peekFirst()) {
        position = first.to();
        open.removeFirst();
      }
      delivered = position < 0 ? delivered : position;
      room = full && open.size() < MAX_OPEN;
      full &= !room;
    }
    if (room) {
      signal();
    }
    if (position >= 0) {
      acknowledge();
      job().delivered();
    }
  }

  /** Tells the reader how far everything was delivered; positions only grow. */
  private void acknowledge() {
    synchronized (acknowledging) {
      LaneReader<Object> current = reader;
      long position = delivered;
      if (current != null && position > acknowledged) {
        acknowledged = position;
        try {
          current.acknowledged(position);
        } catch (RuntimeException e) {
          job().fail(failed("take note of what was delivered of", e));
        }
      }
    }
  }

  LaneProgress progress() {
    LaneReader<Object> current = reader;
    long done = current == null ? 0 : current.done(delivered);
    return new LaneProgress(lane.name(), done, lane.size(), lane.unit());
  }

  /** Closes the reader; called once, when no task uses it any more. */
  void close() throws Exception {
    LaneReader<Object> current;
    synchronized (lock) {
      closed = true;
      current = reader;
    }
    if (current != null) {
      current.close();
    }
  }

  @Override
  long undelivered() {
    synchronized (lock) {
      return open.size();
    }
  }
}
