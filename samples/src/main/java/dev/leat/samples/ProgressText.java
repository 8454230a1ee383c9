package dev.leat.samples;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says how far a job is: how much is delivered, how fast, how long it will take; and what each
 * stage has done. One thread.
 */
final class ProgressText {

  private static final int BAR = 20;
  private static final int NARROW_BAR = 10;
  private static final int NARROW = 90;
  private static final double LONGEST_ETA_SECONDS = 100 * 3_600;
  private static final Duration LONG_SILENCE = Duration.ofSeconds(30);

  private final String name;
  private final long start;
  private final Rate rate;
  private final StageTable stages;

  /**
   * The progress of a job that begins now.
   *
   * @param nanos the time, as of {@link System#nanoTime}
   */
  ProgressText(String name, long nanos) {
    this.name = name;
    this.start = nanos;
    this.rate = new Rate(nanos);
    this.stages = new StageTable(nanos);
  }

  /** One line for the whole job, however long. */
  String line(Progress progress, Job.State state, long nanos) {
    return String.join("  ", parts(progress, state, nanos, BAR));
  }

  /**
   * What fits on a terminal, with one row left for the cursor: some lines for the whole job, and
   * then one for each stage.
   */
  List<String> block(
      Progress progress, JobStats stats, Job.State state, long nanos, Terminal.Size size) {
    int bar = size.columns() < NARROW ? NARROW_BAR : BAR;
    List<String> lines = flow(parts(progress, state, nanos, bar), size.columns());
    lines.addAll(stages.lines(stats.stages(), state.ended(), size.columns(), nanos));
    int room = Math.max(1, size.rows() - 1);
    if (lines.size() > room) {
      int hidden = lines.size() - room + 1;
      lines = new ArrayList<>(lines.subList(0, room - 1));
      lines.add("  ... and %d more".formatted(hidden));
    }
    return lines;
  }

  private List<String> parts(Progress progress, Job.State state, long nanos, int bar) {
    long done = progress.done();
    long size = progress.size();
    boolean bytes = progress.lanes().stream().allMatch(lane -> lane.unit().equals("bytes"));
    double now = rate.at(done, nanos);
    double speed = state.ended() ? rate.average(done, nanos) : now;
    List<String> parts = new ArrayList<>(List.of(name));
    if (size > 0) {
      double share = Math.min(1, (double) done / size);
      parts.add(String.format(Locale.ROOT, "%s %3d %%", bar(share, bar), (int) (share * 100)));
      parts.add(amount((double) done, bytes) + " of " + amount((double) size, bytes));
    } else {
      parts.add(amount((double) done, bytes));
    }
    parts.add(amount(speed, bytes) + "/s");
    if (state.ended()) {
      parts.add(Figures.time(Duration.ofNanos(nanos - start)));
    } else if (state == Job.State.RUNNING) {
      eta(parts, (size - done) / speed);
    } else {
      parts.add(state.name().toLowerCase(Locale.ROOT));
    }
    if (progress.sinceLast().compareTo(LONG_SILENCE) > 0) {
      parts.add("nothing delivered for " + Figures.time(progress.sinceLast()));
    }
    return parts;
  }

  private static void eta(List<String> parts, double seconds) {
    if (seconds > 0 && seconds < LONGEST_ETA_SECONDS) {
      parts.add("ETA " + Figures.time(Duration.ofMillis((long) (seconds * 1_000))));
    }
  }

  /** Sets the parts in as few lines as they need; none is broken. */
  private static List<String> flow(List<String> parts, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String part : parts) {
      if (!line.isEmpty() && line.length() + 2 + part.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : "  ").append(part);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String bar(double share, int length) {
    int filled = (int) (share * length);
    return "[" + "#".repeat(filled) + "-".repeat(length - filled) + "]";
  }

  private static String amount(double value, boolean bytes) {
    return bytes ? Figures.bytes(value) : Figures.count((long) value);
  }
}
