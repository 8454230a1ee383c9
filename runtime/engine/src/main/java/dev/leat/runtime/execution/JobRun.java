package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.Progress;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.pipeline.graph.SessionFunction;
import dev.leat.pipeline.graph.StageFunction;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.plan.PlanExplanation;
import dev.leat.runtime.scheduler.Schedulers;
import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A live job. It owns the tasks and everything that was opened for them, and it alone decides how
 * the job ends: the first of success, failure and cancellation counts.
 *
 * <p>{@link #live} counts what still runs: tasks that are drained, workers, calls in flight, and
 * the job itself until it begins to end. When nothing runs any more, or after the grace when
 * something does not stop, what was opened is committed or aborted and closed, on a thread that may
 * block.
 */
public final class JobRun implements Job {

  private static final long TO_LEAVE_BEHIND = 1_000_000_000;
  private static final long TO_CLOSE = 1_000_000_000;

  private final Plan plan;
  private final Schedulers schedulers;
  private final OperatorClasses classes;
  private final Duration grace;
  private final Consumer<JobRun> onEnd;
  private final @Nullable Watchdog watchdog;
  private final Findings findings;
  private final JobMeter meter = new JobMeter(this);
  private final long startedAt;
  private final JobParts parts;
  private final AtomicLong live = new AtomicLong(1);
  private final AtomicLong openSinks = new AtomicLong();
  private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
  private final AtomicReference<@Nullable JobException> failure = new AtomicReference<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<JobResult> result = new CompletableFuture<>();
  private volatile boolean stopping;
  private volatile boolean draining;
  private volatile long lastDelivery;
  private volatile long endedAt;
  private volatile @Nullable Thread starter;
  private volatile Timers.@Nullable Timer graceTimer;
  private volatile List<String> stuck = List.of();

  /**
   * A job that is not started.
   *
   * @param classes those of operators that belong to stages, of all jobs of the runtime
   * @param grace how long what runs may take to stop before it is interrupted; it is left behind
   *     after as long again, at most a second
   * @param watchdog looks at what its stages do; null if nobody does
   * @param onEnd called once when the job has ended
   */
  public JobRun(
      Plan plan,
      Schedulers schedulers,
      OperatorClasses classes,
      Duration grace,
      @Nullable Watchdog watchdog,
      Consumer<JobRun> onEnd) {
    this.plan = plan;
    this.schedulers = schedulers;
    this.classes = classes;
    this.grace = grace;
    this.onEnd = onEnd;
    this.watchdog = watchdog;
    this.findings = new Findings(plan.pipeline(), finding -> JobWatch.found(this, finding));
    this.startedAt = schedulers.timers().nanoTime();
    this.lastDelivery = startedAt;
    this.parts = new JobParts(this, plan, schedulers);
  }

  /** Opens what the job needs and sets it in motion, on a thread of its own. */
  public void start() {
    enter();
    JobWatch.began(this);
    if (watchdog != null) {
      watchdog.began(this);
    }
    try {
      schedulers
          .blocking("leat-" + plan.pipeline() + "-start")
          .execute(() -> {
            starter = Thread.currentThread();
            try {
              open();
            } finally {
              starter = null;
              exit();
            }
          });
    } catch (RuntimeException e) {
      exit();
      fail(new JobException("the runtime takes no more jobs: " + e.getMessage(), e));
    }
  }

  private void open() {
    try {
      parts.open();
      openSinks.set(parts.sinks());
      if (state.compareAndSet(State.STARTING, draining ? State.DRAINING : State.RUNNING)) {
        parts.begin();
        if (draining) {
          state.compareAndSet(State.RUNNING, State.DRAINING);
          parts.stopSources();
        }
      }
    } catch (JobException e) {
      fail(e);
    } catch (Throwable t) {
      fail(new JobException("pipeline '%s' could not start: %s".formatted(name(), t), t));
    }
  }

  // What tasks see.

  /** Something begins to run. */
  void enter() {
    live.incrementAndGet();
  }

  /** Something has stopped running. */
  void exit() {
    if (live.decrementAndGet() == 0) {
      closeSoon();
    }
  }

  @Nullable Watchdog watchdog() {
    return watchdog;
  }

  /** Changes whenever an element gets on, or is delivered. */
  long moved() {
    return parts.moved() + lastDelivery;
  }

  List<Task> tasks() {
    return parts.tasks();
  }

  /** Returns whether it is the first of its stage and cause. */
  boolean found(Finding finding) {
    return findings.add(finding);
  }

  JobMeter meter() {
    return meter;
  }

  boolean stopping() {
    return stopping;
  }

  Timers timers() {
    return schedulers.timers();
  }

  OperatorClasses classes() {
    return classes;
  }

  StageRun stage(int id) {
    return parts.stage(id);
  }

  SinkWriter<Object> writer(int stage) {
    return parts.writer(stage);
  }

  CheckedFunction<Object, Object> bind(StageFunction function) {
    return parts.bind(function);
  }

  Coroutine<Object, Object> bind(SessionFunction function) {
    return parts.bind(function);
  }

  void delivered() {
    lastDelivery = schedulers.timers().nanoTime();
  }

  Failure failure(Throwable error) {
    return () ->
        error instanceof JobException known
            ? known
            : new JobException("pipeline '%s' failed: %s".formatted(name(), error), error);
  }

  /** A sink has received everything. */
  void sinkEnded() {
    if (openSinks.decrementAndGet() == 0) {
      // A source may still wait for input that nobody wants any more.
      parts.stopSources();
      beginEnd();
    }
  }

  void crashed(Task task, Throwable error) {
    fail(
        new JobException(
            "internal error in %s of pipeline '%s': %s".formatted(task, name(), error), error));
  }

  /** Ends the job with an error, or notes one more if it ends already. */
  void fail(Throwable error) {
    JobException reason = failure(error).exception();
    if (!failure.compareAndSet(null, reason)) {
      JobException first = failure.get();
      if (first != null && first != reason) {
        first.addSuppressed(reason);
      }
      return;
    }
    state.getAndUpdate(now -> now.ended() ? now : State.STOPPING);
    stopping = true;
    parts.stopOpening();
    parts.stopSources();
    parts.tasks().forEach(Task::signal);
    beginEnd();
  }

  // The end.

  private void beginEnd() {
    if (ending.compareAndSet(false, true)) {
      try {
        graceTimer = timers().schedule(Timers.nanos(grace), this::interruptAll);
      } finally {
        exit();
      }
    }
  }

  private void interruptAll() {
    if (!closing.get()) {
      Thread opening = starter;
      if (opening != null) {
        opening.interrupt();
      }
      parts.tasks().forEach(Task::interrupt);
      graceTimer =
          timers().schedule(Math.min(Timers.nanos(grace), TO_LEAVE_BEHIND), this::leaveBehind);
    }
  }

  private void leaveBehind() {
    if (!closing.get()) {
      stuck = parts.stuckThreads(starter);
      closeSoon();
    }
  }

  private void closeSoon() {
    if (closing.compareAndSet(false, true)) {
      try {
        schedulers.blocking("leat-" + name() + "-close").execute(this::close);
      } catch (RuntimeException e) {
        fail(new JobException("the runtime was closed before the job could end in order", e));
        close();
      }
    }
  }

  private void close() {
    Timers.Timer timer = graceTimer;
    if (timer != null) {
      timer.cancel();
    }
    JobException error;
    try {
      error = closeParts();
    } catch (Throwable t) {
      fail(
          new JobException(
              "internal error while pipeline '%s' was closed: %s".formatted(name(), t), t));
      error = failure.get();
    }
    finish(error);
  }

  private @Nullable JobException closeParts() {
    JobException error = failure.get();
    if (error == null) {
      error = parts.commit();
      if (error != null && !failure.compareAndSet(null, error)) {
        error = failure.get();
      }
    }
    if (error != null) {
      parts.abort();
    }
    JobException atClose = parts.close();
    if (error == null && atClose != null) {
      error = atClose;
      failure.compareAndSet(null, atClose);
    } else if (error != null && atClose != null) {
      error.addSuppressed(atClose);
    }
    return error;
  }

  /** Since it was started, until it has ended. */
  Duration elapsed() {
    long until = state.get().ended() ? endedAt : timers().nanoTime();
    return Duration.ofNanos(until - startedAt);
  }

  private void finish(@Nullable JobException error) {
    endedAt = timers().nanoTime();
    if (error == null) {
      state.set(State.DONE);
    } else {
      state.set(error instanceof JobCancelledException ? State.CANCELLED : State.FAILED);
      stuck.forEach(
          thread -> error.addSuppressed(new IllegalStateException("did not stop: " + thread)));
    }
    if (watchdog != null) {
      watchdog.ended(this);
    }
    JobWatch.ended(this);
    onEnd.accept(this);
    // Last of all, because it lets go of those who wait.
    if (error == null) {
      result.complete(new JobResult(name(), draining, elapsed(), stats()));
    } else {
      result.completeExceptionally(error);
    }
  }

  // What users see.

  @Override
  public String name() {
    return plan.pipeline();
  }

  @Override
  public State state() {
    return state.get();
  }

  @Override
  public CompletionStage<JobResult> result() {
    // A copy that nobody can complete for others, and that fails with the exception itself.
    CompletableFuture<JobResult> copy = new CompletableFuture<>();
    CompletionStage<JobResult> original = result;
    original.whenComplete((value, error) -> {
      if (error == null) {
        copy.complete(value);
      } else {
        copy.completeExceptionally(error);
      }
    });
    return copy;
  }

  @Override
  public JobResult await() {
    return await("waited for", result);
  }

  private JobResult await(String verb, CompletableFuture<JobResult> ended) {
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw rethrown(e);
    } catch (InterruptedException e) {
      String reason = "the thread that %s it was interrupted".formatted(verb);
      cancelled(reason);
      Thread.currentThread().interrupt();
      throw new JobCancelledException("job '%s' was cancelled: %s".formatted(name(), reason));
    }
  }

  private static RuntimeException rethrown(ExecutionException e) {
    if (e.getCause() instanceof JobException known) {
      return known;
    }
    return new IllegalStateException(e.getCause());
  }

  @Override
  public JobStats stats() {
    return parts.stats();
  }

  @Override
  public Progress progress() {
    return new Progress(
        parts.progress(), Duration.ofNanos(Math.max(0, timers().nanoTime() - lastDelivery)));
  }

  @Override
  public List<Finding> findings() {
    return findings.all();
  }

  @Override
  public Explanation explain() {
    return PlanExplanation.of(plan, meter.measured(stats(), elapsed(), findings()));
  }

  @Override
  public JobResult drain(Duration limit) {
    if (state.get().ended()) {
      return await();
    }
    draining = true;
    state.compareAndSet(State.RUNNING, State.DRAINING);
    parts.stopSources();
    CompletableFuture<JobResult> waiter = result().toCompletableFuture();
    Timers.Timer timer = timers().schedule(Timers.nanos(limit), () -> giveUp(limit, waiter));
    try {
      return await("drained", waiter);
    } finally {
      timer.cancel();
    }
  }

  private void giveUp(Duration limit, CompletableFuture<JobResult> waiter) {
    cancelled("it was not drained within " + limit.toMillis() + " ms");
    timers()
        .schedule(
            toStop(),
            () -> {
              JobException reason = failure.get();
              if (reason != null) {
                waiter.completeExceptionally(reason);
              }
            });
  }

  @Override
  public void cancel() {
    cancelled("cancel() was called");
    try {
      result.get(toStop(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // It has ended, or says by its state that it has not.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long it may take a job that ends to end, in nanoseconds. */
  private long toStop() {
    return Timers.nanos(grace) + TO_LEAVE_BEHIND + TO_CLOSE;
  }

  /** Cancels the job for a reason, without waiting. */
  public void cancelled(String reason) {
    if (!state.get().ended()) {
      fail(
          new JobCancelledException(
              "job '%s' was cancelled: %s%s".formatted(name(), reason, parts.undelivered())));
    }
  }

  /**
   * The threads that did not stop, with what they were doing; empty unless the grace was not
   * enough.
   */
  public List<String> stuckThreads() {
    return stuck;
  }
}
