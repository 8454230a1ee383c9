package dev.leat.runtime.execution;

/**
 * What a virtual thread does at the moment, as far as it tells without being stopped: its text
 * names the carrier on which it is mounted, with the carrier's state, or else its own state. There
 * is no other way to ask; where a text has another form, nothing is known.
 *
 * @param kind what it does
 * @param carrier the name of the carrier; empty if it is not mounted
 */
record Mount(Kind kind, String carrier) {

  private static final Mount UNKNOWN = new Mount(Kind.UNKNOWN, "");
  private static final Mount OFF = new Mount(Kind.WAITS, "");
  private static final Mount READY = new Mount(Kind.READY, "");

  /** What a virtual thread does. */
  enum Kind {
    /** It is mounted, and its carrier runs or waits in a native method. */
    RUNS,
    /** It is mounted, and its carrier waits: it is pinned. */
    PINS,
    /** It waits for a carrier. */
    READY,
    /** It waits for something else, and no carrier waits with it. */
    WAITS,
    /** It cannot be told. */
    UNKNOWN
  }

  static Mount of(Thread thread) {
    return of(thread.toString());
  }

  /** Reads {@code VirtualThread[#23,name]/runnable@ForkJoinPool-1-worker-1}. */
  static Mount of(String text) {
    int state = text.lastIndexOf("]/") + 2;
    if (state < 2 || !text.startsWith("VirtualThread[")) {
      return UNKNOWN;
    }
    int at = text.indexOf('@', state);
    if (at < 0) {
      return text.startsWith("runnable", state) ? READY : OFF;
    }
    String carrier = text.substring(at + 1);
    return switch (text.substring(state, at)) {
      case "runnable" -> new Mount(Kind.RUNS, carrier);
      case "waiting", "timed_waiting", "blocked" -> new Mount(Kind.PINS, carrier);
      default -> UNKNOWN;
    };
  }
}
