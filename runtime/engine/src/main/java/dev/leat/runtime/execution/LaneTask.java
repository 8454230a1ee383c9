package dev.leat.runtime.execution;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.Progress.LaneProgress;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.graph.StageNode;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the blocks of one lane, as far as there is credit, on a thread that may block. {@link
 * #lock} protects the thread that may be interrupted; it is never held while the reader is called.
 */
final class LaneTask extends Task {

  private final Lane<Object> lane;
  private final LaneAccount account;
  private final Port port;
  private final Object lock = new Object();
  private volatile @Nullable LaneReader<Object> reader;
  private volatile boolean stopped;
  private @Nullable Thread fetching;
  private boolean closed;
  private volatile boolean ended;

  LaneTask(JobRun job, String name, Executor home, StageNode source, Lane<Object> lane) {
    super(job, name, home);
    this.lane = lane;
    this.account = new LaneAccount(job, source, name, this::signal);
    this.port = new Port(this::signal);
  }

  /** The positions of a reader. */
  private record ReaderPositions(LaneReader<Object> reader) implements LaneAccount.Positions {

    @Override
    public Position describe(long position) {
      return reader.describe(position);
    }

    @Override
    public long done(long position) {
      return reader.done(position);
    }

    @Override
    public void acknowledged(long position) {
      reader.acknowledged(position);
    }
  }

  StageNode source() {
    return account.source();
  }

  Port port() {
    return port;
  }

  @Override
  boolean drain() {
    while (!ended && !job().stopping()) {
      if (stopped || port.cancelled()) {
        end();
      } else if (!port.ready() || account.full()) {
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
    account.end();
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
      port.fail(account.unreadable(failure));
    } else if (block == null) {
      end();
    } else {
      port.send(new Chunk(block, account, account.begin(block)));
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
      account.opened(new ReaderPositions(current));
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

  @Override
  boolean hasRoom() {
    return port.hasCredit() && !account.full();
  }

  @Override
  boolean isOver() {
    return ended;
  }

  LaneProgress progress() {
    return new LaneProgress(lane.name(), account.done(), lane.size(), lane.unit());
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
  @Nullable OldestElement oldest() {
    return account.oldest();
  }

  @Override
  long undelivered() {
    return account.underWay();
  }
}
