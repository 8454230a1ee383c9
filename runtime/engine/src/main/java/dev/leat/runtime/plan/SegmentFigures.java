package dev.leat.runtime.plan;

import java.time.Duration;

/**
 * What was seen of one segment while its job ran, by looking at it now and then. Shares are from 0
 * to 1, and 0 where nothing was seen.
 *
 * @param segment its number
 * @param flow what it did and waited for
 * @param queue what stood in front of it
 * @param threads what its threads did
 * @param cpu the CPU time of its threads
 * @param allocatedBytes what they allocated
 */
public record SegmentFigures(
    int segment, Flow flow, Queue queue, Threads threads, Duration cpu, long allocatedBytes) {

  /**
   * What a segment did and waited for.
   *
   * @param looks how often it was looked at
   * @param worked in how many of the looks threads worked for it
   * @param called in how many it waited for its calls
   * @param blocked in how many there was no room behind it
   * @param idle in how many nothing stood in front of it
   * @param ordered in how many it could take nothing more, because results wait for one before them
   * @param limited in how many as much ran as may run at once, and more waited
   */
  public record Flow(
      long looks, long worked, long called, long blocked, long idle, long ordered, long limited) {

    private Flow plus(Flow other) {
      return new Flow(
          looks + other.looks,
          worked + other.worked,
          called + other.called,
          blocked + other.blocked,
          idle + other.idle,
          ordered + other.ordered,
          limited + other.limited);
    }
  }

  /**
   * The elements that waited in front of a segment.
   *
   * @param sum those of all looks together
   * @param most the most that were seen
   */
  public record Queue(long sum, long most) {

    private Queue plus(Queue other) {
      return new Queue(sum + other.sum, Math.max(most, other.most));
    }
  }

  /**
   * What the threads of a segment did.
   *
   * @param looks how often one was looked at while it worked for the segment
   * @param waiting in how many of these it waited in the user's code
   * @param contended in how many of these it waited there for a monitor
   * @param coroutines how often one of its coroutines was looked at
   * @param computing in how many of these it ran, or could have
   */
  public record Threads(long looks, long waiting, long contended, long coroutines, long computing) {

    private Threads plus(Threads other) {
      return new Threads(
          looks + other.looks,
          waiting + other.waiting,
          contended + other.contended,
          coroutines + other.coroutines,
          computing + other.computing);
    }
  }

  /** Those of a segment of which nothing was seen. */
  public static SegmentFigures none(int segment) {
    return new SegmentFigures(
        segment,
        new Flow(0, 0, 0, 0, 0, 0, 0),
        new Queue(0, 0),
        new Threads(0, 0, 0, 0, 0),
        Duration.ZERO,
        0);
  }

  /** The figures of two parts of one segment as one. */
  public SegmentFigures plus(SegmentFigures other) {
    return new SegmentFigures(
        segment,
        flow.plus(other.flow),
        queue.plus(other.queue),
        threads.plus(other.threads),
        cpu.plus(other.cpu),
        allocatedBytes + other.allocatedBytes);
  }

  /** Which part of the looks a number of them is. */
  double share(long some) {
    return part(some, flow.looks);
  }

  /** In which part of the looks it could have gone on, and no thread did. */
  double readyShare() {
    return share(flow.looks - flow.worked - flow.called - flow.blocked - flow.idle);
  }

  /** Which part of the looks at its threads found them waiting. */
  double waitingShare() {
    return part(threads.waiting, threads.looks);
  }

  /** Which part of the looks at its threads found them waiting for a monitor. */
  double contendedShare() {
    return part(threads.contended, threads.looks);
  }

  /** Which part of the looks at its coroutines found them not waiting. */
  double computingShare() {
    return part(threads.computing, threads.coroutines);
  }

  /** How many elements waited in front of it on average. */
  double averageQueue() {
    return part(queue.sum, flow.looks);
  }

  private static double part(long some, long all) {
    return all == 0 ? 0 : (double) some / all;
  }
}
