package dev.leat.runtime;

import dev.leat.pipeline.CheckReport;
import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.runtime.execution.JobRun;
import dev.leat.runtime.execution.OperatorClasses;
import dev.leat.runtime.execution.Watchdog;
import dev.leat.runtime.plan.PipelineCheck;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.plan.PlanExplanation;
import dev.leat.runtime.plan.PlanSettings;
import dev.leat.runtime.plan.Planner;
import dev.leat.runtime.scheduler.Schedulers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Runs pipelines on this machine: I/O on event loops and virtual threads, computing on one worker
 * for each core. Its threads are daemons and start when they are first needed.
 *
 * {@snippet :
 * try (LocalRuntime runtime = LocalRuntime.create()) {
 *   List<Integer> lengths =
 *       runtime.collect(Pipeline.named("lengths").from(Sources.of("a", "bb")).cpu("length", String::length));
 * }
 * }
 */
public final class LocalRuntime implements PipelineRuntime {

  private static final System.Logger LOG = System.getLogger(LocalRuntime.class.getName());

  private final Schedulers schedulers;
  private final PlanSettings settings;
  private final Duration grace;
  private final @Nullable Watchdog watchdog;
  private final OperatorClasses classes = new OperatorClasses();
  private final Set<JobRun> jobs = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private boolean closed;

  LocalRuntime(
      Schedulers schedulers, PlanSettings settings, Duration grace, @Nullable Watchdog watchdog) {
    this.schedulers = schedulers;
    this.settings = settings;
    this.grace = grace;
    this.watchdog = watchdog;
  }

  /** A runtime with the defaults, which fit the machine. */
  public static LocalRuntime create() {
    return builder().build();
  }

  /**
   * A runtime that runs every execution model on one thread, so that calls that wait still overlap
   * but nothing computes at the same time. Useful to see concurrency without parallelism, and as an
   * oracle in tests.
   */
  public static LocalRuntime inline() {
    return builder().inline(0).build();
  }

  /** Settings for a runtime that differs from the defaults. */
  public static LocalRuntimeBuilder builder() {
    return new LocalRuntimeBuilder();
  }

  @Override
  public JobResult run(Pipeline pipeline) {
    return start(pipeline).await();
  }

  @Override
  public Job start(Pipeline pipeline) {
    return launch(pipeline);
  }

  JobRun launch(Pipeline pipeline) {
    Plan plan = Planner.plan(pipeline, settings);
    JobRun job = new JobRun(plan, schedulers, classes, grace, watchdog, jobs::remove);
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException(
            "the runtime is closed and cannot start pipeline '%s'".formatted(pipeline.name()));
      }
      jobs.add(job);
    }
    job.start();
    return job;
  }

  @Override
  public <T> List<T> collect(Stage<T> stage) {
    CollectingSink<T> sink = new CollectingSink<>();
    run(stage.to(sink));
    return sink.elements();
  }

  @Override
  public <T> Stream<T> stream(Stage<T> stage) {
    HandOver<T> handOver = new HandOver<>();
    return handOver.stream(start(stage.to(handOver)));
  }

  @Override
  public <T> Publisher<T> publisher(Stage<T> stage) {
    return new JobPublisher<>(this, stage);
  }

  @Override
  public Explanation explain(Pipeline pipeline) {
    return PlanExplanation.of(Planner.plan(pipeline, settings));
  }

  @Override
  public CheckReport check(Pipeline pipeline) {
    return PipelineCheck.check(pipeline, settings);
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    for (JobRun job : jobs) {
      job.cancelled("its runtime was closed");
    }
    for (JobRun job : jobs) {
      job.cancel();
      job.stuckThreads().forEach(thread -> LOG.log(Level.WARNING, "did not stop: {0}", thread));
    }
    List<String> left = schedulers.close(grace);
    classes.clear();
    if (!left.isEmpty()) {
      LOG.log(Level.WARNING, "threads that did not end: {0}", left);
    }
  }
}
