package dev.leat.samples.pythonscore;

import dev.leat.samples.Figures;
import dev.leat.samples.pythonscore.Timings.Timing;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The table at the end.
 *
 * @param timings what was measured
 * @param workers the larger number of processes
 * @param lines how many lines there are
 */
record ScoreReport(Timings timings, int workers, long lines) {

  private static final double NANOS = 1e9;
  private static final String ROW = "%-26s %9s %9s %9s %9s %9s%n";

  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        ROW.formatted("", "1 process", workers + " proc.", "speed-up", "CPU (1)", "CPU (N)")
            .replace("(N)", "(" + workers + ")"));
    for (Contender contender : Contender.values()) {
      text.append(row(contender));
    }
    return text.toString();
  }

  private String row(Contender contender) {
    Timing one = timings.of(contender, 1);
    Timing many = contender == Contender.LOOP ? null : timings.of(contender, workers);
    String gain =
        one == null || many == null ? "-" : String.format(Locale.ROOT, "%.2f", many.gainOver(one));
    return ROW.formatted(
        contender.title(),
        wall(one),
        workers == 1 ? "-" : wall(many),
        workers == 1 ? "-" : gain,
        cpu(one),
        workers == 1 ? "-" : cpu(many));
  }

  private static String wall(@Nullable Timing timing) {
    return timing == null ? "-" : seconds(timing.wall());
  }

  private static String cpu(@Nullable Timing timing) {
    return timing == null ? "-" : seconds(timing.cpu());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() / NANOS);
  }

  /** What one line costs in the function itself, and what the workers add to it. */
  String summary() {
    Timing loop = timings.of(Contender.LOOP, 1);
    Timing leat = timings.of(Contender.LEAT, workers);
    if (loop == null || leat == null || lines == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "The function takes %.0f us a line. Leat with %d %s does %s lines a second, %.2f times what the plain loop does.%n",
        loop.wall().toNanos() / 1e3 / lines,
        workers,
        workers == 1 ? "worker" : "workers",
        Figures.count(Math.round(lines * NANOS / leat.wall().toNanos())),
        leat.gainOver(loop));
  }
}
