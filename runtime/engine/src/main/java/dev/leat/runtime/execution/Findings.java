package dev.leat.runtime.execution;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Finding.Cause;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * What was found in one job: the worst for each stage and cause, which bounds it. The first one
 * goes to the log; each is an event of the flight recorder, for whoever records. Thread-safe.
 */
final class Findings {

  static final String LOG_NAME = "dev.leat.findings";

  private static final System.Logger LOG = System.getLogger(LOG_NAME);

  private final String pipeline;
  private final Consumer<Finding> watch;
  private final Map<String, Finding> found = new ConcurrentSkipListMap<>();

  /**
   * Nothing found yet.
   *
   * @param watch is told the first of each stage and cause, before anybody else can see it
   */
  Findings(String pipeline, Consumer<Finding> watch) {
    this.pipeline = pipeline;
    this.watch = watch;
  }

  /** An event of the flight recorder. */
  @Name("dev.leat.StageFinding")
  @Label("Stage Finding")
  @Category("Leat")
  @Description("A stage waited or computed on a thread on which it must not")
  @StackTrace(false)
  @SuppressWarnings("UnusedVariable") // the flight recorder reads the fields
  private static final class StageFinding extends Event {

    @Label("Pipeline")
    String pipeline = "";

    @Label("Stage")
    String stage = "";

    @Label("Declared As")
    String declared = "";

    @Label("Cause")
    String cause = "";

    @Label("Call")
    String call = "";

    @Label("Site")
    String site = "";

    @Label("Held")
    @Timespan
    long held;

    @Label("Share of Looks")
    double share;

    @Label("Message")
    String message = "";
  }

  /** Tells the job of a task what was found of it, and where. */
  static void report(Task task, Cause cause, Duration held, double share, SeenStack stack) {
    if (task.stages().isEmpty()) {
      return;
    }
    RunningStage stage = RunningStage.of(stack.of(task.stages()));
    boolean computes = cause == Cause.COMPUTES_ON_EVENT_LOOP || cause == Cause.COMPUTES_ON_CARRIER;
    task.job()
        .found(
            new Finding(
                stage.name(),
                stage.kind(),
                cause,
                held,
                share,
                computes ? stack.method() : stack.call(),
                stack.where(),
                stack.framesOfCode()));
  }

  /** Returns whether it is the first of its stage and cause. */
  synchronized boolean add(Finding finding) {
    String key = finding.stage() + "/" + finding.cause();
    boolean first = !found.containsKey(key);
    if (first) {
      watch.accept(finding);
    }
    found.merge(key, finding, Findings::worse);
    if (first) {
      LOG.log(Level.WARNING, () -> "pipeline '%s': %s".formatted(pipeline, finding.message()));
    }
    StageFinding event = new StageFinding();
    if (event.isEnabled()) {
      record(event, finding);
    }
    return first;
  }

  /** The longer time at once, and that rather than a share. */
  private static Finding worse(Finding before, Finding finding) {
    return finding.held().compareTo(before.held()) >= 0 ? finding : before;
  }

  private void record(StageFinding event, Finding finding) {
    event.pipeline = pipeline;
    event.stage = finding.stage();
    event.declared = finding.declared();
    event.cause = finding.cause().name();
    event.call = finding.call();
    event.site = finding.site();
    event.held = finding.held().toNanos();
    event.share = finding.share();
    event.message = finding.message();
    event.commit();
  }

  List<Finding> all() {
    return List.copyOf(found.values());
  }
}
