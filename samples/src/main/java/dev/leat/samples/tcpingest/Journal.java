package dev.leat.samples.tcpingest;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sink of lines that are on the disk half a second after they were written, and stay there
 * whatever becomes of the job. It writes whole lines, and goes on with another file when one has
 * reached its size.
 *
 * @param name what is written, for messages
 * @param files names the next file
 * @param rollSize the size at which a file is complete
 * @param encode makes the line of an element
 * @param count what is written
 */
record Journal<T>(
    String name,
    Naming files,
    long rollSize,
    Function<? super T, Line> encode,
    LongAdder count,
    Disk disk)
    implements Sink<T> {

  private static final long SYNC_MILLIS = 400;
  private static final long OVERDUE = TimeUnit.MILLISECONDS.toNanos(600);
  private static final int BUFFER = 256 << 10;

  /** Names the next file. */
  @FunctionalInterface
  interface Naming {
    Path next() throws IOException;
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public SinkWriter<T> open(ConnectorContext context) {
    return new Writer<>(this);
  }

  /**
   * Writes; a timer syncs. Both hold this object's lock, so no file is closed while it is synced.
   */
  private static final class Writer<T> implements SinkWriter<T> {

    private final Journal<T> journal;
    private byte[] buffer = new byte[BUFFER];
    private int filled;
    private final ScheduledThreadPoolExecutor timer;
    private long buffered;
    private volatile @Nullable WholeLines file;
    private volatile @Nullable IOException failure;

    Writer(Journal<T> journal) {
      this.journal = journal;
      timer =
          new ScheduledThreadPoolExecutor(
              1, task -> Thread.ofPlatform().daemon().name("leat-sync").unstarted(task));
      var unused = // it ends with the writer
          timer.scheduleWithFixedDelay(
              this::syncSoon, SYNC_MILLIS, SYNC_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(List<? extends T> chunk) throws IOException {
      if (overdue()) {
        sync(); // the disk is slow: whoever writes waits for it, and so do the peers
      }
      for (T element : chunk) {
        add(journal.encode.apply(element));
      }
      spill();
      requireSynced();
    }

    private void add(Line line) throws IOException {
      int length = line.length() + 1;
      WholeLines current = file;
      long before = (current == null ? 0 : current.size()) + filled;
      boolean full = before > 0 && before + length > journal.rollSize;
      if (full || filled + length > BUFFER) {
        spill();
      }
      if (full) {
        roll();
      }
      buffer = filled + length > buffer.length ? Arrays.copyOf(buffer, filled + length) : buffer;
      line.copyTo(buffer, filled);
      filled += length;
      buffer[filled - 1] = '\n';
      buffered++;
    }

    private boolean overdue() {
      WholeLines current = file;
      return current != null && current.isDirtyFor(OVERDUE);
    }

    /** What a timer could not sync may be lost, whatever a later attempt says. */
    private void requireSynced() throws IOException {
      IOException broken = failure;
      if (broken != null) {
        throw broken;
      }
    }

    private void spill() throws IOException {
      if (filled == 0) {
        return;
      }
      WholeLines current = file;
      if (current == null) {
        current = WholeLines.open(journal.files.next(), journal.disk);
        file = current;
      }
      current.append(buffer, filled);
      journal.count.add(buffered);
      buffer = buffer.length > BUFFER ? new byte[BUFFER] : buffer; // no room for a longest line
      filled = 0;
      buffered = 0;
    }

    private void roll() throws IOException {
      synchronized (this) {
        WholeLines current = file;
        file = null;
        if (current != null) {
          current.close();
        }
      }
    }

    private void syncSoon() {
      try {
        sync();
      } catch (IOException e) {
        failure = e;
      }
    }

    private void sync() throws IOException {
      synchronized (this) {
        WholeLines current = file;
        if (current != null) {
          current.sync();
        }
      }
    }

    @Override
    public void flush() throws IOException {
      sync();
      requireSynced();
    }

    /** What was written stays. */
    @Override
    public void abort() {
      try {
        sync();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      timer.shutdownNow();
      roll();
    }
  }
}
