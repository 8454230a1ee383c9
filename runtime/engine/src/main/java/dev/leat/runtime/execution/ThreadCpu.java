package dev.leat.runtime.execution;

import java.lang.management.ThreadMXBean;

/** The CPU times of other threads, where the JVM tells them. */
final class ThreadCpu {

  private final ThreadMXBean threads;
  private final boolean known;

  ThreadCpu(ThreadMXBean threads) {
    this.threads = threads;
    this.known = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
  }

  /** Whether the JVM tells them. */
  boolean isKnown() {
    return known;
  }

  /** The CPU time of a thread in nanoseconds; 0 if it has ended, or if the JVM does not tell. */
  long nanos(Thread thread) {
    return known ? Math.max(0, threads.getThreadCpuTime(thread.threadId())) : 0;
  }
}
