package dev.leat.samples.tour;

import static dev.leat.samples.tour.Svg.escape;

import dev.leat.samples.Figures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * One page that needs nothing but itself: tables, charts and what they mean.
 *
 * @param tour what was measured
 */
record HtmlReport(Tour tour) {

  /** The parts of {@code tour.html} that are filled in are named like this: {@code <!--name-->}. */
  String page() {
    return template()
        .replace("<!--machine-->", escape(tour.machine().toString()))
        .replace("<!--took-->", escape(Figures.time(tour.took())))
        .replace("<!--conclusions-->", conclusions())
        .replace("<!--waiting-->", job(Workload.WAITING))
        .replace("<!--computing-->", job(Workload.COMPUTING))
        .replace("<!--costs-->", Charts.costs(tour.costs()) + costs())
        .replace("<!--sharing-->", sharing())
        .replace("<!--models-->", models());
  }

  private static String template() {
    try (InputStream file = HtmlReport.class.getResourceAsStream("tour.html")) {
      byte[] bytes = Objects.requireNonNull(file, "tour.html").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the template of the page cannot be read: " + e, e);
    }
  }

  private String conclusions() {
    StringBuilder text = new StringBuilder();
    for (Workload workload : Workload.values()) {
      Advice advice = new Advice(tour.rows(workload), tour.machine().cores());
      text.append("<p class=\"conclusion\">%s</p>%n".formatted(escape(advice.conclusion())));
    }
    return text.toString();
  }

  private String job(Workload workload) {
    List<Row> rows = tour.rows(workload);
    Advice advice = new Advice(rows, tour.machine().cores());
    StringBuilder text = new StringBuilder();
    text.append("<h2>%s</h2>%n".formatted(escape(tour.title(workload))));
    text.append("<div class=\"wide\">").append(Charts.rows(tour.title(workload), rows));
    text.append("</div>\n<div class=\"wide\"><table><tr>");
    Cells.TITLES.forEach(title -> text.append("<th>").append(title).append("</th>"));
    text.append("<th class=\"words\">what the figures say</th></tr>\n");
    for (Row row : rows) {
      text.append("<tr>");
      Cells.of(row, rows).forEach(cell -> text.append("<td>").append(escape(cell)).append("</td>"));
      text.append("<td class=\"words\">%s</td></tr>%n".formatted(escape(advice.of(row))));
    }
    return text.append("</table></div>\n").toString();
  }

  private String costs() {
    StringBuilder text = new StringBuilder("<div class=\"wide\"><table><tr><th>ns an element</th>");
    Costs.SIZES.forEach(size -> text.append("<th>").append(Cells.size(size)).append("</th>"));
    text.append("<th class=\"words\">how</th></tr>\n");
    for (Crossing crossing : Crossing.values()) {
      text.append("<tr><td>").append(escape(crossing.title())).append("</td>");
      for (int size : Costs.SIZES) {
        text.append("<td>").append(Cells.nanos(tour.cost(crossing, size))).append("</td>");
      }
      text.append("<td class=\"words\">%s</td></tr>%n".formatted(escape(crossing.how())));
    }
    return text.append("</table></div>\n").toString();
  }

  private String sharing() {
    StringBuilder text = new StringBuilder("<table><tr><th></th><th>ns</th></tr>\n");
    tour.sharing()
        .forEach((sharing, nanos) ->
            text.append(
                "<tr><td>%s</td><td>%s</td></tr>%n"
                    .formatted(escape(sharing.title()), Cells.nanos(nanos))));
    return text.append("</table>\n").toString();
  }

  private static String models() {
    StringBuilder text = new StringBuilder("<table>\n");
    for (Model model : Model.values()) {
      text.append(
          "<tr><td>%s</td><td class=\"words\"><code>%s</code></td></tr>%n"
              .formatted(escape(model.title()), escape(model.code())));
    }
    return text.append("</table>\n").toString();
  }
}
