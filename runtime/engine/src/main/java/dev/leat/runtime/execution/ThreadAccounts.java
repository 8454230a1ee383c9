package dev.leat.runtime.execution;

import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the CPU time and the allocation of threads for the tasks that they work for: what a thread
 * took between two looks counts for the task that it is seen at, or was seen at last. Used by the
 * watchdog only.
 */
final class ThreadAccounts {

  private static final int MOST_STACKS = 1;

  private final ThreadCpu cpuTimes;
  private final com.sun.management.@Nullable ThreadMXBean allocation;
  private final AtomicLong counted;
  private final Map<WorkSlot, Account> accounts = new HashMap<>();
  private int stacks;

  /**
   * Nothing seen yet.
   *
   * @param counted the CPU time that counted for any task
   */
  ThreadAccounts(ThreadMXBean threads, AtomicLong counted) {
    this.counted = counted;
    this.cpuTimes = new ThreadCpu(threads);
    this.allocation =
        threads instanceof com.sun.management.ThreadMXBean sun
                && sun.isThreadAllocatedMemorySupported()
            ? sun
            : null;
  }

  /** What a thread had taken at the last look, and what it worked for. */
  private static final class Account {

    private long cpu;
    private long bytes;
    private @Nullable Task last;
  }

  /**
   * Looks at a thread.
   *
   * @param task what it works for; null if it works for nothing that is of interest
   * @param piece which piece of work that is
   */
  void look(WorkSlot slot, @Nullable Task task, long piece) {
    Account account = accounts.get(slot);
    if (account == null) {
      if (task != null) {
        accounts.put(slot, begin(slot, task));
      }
      return;
    }
    Task counts = task == null ? account.last : task;
    if (counts == null) {
      return;
    }
    long cpu = cpuTimes.nanos(slot.thread());
    long bytes = bytes(slot);
    if (cpu >= account.cpu && bytes >= account.bytes) {
      counts.meter().took(cpu - account.cpu, bytes - account.bytes);
      counted.addAndGet(cpu - account.cpu);
      account.cpu = cpu;
      account.bytes = bytes;
    }
    account.last = counts.job().state().ended() ? null : counts;
    boolean sink = task instanceof SequentialTask; // a source may wait for input
    if (task != null && sink && slot.role() == WorkSlot.Role.MAY_WAIT) {
      wait(slot, task, piece);
    }
  }

  /** Whether the thread waits in the user's code; some are asked each round, because it is dear. */
  private void wait(WorkSlot slot, Task task, long piece) {
    boolean waits = SeenStack.isOfWait(slot.thread().getState());
    if (waits && stacks++ >= MOST_STACKS) {
      return;
    }
    boolean inCode = waits && SeenStack.of(slot.thread()).isOfStage();
    if (slot.piece() == piece) { // otherwise it does something else by now, or nothing
      task.meter().thread(inCode, false);
    }
  }

  void nextRound() {
    stacks = 0;
  }

  private Account begin(WorkSlot slot, Task task) {
    Account account = new Account();
    account.cpu = cpuTimes.nanos(slot.thread());
    account.bytes = bytes(slot);
    account.last = task;
    return account;
  }

  void forgetEnded() {
    accounts.keySet().removeIf(slot -> !slot.thread().isAlive());
  }

  private long bytes(WorkSlot slot) {
    return allocation == null ? 0 : allocation.getThreadAllocatedBytes(slot.thread().threadId());
  }
}
