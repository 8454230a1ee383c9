package dev.leat.runtime.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One input and what all contenders took for it.
 *
 * @param name the name of the input
 * @param bytes its size
 * @param lines its lines
 * @param series the runs of each contender, Leat first
 */
record Row(String name, long bytes, long lines, List<Series> series) {

  /**
   * Measures one input: all contenders in turn, as often as wanted. Rounds that do not count leave
   * an archive of the classes of each contender, which later rounds map, as the launcher of Leat
   * does for its user.
   *
   * @param warmUps rounds that do not count
   * @param runs rounds that count
   * @param output where contenders write; each has a folder of its own
   * @throws IllegalStateException if results differ
   */
  static Row measure(String name, Path input, Path output, List<String> jvm, int warmUps, int runs)
      throws IOException, InterruptedException {
    List<Series> series = Arrays.stream(Contender.values()).map(Series::of).toList();
    JobOutput expected = null;
    for (int round = 0; round < warmUps + runs; round++) {
      for (Series one : series) {
        Path folder = output.resolve(one.contender().title());
        Run run = Run.of(one.contender(), warmUps == 0 ? jvm : sharing(jvm, folder), input, folder);
        JobOutput made = JobOutput.read(folder);
        expected = expected == null ? made : expected;
        made.requireSame(expected, name + ", " + one.contender().title());
        if (round >= warmUps) {
          one.runs().add(run);
        }
      }
    }
    long lines = expected == null ? 0 : expected.lines();
    return new Row(name, input.toFile().length(), lines, series);
  }

  static List<String> sharing(List<String> jvm, Path folder) {
    List<String> options = new ArrayList<>(jvm);
    options.addAll(List.of("-Xlog:disable", "-XX:+AutoCreateSharedArchive"));
    options.add("-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"));
    return options;
  }

  /** The row as a table for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%naccess-log, %s: %,d lines, %.1f MB, %d runs of each, median (least - most)%n",
            name,
            lines,
            bytes / 1e6,
            series.getFirst().runs().size()));
    text.append(
        String.format(
            "%-16s %-22s %8s %-22s %-20s %s%n",
            "", "wall s", "MB/s", "CPU s", "peak MB", "wall / leat"));
    for (Series one : series) {
      Series.Spread wall = one.wallSeconds();
      text.append(
          String.format(
              Locale.ROOT,
              "%-16s %-22s %8.1f %-22s %-20s %s%n",
              one.contender().title(),
              figures("%.2f", wall),
              bytes / 1e6 / wall.median(),
              figures("%.2f", one.cpuSeconds()),
              figures("%.0f", one.peakMegabytes()),
              figures("%.2f", one.timesAsLongAs(series.getFirst()))));
    }
    return text.toString();
  }

  private static String figures(String format, Series.Spread spread) {
    String all = format + " (" + format + " - " + format + ")";
    return String.format(Locale.ROOT, all, spread.median(), spread.min(), spread.max());
  }
}
