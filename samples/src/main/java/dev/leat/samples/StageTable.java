package dev.leat.samples;

import dev.leat.pipeline.StageStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of what the stages of a job have done, with as many columns as there is room for. One
 * thread.
 */
final class StageTable {

  private static final String TITLE = "stage";
  private static final String INDENT = "  ";

  /** Wide enough that a column seldom grows while people watch. */
  private static final int FEWEST_DIGITS = "9,999,999".length();

  /** Kept free for what only some stages have, such as calls in flight. */
  private static final int NOTES = "  64 in flight".length();

  private final long start;
  private final List<Rate> rates = new ArrayList<>();

  /**
   * The table of a job that begins now.
   *
   * @param nanos the time, as of {@link System#nanoTime}
   */
  StageTable(long nanos) {
    this.start = nanos;
  }

  /** A column of figures, one for each stage. */
  private record Column(String title, List<String> figures) {

    int width() {
      return Math.max(FEWEST_DIGITS, longest(figures));
    }

    String cell(String figure) {
      return INDENT + " ".repeat(width() - figure.length()) + figure;
    }
  }

  /**
   * A line of titles, and one for each stage. None is longer than {@code columns}.
   *
   * @param ended whether to show average rates
   */
  List<String> lines(List<StageStats> stages, boolean ended, int columns, long nanos) {
    List<Column> figures = new ArrayList<>();
    figures.add(new Column("in", stages.stream().map(s -> Figures.count(s.in())).toList()));
    figures.add(new Column("out", stages.stream().map(s -> Figures.count(s.out())).toList()));
    figures.add(new Column("in/s", rates(stages, ended, nanos)));
    List<String> names = stages.stream().map(StageStats::name).toList();
    int name = Math.max(TITLE.length(), longest(names));
    while (figures.size() > 1 && INDENT.length() + name + width(figures) + NOTES > columns) {
      figures.removeLast();
    }
    name = Math.clamp(columns - INDENT.length() - width(figures), 1, name);
    List<String> lines = new ArrayList<>();
    lines.add(cut(row(TITLE, name, figures.stream().map(c -> c.cell(c.title()))), columns));
    for (int i = 0; i < stages.size(); i++) {
      int stage = i;
      Stream<String> cells = figures.stream().map(c -> c.cell(c.figures().get(stage)));
      String row = cut(row(names.get(i), name, cells), columns);
      lines.add(row + notes(stages.get(i), columns - row.length()));
    }
    return lines;
  }

  private List<String> rates(List<StageStats> stages, boolean ended, long nanos) {
    while (rates.size() < stages.size()) {
      rates.add(new Rate(start));
    }
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      long in = Math.max(stages.get(i).in(), stages.get(i).out()); // a source receives nothing
      double now = rates.get(i).at(in, nanos);
      shown.add(Figures.count(Math.round(ended ? rates.get(i).average(in, nanos) : now)));
    }
    return shown;
  }

  private static String row(String name, int width, Stream<String> cells) {
    StringBuilder row = new StringBuilder(INDENT).append(cut(name, width));
    row.repeat(' ', width - Math.min(width, name.length()));
    cells.forEach(row::append);
    return row.toString();
  }

  /** As many as there is room for; none is cut. */
  private static String notes(StageStats stage, int room) {
    StringBuilder notes = new StringBuilder();
    note(notes, room, stage.inFlight(), "in flight");
    note(notes, room, stage.retried(), "retried");
    note(notes, room, stage.skipped(), "skipped");
    note(notes, room, stage.deadLetters(), "dead letters");
    return notes.toString();
  }

  private static void note(StringBuilder notes, int room, long value, String what) {
    String note = INDENT + Figures.count(value) + " " + what;
    if (value > 0 && notes.length() + note.length() <= room) {
      notes.append(note);
    }
  }

  private static int width(List<Column> columns) {
    return columns.stream().mapToInt(column -> INDENT.length() + column.width()).sum();
  }

  private static int longest(Collection<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
