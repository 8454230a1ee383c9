package dev.leat.samples.tour;

import dev.leat.samples.Figures;
import dev.leat.samples.ProcessTree.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The cells of a row, for people. */
final class Cells {

  /** The titles of the columns. */
  static final List<String> TITLES =
      List.of("model", "at once", "wall", "CPU", "speed-up", "switches", "memory");

  private static final String NOTHING = "-";
  private static final long LARGE = 100_000;

  private Cells() {}

  static List<String> of(Row row, List<Row> rows) {
    String atOnce = Integer.toString(row.atOnce());
    if (!row.measured()) {
      return List.of(row.model().title(), atOnce, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);
    }
    Usage usage = row.figures().usage();
    String gain =
        rows.stream()
            .filter(other -> other.model() == row.model().reference() && other.measured())
            .findFirst()
            .map(reference -> decimals(row.speedUp(reference)))
            .orElse(NOTHING);
    return List.of(
        row.model().title(),
        atOnce,
        seconds(row.figures().wall()),
        seconds(usage.cpu()),
        gain,
        usage.voluntary() < 0
            ? NOTHING
            : count(usage.voluntary()) + "+" + count(usage.involuntary()),
        usage.peakMemory() < 0 ? NOTHING : Figures.bytes((double) usage.peakMemory()));
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
  }

  static String decimals(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }

  private static String count(long value) {
    return value < LARGE ? Figures.count(value) : Figures.count(value / 1_000) + "k";
  }

  /** A time in nanoseconds, with as many digits as it deserves. */
  static String nanos(double value) {
    return Double.isNaN(value)
        ? NOTHING
        : String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  /** The size of an element. */
  static String size(int bytes) {
    return bytes < 1_024 ? bytes + " B" : bytes / 1_024 + " KiB";
  }
}
