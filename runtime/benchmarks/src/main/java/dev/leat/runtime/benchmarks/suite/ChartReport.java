package dev.leat.runtime.benchmarks.suite;

import dev.leat.runtime.benchmarks.suite.Summary.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Summaries as a page with a bar for each candidate; needs nothing but a browser. */
public final class ChartReport {

  private static final int ROW = 22;
  private static final int LEFT = 150;
  private static final int WIDTH = 560;

  private ChartReport() {}

  /**
   * The page.
   *
   * @param command how the figures were made
   */
  public static String of(String command, List<Summary> summaries) {
    StringBuilder page = new StringBuilder();
    page.append(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Leat benchmarks</title>\n");
    page.append("<style>body{font:14px sans-serif;margin:2em}svg{display:block}</style>\n");
    page.append("<h1>Leat benchmarks</h1>\n<p><code>").append(escape(command)).append("</code>, ");
    page.append(escape("%s %s".formatted(System.getProperty("java.vm.name"), Runtime.version())));
    page.append(", ").append(Runtime.getRuntime().availableProcessors()).append(" cores. ");
    page.append(
        "Medians; the thin line goes from the least to the greatest run. Logarithmic.</p>\n");
    summaries.forEach(summary -> add(summary, page));
    return page.append("</html>\n").toString();
  }

  private static void add(Summary summary, StringBuilder page) {
    Workload workload = summary.workload();
    Figure figure = workload.figures().getFirst();
    Map<String, Spread> spreads = summary.spreads(figure);
    List<String> names = summary.ranking();
    double least = spreads.values().stream().mapToDouble(Spread::min).min().orElse(1);
    double most = spreads.values().stream().mapToDouble(Spread::max).max().orElse(1);
    Axis axis = new Axis(Math.max(least, 1e-9) / 1.5, Math.max(most, 2e-9));
    page.append("<h2>")
        .append(escape(workload.id() + ": " + workload.title()))
        .append("</h2>\n<p>");
    page.append(escape(figure.title())).append(figure.moreIsBetter() ? ", more" : ", less");
    page.append(" is better</p>\n");
    page.append(
        "<svg role=\"img\" width=\"%d\" height=\"%d\">%n"
            .formatted(LEFT + WIDTH + 120, ROW * names.size() + 4));
    for (int i = 0; i < names.size(); i++) {
      page.append(bar(names.get(i), spreads.getOrDefault(names.get(i), ZERO), ROW * i, axis));
    }
    page.append("</svg>\n");
  }

  private static final Spread ZERO = new Spread(0, 0, 0);

  private record Axis(double from, double to) {
    double at(double value) {
      double part = Math.log(Math.max(value, from) / from) / Math.log(to / from);
      return LEFT + WIDTH * part;
    }
  }

  private static String bar(String name, Spread spread, int top, Axis axis) {
    String colour =
        name.startsWith("leat") ? "#1b7f79" : name.equals(Candidate.LIMIT) ? "#999" : "#6b8fc9";
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
            + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>"
            + "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#000\"/>"
            + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
        LEFT - 8,
        top + 14,
        escape(name),
        LEFT,
        top + 2,
        axis.at(spread.median()) - LEFT,
        colour,
        axis.at(spread.min()),
        axis.at(spread.max()),
        top + 10,
        top + 10,
        axis.at(spread.max()) + 6,
        top + 14,
        TextReport.number(spread.median()));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
