package dev.leat.samples.tcpingest;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sink of lines that are on the disk half a second after they were written, and stay there
 * whatever becomes of the job. It writes whole lines, and goes on with another file when one has
 * reached its size.
 *
 * @param name what is written, for messages
 * @param files names the next file
 * @param rollSize the size at which a file is complete
 * @param encode makes the bytes of an element, without line end
 * @param count what is written
 */
record Journal<T>(
    String name,
    Supplier<Path> files,
    long rollSize,
    Function<? super T, byte[]> encode,
    LongAdder count,
    Disk disk)
    implements Sink<T> {

  private static final long SYNC_MILLIS = 400;
  private static final int BUFFER = 256 << 10;

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
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER);
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
      for (T element : chunk) {
        byte[] line = journal.encode.apply(element);
        WholeLines current = file;
        long before = (current == null ? 0 : current.size()) + buffer.size();
        if (before > 0 && before + line.length + 1 > journal.rollSize) {
          spill();
          roll();
        }
        buffer.writeBytes(line);
        buffer.write('\n');
        buffered++;
        if (buffer.size() >= BUFFER) {
          spill();
        }
      }
      spill();
      IOException broken = failure;
      if (broken != null) {
        throw broken;
      }
    }

    private void spill() throws IOException {
      if (buffer.size() == 0) {
        return;
      }
      WholeLines current = file;
      if (current == null) {
        current = WholeLines.open(journal.files.get(), journal.disk);
        file = current;
      }
      current.append(buffer.toByteArray(), buffer.size());
      journal.count.add(buffered);
      buffer.reset();
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
