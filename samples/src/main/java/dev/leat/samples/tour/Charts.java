package dev.leat.samples.tour;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The charts of the page. */
final class Charts {

  private static final int LABELS = 145;
  private static final int ROW = 24;
  private static final int HEAD = 30;
  private static final int BAR = 14;

  private static final int PANEL = 160;
  private static final int PANEL_BARS = 68;

  private static final int COST_WIDTH = 620;
  private static final int DECADES = 7;

  private Charts() {}

  /** Bars for one figure of all rows. */
  private record Panel(String title, int cell, ToDoubleFunction<Row> value) {}

  /** A panel for each figure, a bar in it for each row. */
  static String rows(String title, List<Row> rows) {
    List<Panel> panels =
        List.of(
            new Panel("wall time", 2, row -> row.figures().wall().toNanos()),
            new Panel("CPU time", 3, row -> row.figures().usage().cpu().toNanos()),
            new Panel("speed-up", 4, row -> speedUp(row, rows)),
            new Panel("context switches", 5, Charts::switches),
            new Panel("peak memory", 6, row -> row.figures().usage().peakMemory()));
    int height = HEAD + ROW * rows.size();
    Svg svg = new Svg(LABELS + PANEL * panels.size(), height, title);
    for (int i = 0; i < rows.size(); i++) {
      svg.text("label", "end", LABELS - 8, y(i), rows.get(i).model().title());
    }
    for (int i = 0; i < panels.size(); i++) {
      panel(svg, panels.get(i), LABELS + PANEL * i, rows);
    }
    return svg.end();
  }

  private static void panel(Svg svg, Panel panel, int x, List<Row> rows) {
    svg.text("head", "start", x, HEAD - 14, panel.title());
    svg.line(x, HEAD - 4, x, HEAD + ROW * rows.size());
    double most = rows.stream().filter(Row::measured).mapToDouble(panel.value()).max().orElse(0);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      String cell = Cells.of(row, rows).get(panel.cell());
      double value = row.measured() ? panel.value().applyAsDouble(row) : -1;
      double length = value < 0 || most <= 0 ? 0 : PANEL_BARS * value / most;
      if (value >= 0) {
        String kind = row.model().language() == Model.Language.JAVA ? "java" : "python";
        String says = "%s, %s: %s".formatted(row.model().title(), panel.title(), cell);
        svg.bar(kind, x, HEAD + ROW * i + (ROW - BAR) / 2.0, length, BAR, says);
      }
      svg.text("value", "start", x + length + 5, y(i), cell);
    }
  }

  private static double y(int row) {
    return HEAD + ROW * row + ROW / 2.0 + 4;
  }

  private static double speedUp(Row row, List<Row> rows) {
    return rows.stream()
        .filter(other -> other.model() == row.model().reference() && other.measured())
        .mapToDouble(row::speedUp)
        .findFirst()
        .orElse(-1);
  }

  private static double switches(Row row) {
    return row.figures().usage().voluntary() < 0
        ? -1
        : row.figures().usage().voluntary() + row.figures().usage().involuntary();
  }

  /** A dot for each size of an element, on a scale of powers of ten from a nanosecond. */
  static String costs(List<Cost> costs) {
    List<Crossing> crossings = List.of(Crossing.values());
    int left = LABELS + 40;
    int bottom = HEAD + ROW * crossings.size();
    Svg svg = new Svg(left + COST_WIDTH + 40, bottom + 30, "what handing on an element costs");
    String[] ticks = {"1 ns", "10 ns", "100 ns", "1 us", "10 us", "100 us", "1 ms", "10 ms"};
    for (int decade = 0; decade <= DECADES; decade++) {
      double x = left + (double) COST_WIDTH * decade / DECADES;
      svg.line(x, HEAD - 4, x, bottom);
      svg.text("value", "middle", x, bottom + 18, ticks[decade]);
    }
    for (int i = 0; i < Costs.SIZES.size(); i++) {
      svg.dot("size" + i, left + 6 + 110.0 * i, 12, "");
      svg.text("value", "start", left + 16 + 110.0 * i, 16, Cells.size(Costs.SIZES.get(i)));
    }
    for (int i = 0; i < crossings.size(); i++) {
      svg.text("label", "end", left - 8, y(i), crossings.get(i).title());
    }
    for (Cost cost : costs) {
      if (Double.isNaN(cost.nanos())) {
        continue;
      }
      double decades = Math.clamp(Math.log10(Math.max(1, cost.nanos())), 0, DECADES);
      svg.dot(
          "size" + Costs.SIZES.indexOf(cost.size()),
          left + COST_WIDTH * decades / DECADES,
          y(crossings.indexOf(cost.crossing())) - 4,
          "%s, %s: %s ns"
              .formatted(
                  cost.crossing().title(), Cells.size(cost.size()), Cells.nanos(cost.nanos())));
    }
    return svg.end();
  }
}
