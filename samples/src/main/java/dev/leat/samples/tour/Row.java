package dev.leat.samples.tour;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table: a model and what was measured.
 *
 * @param workload the job
 * @param model how it was organised
 * @param elements how many elements it had
 * @param atOnce how many of them could be under way
 * @param result what was measured; null if nothing could be
 * @param problem why not; null if it was
 */
record Row(
    Workload workload,
    Model model,
    int elements,
    int atOnce,
    Lap.@Nullable Result result,
    @Nullable String problem) {

  /** Why a row is missing where there is no Python. */
  static final String NO_PYTHON = "there is no Python 3.8 or newer here";

  boolean measured() {
    return result != null;
  }

  /** Whether it could not be measured here, and that is no failure. */
  boolean isLeftOut() {
    return NO_PYTHON.equals(problem);
  }

  /** What was measured, of a row that was. */
  Lap.Result figures() {
    if (result == null) {
      throw new IllegalStateException(model + " was not measured");
    }
    return result;
  }

  /** Time for each element, from the start of the job to its end. */
  double wallNanosEach() {
    return each(figures().wall());
  }

  /** CPU time for each element. */
  double cpuNanosEach() {
    return each(figures().usage().cpu());
  }

  private double each(Duration time) {
    return (double) time.toNanos() / elements;
  }

  /** How many times as many elements a second as another row. */
  double speedUp(Row reference) {
    return reference.wallNanosEach() / wallNanosEach();
  }
}
