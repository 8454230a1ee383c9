package dev.leat.samples.tour;

/** How an element gets from one piece of code to the next. */
enum Crossing {
  /** Nobody else is involved. */
  CALL("a call in the same thread", "a reference; map(...), fused"),
  /** Memory to memory. */
  COPY("a copy in memory", "bytes.clone() in a map(...)"),
  /** A queue of the JDK with a thread at each end. */
  QUEUE("to a thread, one by one", "a reference through an ArrayBlockingQueue"),
  /** The same way in chunks. */
  CHUNKS("to threads, in chunks", "a reference through a cpu(...) stage and back"),
  /** A process of the same program. */
  JVM("to a worker JVM and back", "cpu(...) with forked(1)"),
  /** A process of another language. */
  PYTHON("to Python and back", "python(...) with one worker");

  private final String title;
  private final String how;

  Crossing(String title, String how) {
    this.title = title;
    this.how = how;
  }

  String title() {
    return title;
  }

  /** What exactly was measured. */
  String how() {
    return how;
  }
}
