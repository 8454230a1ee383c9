package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedBiFunction;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.CoroutineWith;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Progress.LaneProgress;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LiveListener;
import dev.leat.pipeline.connector.LiveSource;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.SessionFunction;
import dev.leat.pipeline.graph.StageFunction;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.scheduler.Schedulers;
import dev.leat.runtime.worker.WorkerPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is opened for a job, in the order of opening: resources, sinks, lanes; and the
 * tasks that use it. Opened and closed by one thread each, which may overlap if opening does not
 * end; in between it is only read.
 */
final class JobParts {

  private final JobRun job;
  private final Plan plan;
  private final Schedulers schedulers;
  private final List<StageRun> stages = new ArrayList<>();
  private final JobResources resources = new JobResources();
  private final Deque<Closing> toClose = new ArrayDeque<>();
  private final Map<Integer, SinkWriter<Object>> writers = new ConcurrentSkipListMap<>();
  private final Map<Integer, String> descriptions = new ConcurrentSkipListMap<>();
  private final Map<Integer, List<? extends Lane<Object>>> lanes = new HashMap<>();
  private final Map<Integer, ListenTask> listening = new ConcurrentSkipListMap<>();
  private final JobWorkers workers;
  private boolean closed;
  private volatile List<Task> tasks = List.of();
  private volatile List<LaneTask> laneTasks = List.of();
  private volatile @Nullable Wiring wiring;

  /** Closes something; {@code what} names it in messages. */
  private record Closing(StageNode stage, String what, Action action) {

    @FunctionalInterface
    interface Action {
      void run() throws Exception;
    }
  }

  JobParts(JobRun job, Plan plan, Schedulers schedulers) {
    this.job = job;
    this.plan = plan;
    this.schedulers = schedulers;
    this.workers = new JobWorkers(plan, schedulers, resources);
    for (StageNode node : plan.graph().stages()) {
      stages.add(stage(node));
    }
  }

  private StageRun stage(StageNode node) {
    return switch (node.operation()) {
      case Operation.From from -> stage(node, from.source().onError(), false);
      case Operation.Io io -> stage(node, io.policy().onError(), true);
      case Operation.IoMany io -> stage(node, io.policy().onError(), true);
      case Operation.Coroutine coroutine -> stage(node, coroutine.policy().onError(), true);
      case Operation.Cpu cpu -> stage(node, cpu.options().onError(), workers.isForked(node));
      case Operation.Foreign foreign -> stage(node, foreign.onError(), true);
      case Operation.Map map -> stage(node, OnError.fail(), false);
      case Operation.Filter filter -> stage(node, OnError.fail(), false);
      case Operation.FlatMap flatMap -> stage(node, OnError.fail(), false);
      case Operation.Each each -> stage(node, OnError.fail(), false);
      case Operation.Take take -> stage(node, OnError.fail(), false);
      case Operation.TakeWhile takeWhile -> stage(node, OnError.fail(), false);
      case Operation.Skip skip -> stage(node, OnError.fail(), false);
      case Operation.Scan scan -> stage(node, OnError.fail(), false);
      case Operation.Batch batch -> stage(node, OnError.fail(), false);
      case Operation.Aggregate aggregate -> stage(node, OnError.fail(), false);
      case Operation.Keyed keyed -> stage(node, OnError.fail(), false);
      case Operation.Unkeyed unkeyed -> stage(node, OnError.fail(), false);
      case Operation.Merge merge -> stage(node, OnError.fail(), false);
      case Operation.Concat concat -> stage(node, OnError.fail(), false);
      case Operation.Route route -> stage(node, OnError.fail(), false);
      case Operation.Branch branch -> stage(node, OnError.fail(), false);
      case Operation.Distinct distinct -> stage(node, OnError.fail(), false);
      case Operation.Throttle throttle -> stage(node, OnError.fail(), false);
      case Operation.Conflate conflate -> stage(node, OnError.fail(), false);
      case Operation.Session session -> stage(node, OnError.fail(), false);
      case Operation.To to -> stage(node, OnError.fail(), false);
    };
  }

  private StageRun stage(StageNode node, OnError onError, boolean waits) {
    return new StageRun(plan.pipeline(), node, onError, waits);
  }

  // Opening.

  void open() {
    opened(
        new Closing(plan.graph().stage(0), "the files of its tables", resources::close), () -> {});
    // Early, because processes take longest to start.
    for (StageNode node : workers.stages()) {
      WorkerPool pool = opening(node, "its workers", () -> workers.start(node, context(node)));
      opened(new Closing(node, "its workers", pool::close), pool::kill);
    }
    for (StageNode node : plan.graph().stages()) {
      Resource<Object> resource = resource(node);
      if (resource != null) {
        List<JobResources.Closing> closings =
            opening(node, "its resource", () -> resources.open(resource, context(node)));
        for (JobResources.Closing each : closings) {
          opened(new Closing(node, "the resource", each::run), () -> {});
        }
      }
    }
    for (StageNode node : plan.graph().stages()) {
      if (node.operation() instanceof Operation.To to) {
        String what = opening(node, "its sink", () -> to.sink().describe());
        descriptions.put(node.id(), what);
        SinkWriter<Object> writer = opening(node, what, () -> to.sink().open(context(node)));
        writers.put(node.id(), writer);
        opened(new Closing(node, what, writer::close), writer::abort);
      }
    }
    for (StageNode node : plan.graph().stages()) {
      if (node.operation() instanceof Operation.From from) {
        String what = opening(node, "its source", () -> from.source().describe());
        if (from.source() instanceof LiveSource<Object> live) {
          listen(node, live, what);
        } else {
          lanes.put(node.id(), opening(node, what, () -> from.source().lanes(context(node))));
        }
      }
    }
    OperatorClasses.load();
    for (StageNode node : workers.stages()) {
      opening(node, "its workers", () -> workers.awaitReady(node));
    }
    Wiring wired =
        new Wiring(job, plan, schedulers, stages, new Wiring.Inputs(lanes, listening, workers));
    wiring = wired;
    laneTasks = wired.lanes();
    tasks = wired.tasks();
  }

  private void listen(StageNode node, LiveSource<Object> source, String what) {
    Executor home = schedulers.blocking("leat-" + plan.pipeline() + "-" + node.name());
    ListenTask task = new ListenTask(job, home, node, what);
    listening.put(node.id(), task);
    LiveListener listener =
        opening(node, what, () -> source.listen(context(node), task.acceptor()));
    opened(new Closing(node, what, listener::close), () -> {});
    task.started(listener);
  }

  private @Nullable Resource<Object> resource(StageNode node) {
    if (workers.isForked(node)) {
      return null; // opened in the workers
    }
    if (node.operation() instanceof Operation.Session session) {
      return session.body() instanceof SessionFunction.WithResource with ? with.resource() : null;
    }
    StageFunction function =
        switch (node.operation()) {
          case Operation.Io io -> io.function();
          case Operation.IoMany io -> io.function();
          case Operation.Coroutine coroutine -> coroutine.function();
          case Operation.Cpu cpu -> cpu.function();
          default -> null;
        };
    return function instanceof StageFunction.WithResource with ? with.resource() : null;
  }

  private <T> T opening(StageNode node, String what, CheckedOpen<T> open) {
    if (job.stopping()) {
      throw new JobException("pipeline '%s' was stopped".formatted(plan.pipeline()), null);
    }
    try {
      return open.run();
    } catch (Throwable t) {
      if (t instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new JobException(
          "stage '%s' (%s) of pipeline '%s' could not open %s: %s"
              .formatted(node.name(), node.site(), plan.pipeline(), what, SinkOutput.reason(t)),
          t);
    }
  }

  /** Notes what has to be closed; gives it up and closes it at once if it was opened too late. */
  private void opened(Closing closing, Closing.Action giveUp) {
    synchronized (toClose) {
      if (!closed) {
        toClose.push(closing);
        return;
      }
    }
    Closing late =
        new Closing(
            closing.stage(),
            "close " + closing.what(),
            () -> {
              giveUp.run();
              closing.action().run();
            });
    JobException error = closing(late);
    if (error != null) {
      job.fail(error);
    }
  }

  /** Opens something. */
  @FunctionalInterface
  private interface CheckedOpen<T> {
    T run() throws Exception;
  }

  private StageContext context(StageNode node) {
    return new StageContext(plan.pipeline(), node.name(), schedulers);
  }

  /** Sets everything in motion. */
  void begin() {
    Wiring wired = wiring;
    if (wired != null) {
      wired.begin();
    }
  }

  // What tasks use.

  StageRun stage(int id) {
    return stages.get(id);
  }

  SinkWriter<Object> writer(int stage) {
    SinkWriter<Object> writer = writers.get(stage);
    if (writer == null) {
      throw new IllegalStateException("sink of stage " + stage + " is not open");
    }
    return writer;
  }

  int sinks() {
    return writers.size();
  }

  CheckedFunction<Object, Object> bind(StageFunction function) {
    return switch (function) {
      case StageFunction.Plain plain -> plain.function();
      case StageFunction.WithResource with -> {
        Object opened = resources.get(with.resource());
        CheckedBiFunction<Object, Object, Object> code = with.function();
        yield element -> code.apply(opened, element);
      }
    };
  }

  Coroutine<Object, Object> bind(SessionFunction function) {
    return switch (function) {
      case SessionFunction.Plain plain -> plain.body();
      case SessionFunction.WithResource with -> {
        Object opened = resources.get(with.resource());
        CoroutineWith<Object, Object, Object> body = with.body();
        yield (in, out) -> body.run(opened, in, out);
      }
    };
  }

  List<Task> tasks() {
    return tasks;
  }

  /** Makes what waits while the job is opened give up. */
  void stopOpening() {
    workers.stopWaiting();
  }

  void stopSources() {
    laneTasks.forEach(LaneTask::stop);
    listening.values().forEach(ListenTask::stop);
  }

  // The end.

  /** Makes all sinks durable and publishes them; returns what went wrong. */
  @Nullable JobException commit() {
    for (Map.Entry<Integer, SinkWriter<Object>> entry : writers.entrySet()) {
      JobException error = closing(entry.getKey(), "flush", entry.getValue()::flush);
      if (error != null) {
        return error;
      }
    }
    for (Map.Entry<Integer, SinkWriter<Object>> entry : writers.entrySet()) {
      JobException error = closing(entry.getKey(), "commit", entry.getValue()::commit);
      if (error != null) {
        return error;
      }
    }
    return null;
  }

  private @Nullable JobException closing(int stage, String verb, Closing.Action action) {
    StageNode node = plan.graph().stage(stage);
    return closing(new Closing(node, verb + " " + descriptions.get(stage), action));
  }

  private @Nullable JobException closing(Closing closing) {
    try {
      closing.action().run();
      return null;
    } catch (Throwable t) {
      return new JobException(
          "stage '%s' (%s) of pipeline '%s' could not %s: %s"
              .formatted(
                  closing.stage().name(),
                  closing.stage().site(),
                  plan.pipeline(),
                  closing.what(),
                  SinkOutput.reason(t)),
          t);
    }
  }

  void abort() {
    for (Map.Entry<Integer, SinkWriter<Object>> entry : writers.entrySet()) {
      JobException error = closing(entry.getKey(), "abort", entry.getValue()::abort);
      if (error != null) {
        job.fail(error);
      }
    }
  }

  /** Closes lanes, then sinks, then resources, the last opened first; returns the first error. */
  @Nullable JobException close() {
    List<Closing> all = new ArrayList<>();
    for (LaneTask lane : laneTasks) {
      all.add(new Closing(lane.source(), "close " + lane.name(), lane::close));
    }
    for (ListenTask task : listening.values()) {
      all.add(new Closing(task.source(), "close its lanes", task::closeLanes));
    }
    synchronized (toClose) {
      closed = true;
      for (Closing closing : toClose) {
        all.add(new Closing(closing.stage(), "close " + closing.what(), closing.action()));
      }
    }
    Wiring wired = wiring;
    if (wired != null) {
      wired.endThreads();
    }
    JobException first = null;
    for (Closing closing : all) {
      JobException error = closing(closing);
      if (first == null) {
        first = error;
      } else if (error != null) {
        first.addSuppressed(error);
      }
    }
    return first;
  }

  // Reports.

  JobStats stats() {
    return new JobStats(
        stages.stream().map(StageRun::stats).toList(), workers.stats(), resources.values());
  }

  List<LaneProgress> progress() {
    return Stream.concat(
            laneTasks.stream().map(LaneTask::progress),
            listening.values().stream().map(ListenTask::progress))
        .toList();
  }

  /** Changes whenever an element reaches or leaves a stage. */
  long moved() {
    long sum = 0;
    for (StageRun stage : stages) {
      sum += stage.moved();
    }
    return sum;
  }

  /** Says where elements were left behind. */
  String undelivered() {
    StringBuilder text = new StringBuilder();
    for (Task task : tasks) {
      long elements = task instanceof LaneTask ? 0 : task.undelivered();
      if (elements > 0) {
        text.append(text.isEmpty() ? "; not delivered: " : ", ")
            .append(elements)
            .append(" in ")
            .append(task.name());
      }
    }
    return text.toString();
  }

  List<String> stuckThreads(@Nullable Thread starter) {
    List<String> threads = new ArrayList<>();
    if (starter != null) {
      threads.add(
          "the start of pipeline '%s' on thread %s at %s"
              .formatted(plan.pipeline(), starter.getName(), top(starter.getStackTrace())));
    }
    for (Task task : tasks) {
      for (Thread thread : task.threads()) {
        threads.add(
            "stage %s on thread %s at %s"
                .formatted(task.name(), thread.getName(), top(thread.getStackTrace())));
      }
      if (task.unanswered() > 0) {
        threads.add(
            "stage %s, of whose calls %d have not ended".formatted(task.name(), task.unanswered()));
      }
    }
    return threads;
  }

  private static String top(StackTraceElement[] stack) {
    return String.join(
        " < ", Arrays.stream(stack).limit(5).map(StackTraceElement::toString).toList());
  }
}
