package dev.leat.runtime.plan;

/**
 * What to change in a pipeline, from what was measured.
 *
 * @param stage the name of the stage; several, joined by "' and '", where they run as one
 * @param verdict what to do
 * @param text the same for people, with the figure that it rests on
 */
record Advice(String stage, Verdict verdict, String text) {

  /** What can be advised. */
  enum Verdict {
    /** It computes, and does not run where computing belongs. */
    DECLARE_CPU,
    /** It waits, and holds a thread that others need. */
    DECLARE_COROUTINE,
    /** It is cheaper than handing its elements to another thread. */
    DECLARE_MAP,
    /** More calls at once. */
    MORE_CONCURRENCY,
    /** Fewer calls at once. */
    LESS_CONCURRENCY,
    /** More workers at once. */
    MORE_PARALLELISM,
    /** Fewer processes: most of them have nothing to do. */
    LESS_PARALLELISM,
    /** It loses time by keeping the order. */
    RELAX_ORDER,
    /** Many elements at once. */
    BATCH,
    /** Processes of its own. */
    FORK,
    /** No processes of its own. */
    DO_NOT_FORK,
    /** A figure is near a threshold, and proves nothing. */
    MIXED
  }

  @Override
  public String toString() {
    return "stage '%s': %s".formatted(stage, text);
  }
}
