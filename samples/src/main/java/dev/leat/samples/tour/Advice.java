package dev.leat.samples.tour;

import dev.leat.samples.Figures;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says in words what the figures of one job say. Every sentence is chosen by figures, because on
 * another machine, JDK or interpreter they may be others.
 *
 * @param rows the rows of the job
 * @param cores how many there are
 */
record Advice(List<Row> rows, int cores) {

  /** Below it nothing was gained, above the inverse nothing was lost. */
  private static final double NOTICEABLE = 1.15;

  /** Of what would be possible. */
  private static final double MOST_OF_IT = 0.75;

  /** As fast as the fastest, for all that one run can tell. */
  private static final double ABOUT = 1.25;

  private static final double PERCENT = 100;

  /** One or two sentences on a row. */
  String of(Row row) {
    if (!row.measured()) {
      return "Not measured: " + row.problem() + ".";
    }
    Optional<Row> reference = find(row.model().reference());
    if (reference.isEmpty()) {
      return "Nothing to compare it with.";
    }
    if (row.model() == Model.LOOP) {
      return loop(row);
    }
    if (row.model() == Model.PYTHON_LOOP) {
      return find(Model.LOOP).map(java -> pythonLoop(row, java)).orElse("");
    }
    String gain =
        row.workload() == Workload.WAITING
            ? waiting(row, reference.get())
            : computing(row, reference.get());
    return gain + " " + compared(row);
  }

  private Optional<Row> find(Model model) {
    return rows.stream().filter(row -> row.model() == model && row.measured()).findFirst();
  }

  private static double coresBusy(Row row) {
    return row.cpuNanosEach() / row.wallNanosEach();
  }

  private static String loop(Row row) {
    double busy = Math.min(1, coresBusy(row)) * PERCENT;
    return row.workload() == Workload.WAITING
        ? text(
            "One call after the other; its thread computes %.0f %% of the time and waits for the rest.",
            busy)
        : text("One core at work, %.0f %% of the time: nothing is left but more cores.", busy);
  }

  private static String pythonLoop(Row row, Row java) {
    double times = row.wallNanosEach() / java.wallNanosEach();
    if (times > NOTICEABLE) {
      return text("An element takes %.1f times as long as in the plain loop of Java.", times);
    }
    return times * NOTICEABLE < 1
        ? text("An element takes %.0f %% of its time in Java.", times * PERCENT)
        : row.workload() == Workload.WAITING
            ? "As long as in Java: who waits does not compute."
            : "As long as in Java.";
  }

  private static String waiting(Row row, Row reference) {
    double gain = row.speedUp(reference);
    if (gain < NOTICEABLE) {
      return row.atOnce() == 1
          ? "No gain: one call after the other."
          : text("No gain, although %d calls could wait at once.", row.atOnce());
    }
    if (gain >= MOST_OF_IT * row.atOnce()) {
      return text(
          "%.1f times as fast, because %d calls wait at once; %.2f cores are busy.",
          gain, row.atOnce(), coresBusy(row));
    }
    return text(
        "%.1f times as fast with up to %d calls at once; the rest is work and start-up (%.2f cores are busy).",
        gain, row.atOnce(), coresBusy(row));
  }

  private String computing(Row row, Row reference) {
    double gain = row.speedUp(reference);
    int most = Math.min(cores, row.atOnce());
    if (gain < 1 / NOTICEABLE) {
      return text(
          "%.0f %% slower than the loop, for %s.",
          (1 / gain - 1) * PERCENT, cpu(row.cpuNanosEach() / reference.cpuNanosEach()));
    }
    if (gain < NOTICEABLE) {
      return inTurns(row);
    }
    String price = cpu(row.cpuNanosEach() / reference.cpuNanosEach());
    return gain >= MOST_OF_IT * most
        ? text("Parallel: %.2f times as fast, for %s.", gain, price)
        : text("%.2f times as fast, of %d that its cores could give, for %s.", gain, most, price);
  }

  private static String inTurns(Row row) {
    return switch (row.model()) {
      case PYTHON_THREADS ->
          text(
              "%d threads and no gain: the interpreter's lock lets one of them compute at a time.",
              row.atOnce());
      case EVENT_LOOP ->
          "Nothing computes at the same time, and nobody else is served meanwhile."
              + (row.figures().findings() > 0 ? " Leat found and reported it." : "");
      case ONE_THREAD -> "Concurrency without parallelism: tasks take turns, one core works.";
      default -> "No gain: one after the other, or the cores were needed elsewhere.";
    };
  }

  private static String cpu(double ratio) {
    double more = (ratio - 1) * PERCENT;
    return more >= 5
        ? text("%.0f %% more CPU", more)
        : more <= -5 ? text("%.0f %% less CPU", -more) : "about the same CPU";
  }

  /** Beside the others of its language. */
  private String compared(Row row) {
    List<Row> same =
        rows.stream()
            .filter(Row::measured)
            .filter(other -> other.model().language() == row.model().language())
            .toList();
    Row fastest = same.stream().min(Comparator.comparing(Row::wallNanosEach)).orElse(row);
    double behind = row.wallNanosEach() / fastest.wallNanosEach();
    if (behind > ABOUT) {
      return text("%s: %.1f times as fast as this.", capital(fastest.model().title()), behind);
    }
    List<Row> fast =
        same.stream()
            .filter(other -> other.wallNanosEach() <= ABOUT * fastest.wallNanosEach())
            .toList();
    Row leanest = fast.stream().min(Comparator.comparing(Row::cpuNanosEach)).orElse(row);
    String what = row == fastest ? "The fastest" : "As fast as any";
    if (row == leanest) {
      return fast.size() == 1
          ? what + ": take it."
          : what + ", and none of the fast ones takes less CPU: take it.";
    }
    double cpu = row.cpuNanosEach() / leanest.cpuNanosEach();
    return cpu < ABOUT
        ? text("%s; %s does it for about the same CPU.", what, leanest.model().title())
        : text(
            "%s; %s does it with %s.",
            what, leanest.model().title(), text("%.0f %% of the CPU", PERCENT / cpu));
  }

  /** What to take for this job, of all that was measured. */
  String conclusion() {
    Row reference = find(Model.LOOP).orElse(null);
    List<Row> measured =
        rows.stream()
            .filter(Row::measured)
            .filter(row -> row.model().language() == Model.Language.JAVA)
            .toList();
    if (reference == null) {
      return "The plain loop was not measured, so nothing can be compared.";
    }
    Row fastest = measured.stream().min(Comparator.comparing(Row::wallNanosEach)).orElse(reference);
    Row leanest =
        measured.stream()
            .filter(row -> row.wallNanosEach() <= ABOUT * fastest.wallNanosEach())
            .min(Comparator.comparing(Row::cpuNanosEach))
            .orElse(fastest);
    String memory =
        leanest.figures().usage().peakMemory() < 0
            ? ""
            : " and " + Figures.bytes(leanest.figures().usage().peakMemory());
    return text(
        "The job that %s: %s takes %s, %.1f times as fast as the plain loop, with %.2f cores busy%s.",
        leanest.workload().verb(),
        leanest.model().title(),
        seconds(leanest),
        leanest.speedUp(reference),
        coresBusy(leanest),
        memory);
  }

  private static String seconds(Row row) {
    return text("%.2f s", row.figures().wall().toNanos() / 1e9);
  }

  private static String capital(String title) {
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
