package dev.leat.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * How far the sources of a job are.
 *
 * {@snippet :
 * Progress progress = job.progress();
 * if (progress.size() > 0) {
 *   System.out.println(100 * progress.done() / progress.size() + " %");
 * }
 * }
 *
 * @param lanes one for each lane that was opened
 * @param sinceLast how long ago an element was last delivered anywhere in the job
 */
public record Progress(List<LaneProgress> lanes, Duration sinceLast) {

  /** Copies the list. */
  public Progress {
    lanes = List.copyOf(lanes);
  }

  /** How much was delivered, of all lanes together, in their unit. */
  public long done() {
    return lanes.stream().mapToLong(LaneProgress::done).sum();
  }

  /** How much there is in all, or -1 if one lane does not know its size. */
  public long size() {
    return lanes.stream().anyMatch(lane -> lane.size() < 0)
        ? -1
        : lanes.stream().mapToLong(LaneProgress::size).sum();
  }

  /**
   * How far one lane is.
   *
   * @param name the name of the lane
   * @param done how much lies before the first element that is not yet delivered
   * @param size how much there is in all, or -1 if unknown
   * @param unit what is counted, such as bytes
   */
  public record LaneProgress(String name, long done, long size, String unit) {}
}
