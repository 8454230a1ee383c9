package dev.leat.runtime.plan;

import dev.leat.pipeline.StageStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes what was measured of a job for people. */
final class MeasuredText {

  private MeasuredText() {}

  /** What a stage has done. */
  static String stage(Measured measured, StageRow row) {
    StageStats stats = measured.of(row);
    return "measured: in %s, out %s, failed %s, skipped %s, dead letters %s, retried %s, in flight %s, busy %s ms%s"
        .formatted(
            Words.number(stats.in()),
            Words.number(stats.out()),
            Words.number(stats.failed()),
            Words.number(stats.skipped()),
            Words.number(stats.deadLetters()),
            Words.number(stats.retried()),
            Words.number(stats.inFlight()),
            Words.number(stats.busy().toMillis()),
            measured.elapsed().isPositive()
                ? ", %s in and %s out a second"
                    .formatted(rate(measured, stats.in()), rate(measured, stats.out()))
                : "");
  }

  private static String rate(Measured measured, long elements) {
    return Words.number(Math.round(measured.perSecond(elements)));
  }

  /** What a segment did and waited for; empty if it was not looked at. */
  static String seen(PlannedSegment segment, Measured measured) {
    SegmentFigures seen = measured.of(segment);
    if (seen.flow().looks() == 0) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    parts.add("busy " + Words.percent(seen.share(seen.flow().worked())));
    add(parts, "waited for calls", seen.share(seen.flow().called()));
    add(parts, "for input", seen.share(seen.flow().idle()));
    add(parts, "blocked for lack of room", seen.share(seen.flow().blocked()));
    add(parts, "for a thread", seen.readyShare());
    add(parts, "held by order", seen.share(seen.flow().ordered()));
    add(parts, "its threads waited in its code", seen.waitingShare());
    parts.add("CPU %s ms".formatted(Words.number(seen.cpu().toMillis())));
    if (seen.allocatedBytes() > 0) {
      parts.add("allocated %s MiB".formatted(Words.number(seen.allocatedBytes() >> 20)));
    }
    if (seen.queue().most() > 0) {
      parts.add(
          "queue %s on average, %s at most"
              .formatted(
                  Words.number(Math.round(seen.averageQueue())),
                  Words.number(seen.queue().most())));
    }
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, String words, double share) {
    if (share > 0) {
      parts.add(words + " " + Words.percent(share));
    }
  }

  /** Where the CPU time of the process went. */
  static String process(ProcessFigures process) {
    return "%s ms of the process in %s ms: stages %s, other jobs %s, other threads %s, GC %s, JIT %s, JVM %s; in all %s ms"
        .formatted(
            millis(process.cpu()),
            millis(process.wall()),
            millis(process.stages()),
            millis(process.jobs()),
            millis(process.threads()),
            millis(process.gc()),
            millis(process.jit()),
            millis(process.vm()),
            millis(process.sum()));
  }

  private static String millis(Duration time) {
    return Words.number(time.toMillis());
  }
}
