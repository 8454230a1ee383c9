package dev.leat.samples.tour;

/** How the work is organised. */
enum Model {
  /** A loop written by hand; what the Java rows are compared with. */
  LOOP("plain loop", "for (...) results.add(work(element))", Language.JAVA),
  /** Everything in turns on one thread. */
  ONE_THREAD("one thread", "LocalRuntime.inline()", Language.JAVA),
  /** Threads of the operating system. */
  THREADS("platform threads", "coroutine(..., co -> co.threads(n))", Language.JAVA),
  /** A thread that serves many calls and never waits for one. */
  EVENT_LOOP("event loop", "io(...)", Language.JAVA),
  /** A virtual thread for each element in flight. */
  COROUTINES("coroutine per item", "coroutine(name, function)", Language.JAVA),
  /** Two that live as long as the job; each does every other element and hands on the rest. */
  TWO_COROUTINES("two coroutines", "coroutine(name, (in, out) -> ...), twice", Language.JAVA),
  /** A thread for each core. */
  POOL("parallel pool", "cpu(...)", Language.JAVA),
  /** Processes of the same program. */
  FORKED_JVMS("forked JVMs", "cpu(..., cpu -> cpu.forked(n))", Language.JAVA),
  /** A loop written by hand; what the Python rows are compared with. */
  PYTHON_LOOP("Python loop", "for element in elements: work(element)", Language.PYTHON),
  /** Threads that share an interpreter. */
  PYTHON_THREADS("Python threads", "ThreadPoolExecutor.map", Language.PYTHON),
  /** Python in processes. */
  FORKED_PYTHON("forked Python", "python(..., python -> python.workers(n))", Language.PYTHON);

  private final String title;
  private final String code;
  private final Language language;

  /** What the work itself is written in. */
  enum Language {
    /** In the JVM. */
    JAVA,
    /** In an interpreter. */
    PYTHON
  }

  Model(String title, String code, Language language) {
    this.title = title;
    this.code = code;
    this.language = language;
  }

  String title() {
    return title;
  }

  /** What one writes. */
  String code() {
    return code;
  }

  Language language() {
    return language;
  }

  /** Whether the measured process is an interpreter, and not a JVM. */
  boolean isPythonProcess() {
    return this == PYTHON_LOOP || this == PYTHON_THREADS;
  }

  /** Whether others compute; they start anew with each job, so nothing of them stays warm. */
  boolean isForked() {
    return this == FORKED_JVMS || this == FORKED_PYTHON;
  }

  /** The row that this one is compared with. */
  Model reference() {
    return language == Language.JAVA ? LOOP : PYTHON_LOOP;
  }

  /**
   * How many elements may be under way at the same time.
   *
   * @param concurrency as many as may wait
   * @param processes as many as may compute
   */
  int atOnce(Workload workload, int concurrency, int processes) {
    boolean waiting = workload == Workload.WAITING;
    return switch (this) {
      case LOOP, PYTHON_LOOP -> 1;
      case ONE_THREAD, EVENT_LOOP -> waiting ? concurrency : 1;
      case COROUTINES -> concurrency;
      case THREADS, PYTHON_THREADS -> waiting ? concurrency : processes;
      case TWO_COROUTINES -> 2;
      case POOL, FORKED_JVMS, FORKED_PYTHON -> processes;
    };
  }
}
