package dev.leat.samples.pythonscore;

/** Who computes the same function over the same lines. */
enum Contender {
  /** One interpreter and no pool: the function itself. */
  LOOP("plain loop, no pool"),
  /** The stage of Leat. */
  LEAT("Leat: python(...)"),
  /** The older pool of Python. */
  IMAP("multiprocessing.Pool.imap"),
  /** The newer one. */
  EXECUTOR("ProcessPoolExecutor.map");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** As {@code pools.py} calls it. */
  String model() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
