package dev.leat.runtime.worker;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Drains what a worker prints, always and as fast as it comes, so that a worker never waits for it.
 * Keeps the last lines, and passes lines on to the log, but not more in a second than a log can
 * bear. Run by one thread; {@link #tail} may be called by any.
 */
final class WorkerOutput implements Runnable {

  private static final int KEPT_LINES = 20;
  private static final int MOST_LINE = 2_000;
  private static final int LINES_A_SECOND = 500;
  private static final long SECOND = 1_000_000_000;

  private final System.Logger log = System.getLogger("dev.leat.worker");
  private final String worker;
  private final InputStream input;
  private final Deque<String> last = new ArrayDeque<>(); // and its lock
  private final Crash crash = new Crash(); // guarded by the lock of the lines
  private final byte[] line = new byte[MOST_LINE];
  private int length;
  private boolean cut;
  private long second = System.nanoTime();
  private int logged;
  private long leftOut;
  private final CountDownLatch drained = new CountDownLatch(1);

  WorkerOutput(String worker, InputStream input) {
    this.worker = worker;
    this.input = input;
  }

  @Override
  public void run() {
    byte[] bytes = new byte[1 << 16];
    try (input) {
      for (int read = input.read(bytes); read >= 0; read = input.read(bytes)) {
        take(bytes, read);
      }
    } catch (IOException e) {
      log.log(Level.DEBUG, "the output of {0} broke off: {1}", worker, e);
    } finally {
      endLine();
      reportLeftOut();
      drained.countDown();
    }
  }

  /** Waits, not for long, until all is read of a process that has ended. */
  void awaitEnd(long millis) {
    try {
      // A process that it has left behind may hold the pipe.
      boolean unused = drained.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(byte[] bytes, int count) {
    int from = 0;
    while (from < count) {
      int end = from;
      while (end < count && bytes[end] != '\n') {
        end++;
      }
      int copied = Math.min(end - from, MOST_LINE - length);
      System.arraycopy(bytes, from, line, length, copied);
      length += copied;
      cut |= copied < end - from;
      if (end < count) {
        endLine();
      }
      from = end + 1;
    }
  }

  private void endLine() {
    if (length == 0) {
      return;
    }
    String text = new String(line, 0, length, StandardCharsets.UTF_8) + (cut ? "..." : "");
    length = 0;
    cut = false;
    synchronized (last) {
      if (last.size() == KEPT_LINES) {
        last.removeFirst();
      }
      last.addLast(text);
      crash.take(text);
    }
    if (System.nanoTime() - second > SECOND) {
      reportLeftOut();
      second = System.nanoTime();
      logged = 0;
    }
    if (logged++ < LINES_A_SECOND) {
      log.log(Level.INFO, "{0}: {1}", worker, text);
    } else {
      leftOut++;
    }
  }

  private void reportLeftOut() {
    if (leftOut > 0) {
      log.log(Level.INFO, "{0}: {1} more lines were left out", worker, leftOut);
      leftOut = 0;
    }
  }

  /** The last lines, the oldest first; behind them what a JVM has crashed with. */
  List<String> tail() {
    synchronized (last) {
      List<String> lines = new ArrayList<>(last);
      if (!crash.text.isEmpty()) {
        lines.add(crash.text);
      }
      return List.copyOf(lines);
    }
  }

  /**
   * Finds in the report of a JVM that crashes, hundreds of lines with the address of a web page as
   * the last, the two that say what has happened.
   */
  private static final class Crash {

    private static final String BEGIN = "# A fatal error has been detected by";
    private static final String FRAME = "# Problematic frame:";

    private String text = "";
    private boolean begun;
    private boolean inFrame;

    void take(String line) {
      if (!line.startsWith("#")) {
        return;
      }
      String said = line.substring(1).strip();
      if (line.startsWith(BEGIN)) {
        begun = text.isEmpty();
      } else if (line.startsWith(FRAME)) {
        inFrame = !text.isEmpty() && !text.contains(" in ");
      } else if (!said.isEmpty() && (begun || inFrame)) {
        text = begun ? said : text + " in " + said;
        begun = false;
        inFrame = false;
      }
    }
  }
}
