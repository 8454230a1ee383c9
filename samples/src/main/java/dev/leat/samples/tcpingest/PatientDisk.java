package dev.leat.samples.tcpingest;

import dev.leat.samples.Stop;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits for room on the disk if that is wanted. */
final class PatientDisk implements Disk {

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(4);

  private final DiskFull full;
  private final Stop stop;
  private final PrintStream err;
  private final AtomicBoolean said = new AtomicBoolean();

  PatientDisk(DiskFull full, Stop stop, PrintStream err) {
    this.full = full;
    this.stop = stop;
    this.err = err;
  }

  /**
   * Does it, again and again while the disk is full, unless that is to fail. When the run is asked
   * to end it waits a few seconds more.
   *
   * @throws IOException if it is not possible; the message says what to do
   */
  @Override
  public <R> R write(Write<R> action) throws IOException {
    long giveUp = Long.MAX_VALUE;
    while (true) {
      try {
        R result = action.run();
        if (said.compareAndSet(true, false)) {
          err.println("leat: there is room on the disk again");
        }
        return result;
      } catch (IOException e) {
        if (!isFull(e)) {
          throw e;
        }
        giveUp = stop.requested() ? Math.min(giveUp, System.nanoTime() + PATIENCE) : giveUp;
        if (full == DiskFull.FAIL || stop.aborted() || System.nanoTime() > giveUp) {
          throw new IOException(e.getMessage() + "; " + advice(), e);
        }
        pause(e);
      }
    }
  }

  private String advice() {
    return full == DiskFull.FAIL
        ? "make room, or use --disk-full hold to wait for it"
        : "make room and start it again: it was asked to end, so it waits no longer";
  }

  private void pause(IOException reason) throws InterruptedIOException {
    if (said.compareAndSet(false, true)) {
      err.println("leat: " + reason.getMessage() + ": the peers are held back until there is room");
    }
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited for room on the disk");
    }
  }

  private static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left")
        || message.contains("uota exceeded")
        || message.contains("File too large");
  }
}
