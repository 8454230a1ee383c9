package dev.leat.runtime.benchmarks.suite;

import dev.leat.runtime.benchmarks.suite.Summary.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A summary as a table for people; it is also a table in Markdown. */
public final class TextReport {

  private TextReport() {}

  /** The table of a workload, the best first. */
  public static String of(Summary summary) {
    Workload workload = summary.workload();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s: %s; %,d elements%n%n",
            workload.id(),
            workload.title(),
            summary.size().elements()));
    text.append(row("", workload.figures().stream().map(Figure::title).toList(), "runs"));
    text.append(row("---", workload.figures().stream().map(figure -> "---:").toList(), "---:"));
    List<Map<String, Spread>> columns = workload.figures().stream().map(summary::spreads).toList();
    for (String name : summary.ranking()) {
      long runs = summary.runs().stream().filter(run -> run.candidate().equals(name)).count();
      List<String> cells =
          columns.stream().map(column -> cell(column.getOrDefault(name, NONE))).toList();
      text.append(row(name, cells, Long.toString(runs)));
    }
    return text.toString();
  }

  private static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

  private static String row(String name, List<String> cells, String last) {
    StringBuilder row = new StringBuilder(String.format("| %-16s |", name));
    cells.forEach(cell -> row.append(String.format(" %-28s |", cell)));
    return row.append(String.format(" %4s |%n", last)).toString();
  }

  static String cell(Spread spread) {
    if (spread.min() == spread.max()) {
      return number(spread.median());
    }
    return "%s (%s - %s)"
        .formatted(number(spread.median()), number(spread.min()), number(spread.max()));
  }

  /** Three digits that say something. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.01 ? "%.2f" : "%.3f";
    String text = String.format(Locale.ROOT, format, value);
    return text.equals("0.000") || text.equals("-0.000") ? "0" : text;
  }
}
