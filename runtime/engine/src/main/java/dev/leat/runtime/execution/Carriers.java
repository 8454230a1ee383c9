package dev.leat.runtime.execution;

import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The platform threads that carry virtual ones, with their CPU time. Used by the watchdog only. */
final class Carriers {

  private static final String TYPE = "jdk.internal.misc.CarrierThread";
  private static final double BUSY = 0.6;
  private static final int LOOKS_BETWEEN = 100;

  private final ThreadCpu cpuTimes;
  private final Map<String, Carrier> byName = new HashMap<>();
  private int untilRefresh;
  private long lastNanos = System.nanoTime();
  private long cpu;
  private boolean busy;
  private boolean known;

  Carriers(ThreadMXBean threads) {
    this.cpuTimes = new ThreadCpu(threads);
  }

  /** A carrier and the CPU time that it had taken at the last look. */
  private static final class Carrier {

    private final Thread thread;
    private long cpu;

    Carrier(Thread thread, long cpu) {
      this.thread = thread;
      this.cpu = cpu;
    }
  }

  /** Reads their CPU times. */
  void look() {
    if (--untilRefresh < 0) {
      refresh();
      untilRefresh = LOOKS_BETWEEN;
    }
    long now = System.nanoTime();
    long elapsed = now - lastNanos;
    lastNanos = now;
    busy = false;
    for (Carrier carrier : byName.values()) {
      long before = carrier.cpu;
      carrier.cpu = Math.max(before, cpuTimes.nanos(carrier.thread));
      cpu += carrier.cpu - before;
      busy |= carrier.cpu - before > BUSY * elapsed;
    }
  }

  private void refresh() {
    byName.values().removeIf(carrier -> !carrier.thread.isAlive());
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root != null && root.getParent() != null) {
      root = root.getParent();
    }
    if (root == null) {
      return; // the current thread has ended
    }
    Thread[] all = new Thread[2 * root.activeCount() + 8];
    int found = root.enumerate(all);
    for (int i = 0; i < found; i++) {
      Thread thread = all[i];
      if (thread.getClass().getName().equals(TYPE) && !byName.containsKey(thread.getName())) {
        byName.put(thread.getName(), new Carrier(thread, known ? 0 : cpuTimes.nanos(thread)));
      }
    }
    known = true; // those that are found later began later
  }

  /** Whether one of them has computed for most of the time since the look before the last. */
  boolean busy() {
    return busy;
  }

  /** The CPU time that all have taken since the first look, in nanoseconds. */
  long cpu() {
    return cpu;
  }

  /** A thread is mounted on one; makes it known if it is not. */
  void seen(String name) {
    if (!byName.containsKey(name)) {
      untilRefresh = 0;
    }
  }

  /** The CPU time of one, as of the last look; -1 if it is not known. */
  long cpu(String name) {
    @Nullable Carrier carrier = byName.get(name);
    return carrier == null ? -1 : carrier.cpu;
  }
}
