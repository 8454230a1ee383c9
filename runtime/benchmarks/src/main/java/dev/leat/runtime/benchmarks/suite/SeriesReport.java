package dev.leat.runtime.benchmarks.suite;

import dev.leat.runtime.benchmarks.suite.Summary.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Series as tables and as a picture with a curve for each. */
public final class SeriesReport {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 140;
  private static final int ROW = HEIGHT + 100;
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

  /** The figure of Leat, the last candidate of each point; others are what it is compared with. */
  private static Spread spread(Summary point, Figure figure) {
    return List.copyOf(point.spreads(figure).values()).getLast();
  }

  /** All series as a picture with a curve for each. */
  public static String chart(Map<Series, List<Summary>> measured) {
    int width = LEFT + WIDTH + 60;
    int height = measured.size() * ROW;
    StringBuilder chart = new StringBuilder();
    chart.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
            .formatted(width, height));
    chart.append(
        "<title>Leat: scale</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    int top = 0;
    for (Map.Entry<Series, List<Summary>> one : measured.entrySet()) {
      chart.append(curve(one.getKey(), one.getValue(), top));
      top += ROW;
    }
    return chart.append("</svg>\n").toString();
  }

  private static String curve(Series series, List<Summary> points, int top) {
    List<Double> values =
        points.stream().map(point -> spread(point, figure(point)).median()).toList();
    double most = Math.max(1e-9, values.stream().mapToDouble(value -> value).max().orElse(1));
    StringBuilder curve = new StringBuilder("<g transform=\"translate(0,%d)\">%n".formatted(top));
    curve.append(
        text(
            LEFT,
            22,
            "start",
            "<tspan font-weight=\"bold\">"
                + series.id()
                + "</tspan>: "
                + series.title()
                + "; "
                + figure(points.getFirst()).title()));
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      double x = LEFT + (double) WIDTH * i / Math.max(1, values.size() - 1);
      double y = 50 + HEIGHT * (1 - values.get(i) / most);
      line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      curve.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", x, y));
      curve.append(text(x, y - 8, "middle", TextReport.number(values.get(i))));
      curve.append(text(x, HEIGHT + 72, "middle", name(points.get(i))));
    }
    curve.append(
        "<polyline fill=\"none\" stroke=\"#1b7f79\" points=\"%s\"/>%n</g>%n".formatted(line));
    return curve.toString();
  }

  private static String text(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        text);
  }

  private static Figure figure(Summary point) {
    return point.workload().figures().getFirst();
  }
}
