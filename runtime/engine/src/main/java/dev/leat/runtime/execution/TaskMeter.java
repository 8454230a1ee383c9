package dev.leat.runtime.execution;

import dev.leat.runtime.plan.SegmentFigures;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was seen of a task while its job ran. Written by the watchdog, which looks now and then and
 * costs the task itself nothing; read by whoever explains the job. Thread-safe.
 */
final class TaskMeter {

  private int segment = -1;
  private long looks;
  private final Map<Standing, Long> standings = new EnumMap<>(Standing.class);
  private long ordered;
  private long limited;
  private long queued;
  private long mostQueued;
  private long threads;
  private long waiting;
  private long contended;
  private long coroutines;
  private long computing;
  private long cpuNanos;
  private long allocatedBytes;

  /** Names the segment of the plan that the task runs. */
  synchronized void segment(int number) {
    segment = number;
  }

  /**
   * Looks at what the task does and waits for.
   *
   * @param weight for how many looks it counts
   */
  void look(Task task, int weight) {
    Standing now = task.standing();
    long queue = task.waiting();
    boolean late = task.heldByOrder();
    boolean full = task.atLimit();
    synchronized (this) {
      looks += weight;
      standings.merge(now, (long) weight, Long::sum);
      queued += queue * weight;
      mostQueued = Math.max(mostQueued, queue);
      ordered += late ? weight : 0;
      limited += full ? weight : 0;
    }
  }

  /**
   * A thread that works for it was looked at.
   *
   * @param waits whether it waited in the user's code
   * @param blocked whether for a monitor
   */
  synchronized void thread(boolean waits, boolean blocked) {
    threads++;
    waiting += waits ? 1 : 0;
    contended += waits && blocked ? 1 : 0;
  }

  /** Coroutines of it were looked at, of which some ran or could have. */
  synchronized void coroutines(int seen, int active) {
    coroutines += seen;
    computing += active;
  }

  /** A thread took CPU time and memory for it. */
  synchronized void took(long nanos, long bytes) {
    cpuNanos += nanos;
    allocatedBytes += bytes;
  }

  synchronized long cpuNanos() {
    return cpuNanos;
  }

  synchronized SegmentFigures figures() {
    return new SegmentFigures(
        segment,
        new SegmentFigures.Flow(
            looks,
            in(Standing.WORKS),
            in(Standing.WAITS_FOR_CALLS),
            in(Standing.WAITS_FOR_ROOM),
            in(Standing.WAITS_FOR_INPUT) + in(Standing.OVER),
            ordered,
            limited),
        new SegmentFigures.Queue(queued, mostQueued),
        new SegmentFigures.Threads(threads, waiting, contended, coroutines, computing),
        Duration.ofNanos(cpuNanos),
        allocatedBytes);
  }

  private long in(Standing standing) {
    return standings.getOrDefault(standing, 0L);
  }
}
