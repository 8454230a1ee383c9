package dev.leat.runtime.benchmarks.suite;

import dev.leat.runtime.benchmarks.suite.Summary.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Series as tables and as a page with a curve for each. */
public final class SeriesReport {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 180;
  private static final int LEFT = 90;

  private SeriesReport() {}

  /** The table of a series, which is also a table in Markdown. */
  public static String text(Series series, List<Summary> points) {
    StringBuilder text = new StringBuilder();
    List<Figure> figures = series.points().getFirst().figures();
    text.append(String.format("%n%s: %s%n%n| %-20s |", series.id(), series.title(), ""));
    figures.forEach(figure -> text.append(String.format(" %-26s |", figure.title())));
    text.append(String.format("%n| %-20s |", "---:"));
    figures.forEach(figure -> text.append(String.format(" %-26s |", "---:")));
    for (Summary point : points) {
      text.append(String.format("%n| %-20s |", name(point)));
      for (Figure figure : point.workload().figures()) {
        text.append(String.format(" %-26s |", TextReport.cell(spread(point, figure))));
      }
    }
    return text.append(String.format("%n")).toString();
  }

  private static String name(Summary point) {
    String id = point.workload().id();
    return id.substring(id.indexOf('/') + 1);
  }

  private static Spread spread(Summary point, Figure figure) {
    return point.spreads(figure).values().iterator().next();
  }

  /** All series as a page. */
  public static String page(Map<Series, List<Summary>> measured) {
    StringBuilder page = new StringBuilder();
    page.append(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Leat: scale</title>\n");
    page.append("<style>body{font:14px sans-serif;margin:2em}svg{display:block}</style>\n");
    page.append("<h1>Leat: scale</h1>\n");
    measured.forEach((series, points) -> add(series, points, page));
    return page.append("</html>\n").toString();
  }

  private static void add(Series series, List<Summary> points, StringBuilder page) {
    Figure figure = series.points().getFirst().figures().getFirst();
    List<Double> values =
        points.stream().map(point -> spread(point, figure(point)).median()).toList();
    double most = values.stream().mapToDouble(value -> value).max().orElse(1);
    page.append(
        "<h2>%s: %s</h2>%n<p>%s</p>%n".formatted(series.id(), series.title(), figure.title()));
    page.append(
        "<svg role=\"img\" width=\"%d\" height=\"%d\">%n"
            .formatted(LEFT + WIDTH + 60, HEIGHT + 40));
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      double x = LEFT + (double) WIDTH * i / Math.max(1, values.size() - 1);
      double y = 20 + (HEIGHT - 20) * (1 - values.get(i) / Math.max(most, 1e-9));
      line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      page.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>"
                  + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
              x,
              y,
              x,
              y - 8,
              TextReport.number(values.get(i)),
              x,
              HEIGHT + 20,
              name(points.get(i))));
    }
    page.append(
        "<polyline fill=\"none\" stroke=\"#1b7f79\" points=\"%s\"/>%n</svg>%n".formatted(line));
  }

  private static Figure figure(Summary point) {
    return point.workload().figures().getFirst();
  }
}
