package dev.leat.samples.tour;

import java.util.ArrayList;
import java.util.List;

/**
 * The tables and sentences for a terminal of 80 columns.
 *
 * @param tour what was measured
 */
record TextReport(Tour tour) {

  private static final int WIDTH = 78;
  private static final String INDENT = "  ";
  private static final int[] COLUMNS = {-18, 7, 8, 8, 8, 13, 7};

  String text() {
    StringBuilder text = new StringBuilder();
    wrap(text, "concurrency-tour: ", tour.machine().toString());
    for (Workload workload : Workload.values()) {
      text.append('\n').append(tour.title(workload)).append("\n\n");
      job(text, tour.rows(workload));
    }
    text.append("\nWhat handing on an element costs, in ns of wall time\n\n");
    costs(text);
    text.append("\nWhat an increment costs a thread while another one counts too, in ns\n\n");
    tour.sharing()
        .forEach((sharing, nanos) ->
            text.append("%-38s %8s%n".formatted(sharing.title(), Cells.nanos(nanos))));
    text.append('\n');
    for (Workload workload : Workload.values()) {
      wrap(text, "", new Advice(tour.rows(workload), tour.machine().cores()).conclusion());
    }
    return text.toString();
  }

  private void job(StringBuilder text, List<Row> rows) {
    line(text, Cells.TITLES);
    for (Row row : rows) {
      line(text, Cells.of(row, rows));
    }
    text.append('\n');
    Advice advice = new Advice(rows, tour.machine().cores());
    for (Row row : rows) {
      wrap(text, row.model().title() + ": ", advice.of(row));
    }
  }

  private static void line(StringBuilder text, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < COLUMNS.length; i++) {
      line.append(i == 0 ? "" : INDENT.substring(1));
      line.append(("%" + COLUMNS[i] + "s").formatted(cells.get(i)));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private void costs(StringBuilder text) {
    List<String> titles = new ArrayList<>();
    Costs.SIZES.forEach(size -> titles.add("%9s".formatted(Cells.size(size))));
    text.append("%-26s %s%n".formatted("", String.join(" ", titles)));
    for (Crossing crossing : Crossing.values()) {
      List<String> cells = new ArrayList<>();
      for (int size : Costs.SIZES) {
        cells.add("%9s".formatted(Cells.nanos(tour.cost(crossing, size))));
      }
      text.append("%-26s %s%n".formatted(crossing.title(), String.join(" ", cells)));
    }
  }

  /** Words in lines that fit, all but the first indented. */
  private static void wrap(StringBuilder text, String before, String words) {
    StringBuilder line = new StringBuilder();
    for (String word : (before + words).split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line.setLength(0);
        line.append(INDENT).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    text.append(line).append('\n');
  }
}
