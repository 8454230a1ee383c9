package dev.leat.samples.accesslog;

import dev.leat.samples.Figures;
import java.nio.file.Path;
import java.util.Locale;

/** The summary of a run as text for people. */
final class Report {

  private static final int MOST_SHOWN = 80;

  private Report() {}

  static String of(Summary summary, Path folder, boolean drained) {
    StringBuilder text = new StringBuilder();
    double seconds = Math.max(summary.elapsed().toNanos() / 1e9, 1e-3);
    text.append(
        "access-log: %s in %s, %s/s%s\n\n"
            .formatted(
                Figures.bytes((double) summary.bytes()),
                Figures.time(summary.elapsed()),
                Figures.bytes(summary.bytes() / seconds),
                drained ? ", ended before the end of its input" : ""));
    line(text, "lines", summary.lines(), "");
    line(text, "parsed", summary.parsed(), "");
    line(text, "rejected", summary.rejected(), "rejected.ndjson");
    line(text, "server errors", summary.errors() + summary.failed(), "");
    line(text, "  looked up", summary.errors(), "errors.ndjson");
    line(text, "  failed", summary.failed(), "failed.ndjson");
    statuses(text, summary);
    paths(text, summary);
    text.append("\nresults: ").append(folder.toAbsolutePath().normalize()).append('\n');
    return text.toString();
  }

  private static void line(StringBuilder text, String name, long count, String file) {
    text.append(
        String.format(Locale.ROOT, "%-14s %15s  %s", name, Figures.count(count), file)
            .stripTrailing());
    text.append('\n');
  }

  private static void statuses(StringBuilder text, Summary summary) {
    if (summary.status().isEmpty()) {
      return;
    }
    text.append("\nstatus                   count   share\n");
    summary
        .status()
        .forEach((status, count) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-14d %15s %6.2f%%\n",
                    status,
                    Figures.count(count),
                    100.0 * count / summary.parsed())));
  }

  private static void paths(StringBuilder text, Summary summary) {
    if (summary.topPaths().entries().isEmpty()) {
      return;
    }
    String kind = summary.topPaths().exact() ? "" : " (approximate: too many different paths)";
    text.append("\ntop paths").append(kind).append('\n');
    summary
        .topPaths()
        .entries()
        .forEach(entry ->
            text.append(
                String.format(
                    Locale.ROOT, "%15s  %s\n", Figures.count(entry.count()), shown(entry.key()))));
  }

  /** A path is what a client sent, so it must not control the terminal or fill the screen. */
  private static String shown(String path) {
    String harmless = path.replaceAll("\\p{Cntrl}", "?");
    return harmless.length() <= MOST_SHOWN ? harmless : harmless.substring(0, MOST_SHOWN) + "...";
  }
}
