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
  private static final double ABOUT = 1.1;

  /** Nobody has to know. */
  private static final double LITTLE = 0.05;

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
    double busy = Math.min(1, coresBusy(row));
    return row.workload() == Workload.WAITING
        ? "One call after the other; its thread computes %s %% of the time and waits for the rest."
            .formatted(percent(busy))
        : "One core at work, %s %% of the time: nothing is left but more cores."
            .formatted(percent(busy));
  }

  private static String pythonLoop(Row row, Row java) {
    double times = row.wallNanosEach() / java.wallNanosEach();
    if (times > NOTICEABLE) {
      return "An element takes %s times as long as in the plain loop of Java."
          .formatted(one(times));
    }
    return times * NOTICEABLE < 1
        ? "An element takes %s %% of its time in Java.".formatted(percent(times))
        : row.workload() == Workload.WAITING
            ? "As long as in Java: who waits does not compute."
            : "As long as in Java.";
  }

  private static String waiting(Row row, Row reference) {
    double gain = row.speedUp(reference);
    if (gain < NOTICEABLE) {
      return row.atOnce() == 1
          ? "No gain: one call after the other."
          : "No gain, although %d calls could wait at once.".formatted(row.atOnce());
    }
    if (gain >= MOST_OF_IT * row.atOnce()) {
      return "%s times as fast, because %d calls wait at once; %s cores are busy."
          .formatted(one(gain), row.atOnce(), two(coresBusy(row)));
    }
    return "%s times as fast with up to %d calls at once; the rest is work and start-up (%s cores are busy)."
        .formatted(one(gain), row.atOnce(), two(coresBusy(row)));
  }

  private String computing(Row row, Row reference) {
    double gain = row.speedUp(reference);
    int most = Math.min(cores, row.atOnce());
    if (gain < 1 / NOTICEABLE) {
      String why = row.model() == Model.PYTHON_THREADS ? inTurns(row) + " " : "";
      return why
          + "%s %% slower than the loop, for %s."
              .formatted(percent(1 / gain - 1), cpu(row.cpuNanosEach() / reference.cpuNanosEach()));
    }
    if (gain < NOTICEABLE) {
      return inTurns(row);
    }
    String price = cpu(row.cpuNanosEach() / reference.cpuNanosEach());
    return gain >= MOST_OF_IT * most
        ? "Parallel: %s times as fast, for %s.".formatted(two(gain), price)
        : "%s times as fast, of %d that its cores could give, for %s."
            .formatted(two(gain), most, price);
  }

  private static String inTurns(Row row) {
    return switch (row.model()) {
      case PYTHON_THREADS ->
          "%d threads and no gain: the interpreter's lock lets one of them compute at a time."
              .formatted(row.atOnce());
      case EVENT_LOOP ->
          "Nothing computes at the same time, and nobody else is served meanwhile."
              + (row.figures().findings() > 0 ? " Leat found and reported it." : "");
      case ONE_THREAD -> "Concurrency without parallelism: tasks take turns, one core works.";
      default -> "No gain: one after the other, or the cores were needed elsewhere.";
    };
  }

  private static String cpu(double ratio) {
    double more = ratio - 1;
    return more >= LITTLE
        ? "%s %% more CPU".formatted(percent(more))
        : more <= -LITTLE ? "%s %% less CPU".formatted(percent(-more)) : "about the same CPU";
  }

  /** Beside the others of its language. */
  private String compared(Row row) {
    List<Row> same =
        rows.stream()
            .filter(Row::measured)
            .filter(other -> other.model().language() == row.model().language())
            .toList();
    Row fastest = same.stream().min(Comparator.comparingDouble(Row::wallNanosEach)).orElse(row);
    double behind = row.wallNanosEach() / fastest.wallNanosEach();
    if (behind > ABOUT) {
      return "%s: %s times as fast as this."
          .formatted(capital(fastest.model().title()), one(behind));
    }
    if (holdsUpItsLoop(row)) {
      return "Little was faster here, but what computes on a loop keeps its calls waiting.";
    }
    List<Row> fast =
        same.stream()
            .filter(other -> other.wallNanosEach() <= ABOUT * fastest.wallNanosEach())
            .filter(other -> !holdsUpItsLoop(other))
            .toList();
    Row leanest = fast.stream().min(Comparator.comparingDouble(Row::cpuNanosEach)).orElse(row);
    String what = row.equals(fastest) ? "The fastest" : "As fast as any";
    if (row.equals(leanest)) {
      return fast.size() == 1
          ? what + ": take it."
          : what + ", and none of the fast ones takes less CPU: take it.";
    }
    double cpu = row.cpuNanosEach() / leanest.cpuNanosEach();
    return cpu < ABOUT
        ? "%s; %s does it for about the same CPU.".formatted(what, leanest.model().title())
        : "%s; %s does it with %s."
            .formatted(
                what, leanest.model().title(), "%s %% of the CPU".formatted(percent(1 / cpu)));
  }

  private static boolean holdsUpItsLoop(Row row) {
    return row.model() == Model.EVENT_LOOP && row.workload() == Workload.COMPUTING;
  }

  /** What to take for this job, of all that was measured. */
  String conclusion() {
    Row reference = find(Model.LOOP).orElse(null);
    List<Row> measured =
        rows.stream()
            .filter(Row::measured)
            .filter(row -> row.model().language() == Model.Language.JAVA)
            .filter(row -> !holdsUpItsLoop(row))
            .toList();
    if (reference == null) {
      return "The plain loop was not measured, so nothing can be compared.";
    }
    Row fastest =
        measured.stream().min(Comparator.comparingDouble(Row::wallNanosEach)).orElse(reference);
    Row leanest =
        measured.stream()
            .filter(row -> row.wallNanosEach() <= ABOUT * fastest.wallNanosEach())
            .min(Comparator.comparingDouble(Row::cpuNanosEach))
            .orElse(fastest);
    if (leanest.model() == Model.LOOP) {
      return "The job that %s: nothing was faster than the plain loop, which takes %s."
          .formatted(leanest.workload().verb(), seconds(leanest));
    }
    String memory =
        leanest.figures().usage().peakMemory() < 0
            ? ""
            : " and " + Figures.bytes((double) leanest.figures().usage().peakMemory());
    return "The job that %s: %s takes %s, %s times as fast as the plain loop, with %s cores busy%s."
        .formatted(
            leanest.workload().verb(),
            leanest.model().title(),
            seconds(leanest),
            one(leanest.speedUp(reference)),
            two(coresBusy(leanest)),
            memory);
  }

  private static String seconds(Row row) {
    return "%s s".formatted(two(row.figures().wall().toNanos() / 1e9));
  }

  private static String capital(String title) {
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.0f", part * PERCENT);
  }
}
