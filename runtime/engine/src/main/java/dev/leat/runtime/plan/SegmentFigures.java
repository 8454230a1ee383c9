package dev.leat.runtime.plan;

import java.time.Duration;

/**
 * What was seen of one segment while its job ran, by looking at it now and then. Shares are from 0
 * to 1, and 0 where nothing was seen.
 *
 * @param segment its number
 * @param looks how often it was looked at
 * @param worked in how many of the looks threads worked for it
 * @param called in how many it waited for its calls
 * @param blocked in how many there was no room behind it
 * @param idle in how many nothing stood in front of it
 * @param ordered in how many it could take nothing more, because results wait for one before them
 * @param limited in how many as much ran as may run at once, and more waited
 * @param queued the elements that waited in front of it, of all looks together
 * @param mostQueued the most that were seen there
 * @param threads how often one of its threads was looked at while it worked for it
 * @param waiting in how many of these the thread waited
 * @param contended in how many of these it waited for a monitor
 * @param coroutines how often one of its coroutines was looked at
 * @param computing in how many of these it ran, or could have
 * @param cpu the CPU time of its threads
 * @param allocatedBytes what they allocated
 */
public record SegmentFigures(
    int segment,
    long looks,
    long worked,
    long called,
    long blocked,
    long idle,
    long ordered,
    long limited,
    long queued,
    long mostQueued,
    long threads,
    long waiting,
    long contended,
    long coroutines,
    long computing,
    Duration cpu,
    long allocatedBytes) {

  /** Those of a segment of which nothing was seen. */
  public static SegmentFigures none(int segment) {
    return new SegmentFigures(segment, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, 0);
  }

  /** The figures of two parts of one segment as one. */
  public SegmentFigures plus(SegmentFigures other) {
    return new SegmentFigures(
        segment,
        looks + other.looks,
        worked + other.worked,
        called + other.called,
        blocked + other.blocked,
        idle + other.idle,
        ordered + other.ordered,
        limited + other.limited,
        queued + other.queued,
        Math.max(mostQueued, other.mostQueued),
        threads + other.threads,
        waiting + other.waiting,
        contended + other.contended,
        coroutines + other.coroutines,
        computing + other.computing,
        cpu.plus(other.cpu),
        allocatedBytes + other.allocatedBytes);
  }

  /** Which part of the looks a number of them is. */
  double share(long some) {
    return looks == 0 ? 0 : (double) some / looks;
  }

  /** In which part of the looks it could have gone on, and no thread did. */
  double readyShare() {
    return share(looks - worked - called - blocked - idle);
  }

  /** Which part of the looks at its threads found them waiting. */
  double waitingShare() {
    return threads == 0 ? 0 : (double) waiting / threads;
  }

  /** Which part of the looks at its threads found them waiting for a monitor. */
  double contendedShare() {
    return threads == 0 ? 0 : (double) contended / threads;
  }

  /** Which part of the looks at its coroutines found them not waiting. */
  double computingShare() {
    return coroutines == 0 ? 0 : (double) computing / coroutines;
  }

  /** How many elements waited in front of it on average. */
  double averageQueue() {
    return looks == 0 ? 0 : (double) queued / looks;
  }
}
