package dev.leat.samples;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.Progress;
import dev.leat.pipeline.StageStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says how far a job is: one line for the whole and one for each stage.
 *
 * <p>Rates are those of the last seconds, smoothed, because an average since the start answers too
 * slowly. One thread.
 */
final class ProgressText {

  private static final int BAR = 20;
  private static final double SMOOTHING_SECONDS = 2;
  private static final Duration LONG_SILENCE = Duration.ofSeconds(30);

  private final String name;
  private long lastNanos;
  private long lastDone;
  private double rate;

  /**
   * The progress of a job that begins now.
   *
   * @param nanos the time, as of {@link System#nanoTime}
   */
  ProgressText(String name, long nanos) {
    this.name = name;
    this.lastNanos = nanos;
  }

  /** One line without the stages. */
  String line(Progress progress, Job.State state, long nanos) {
    long done = progress.done();
    measure(done, nanos);
    boolean bytes = progress.lanes().stream().allMatch(lane -> lane.unit().equals("bytes"));
    StringBuilder text = new StringBuilder(name);
    long size = progress.size();
    if (size > 0) {
      double share = Math.min(1, (double) done / size);
      text.append(String.format(Locale.ROOT, "  %s %3d %%", bar(share), (int) (share * 100)));
      text.append("  ")
          .append(amount((double) done, bytes))
          .append(" of ")
          .append(amount((double) size, bytes));
    } else {
      text.append("  ").append(amount((double) done, bytes));
    }
    text.append("  ").append(amount(rate, bytes)).append("/s");
    if (size > done && rate > 0 && state == Job.State.RUNNING) {
      text.append("  ETA ")
          .append(Figures.time(Duration.ofMillis((long) ((size - done) / rate * 1_000))));
    }
    if (state != Job.State.RUNNING && !state.ended()) {
      text.append("  ").append(state.name().toLowerCase(Locale.ROOT));
    }
    if (progress.sinceLast().compareTo(LONG_SILENCE) > 0) {
      text.append("  nothing delivered for ").append(Figures.time(progress.sinceLast()));
    }
    return text.toString();
  }

  /** The line of {@link #line} and one for each stage. */
  List<String> block(Progress progress, JobStats stats, Job.State state, long nanos) {
    List<String> lines = new ArrayList<>();
    lines.add(line(progress, state, nanos));
    int width = stats.stages().stream().mapToInt(stage -> stage.name().length()).max().orElse(0);
    for (StageStats stage : stats.stages()) {
      lines.add(stage(stage, width));
    }
    return lines;
  }

  private static String stage(StageStats stage, int width) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "  %-" + Math.max(1, width) + "s", stage.name()));
    text.append(String.format(Locale.ROOT, "  %,14d in  %,14d out", stage.in(), stage.out()));
    add(text, stage.inFlight(), "in flight");
    add(text, stage.retried(), "retried");
    add(text, stage.skipped(), "skipped");
    add(text, stage.deadLetters(), "dead letters");
    return text.toString();
  }

  private static void add(StringBuilder text, long value, String what) {
    if (value > 0) {
      text.append("  ").append(Figures.count(value)).append(' ').append(what);
    }
  }

  private void measure(long done, long nanos) {
    double seconds = (nanos - lastNanos) / 1e9;
    if (seconds <= 0) {
      return;
    }
    double current = (done - lastDone) / seconds;
    double weight = rate == 0 ? 1 : 1 - Math.exp(-seconds / SMOOTHING_SECONDS);
    rate += weight * (current - rate);
    lastNanos = nanos;
    lastDone = done;
  }

  private static String bar(double share) {
    int filled = (int) (share * BAR);
    return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
  }

  private static String amount(double value, boolean bytes) {
    return bytes ? Figures.bytes(value) : Figures.count((long) value);
  }
}
