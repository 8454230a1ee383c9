package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageFunction;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.plan.PlannedEdge;
import dev.leat.runtime.plan.PlannedSegment;
import dev.leat.runtime.plan.PlannedStage;
import dev.leat.runtime.plan.Scopes;
import dev.leat.runtime.scheduler.Schedulers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes the tasks of a plan and connects them. */
final class Wiring {

  private final JobRun job;
  private final Plan plan;
  private final Schedulers schedulers;
  private final List<StageRun> stages;
  private final SegmentCompiler compiler;
  private final List<LaneTask> lanes = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Executor> pools = new ArrayList<>();
  private final List<ForkedTask> forked = new ArrayList<>();

  /**
   * The tasks of one segment.
   *
   * @param tasks the tasks
   * @param home where they run
   * @param inbox what they receive; that of a fetch is never used
   * @param ports what they emit; the lanes of a fetch have one each instead
   * @param lanes the tasks of a fetch
   * @param listening takes in the lanes of a live source
   */
  private record Node(
      List<Task> tasks,
      Executor home,
      Inbox inbox,
      Ports ports,
      List<LaneTask> lanes,
      @Nullable ListenTask listening) {

    Node(Task task, Executor home, Inbox inbox, Ports ports) {
      this(List.of(task), home, inbox, ports, List.of(), null);
      task.between(inbox, ports);
    }
  }

  /**
   * Where elements come from, by the numbers of the sources.
   *
   * @param lanes the lanes of those that know them
   * @param listening takes in the lanes of those that are live
   * @param workers the processes of stages that have some
   */
  record Inputs(
      Map<Integer, List<? extends Lane<Object>>> lanes,
      Map<Integer, ListenTask> listening,
      JobWorkers workers) {

    List<? extends Lane<Object>> lanesOf(int source) {
      return lanes.getOrDefault(source, List.of());
    }
  }

  Wiring(JobRun job, Plan plan, Schedulers schedulers, List<StageRun> stages, Inputs inputs) {
    this.job = job;
    this.plan = plan;
    this.schedulers = schedulers;
    this.stages = stages;
    this.compiler = new SegmentCompiler(job, plan);
    for (PlannedSegment segment : plan.segments()) {
      Node node = node(segment, inputs);
      node.tasks.forEach(task -> task.meter().segment(segment.id()));
      nodes.add(node);
    }
    plan.edges().forEach(this::connect);
    plan.segments().stream().filter(this::takesTurns).forEach(this::takeTurns);
  }

  List<LaneTask> lanes() {
    return lanes;
  }

  List<Task> tasks() {
    return tasks;
  }

  /** Ends the threads that belong to the tasks. */
  void endThreads() {
    pools.forEach(schedulers::end);
  }

  /** Gives the first credit and wakes every task once. */
  void begin() {
    for (Node node : nodes) {
      node.ports.all().forEach(Port::open);
      node.lanes.forEach(lane -> lane.port().open());
      if (node.listening != null) {
        node.listening.intake().open();
      }
    }
    forked.forEach(ForkedTask::begin);
    tasks.forEach(Task::signal);
  }

  private Node node(PlannedSegment segment, Inputs inputs) {
    return switch (segment) {
      case PlannedSegment.Fetch fetch -> fetch(fetch, inputs);
      case PlannedSegment.Sequential sequential -> sequential(sequential);
      case PlannedSegment.Parallel parallel -> parallel(parallel);
      case PlannedSegment.Calls calls -> calls(calls);
      case PlannedSegment.Forked forked -> forked(forked, inputs.workers());
      case PlannedSegment.Latest latest -> latest(latest);
      case PlannedSegment.Sessions sessions -> sessions(sessions, inputs);
    };
  }

  private Node fetch(PlannedSegment.Fetch segment, Inputs inputs) {
    StageNode source = plan.graph().stage(segment.source());
    ListenTask listening = inputs.listening.get(source.id());
    if (listening != null) {
      add(listening, List.of(stages.get(source.id())));
    }
    List<? extends Lane<Object>> found = inputs.lanesOf(source.id());
    List<LaneTask> made = new ArrayList<>();
    for (Lane<Object> lane : found) {
      String thread = thread(source) + (found.size() == 1 ? "" : "-" + (made.size() + 1));
      LaneTask task = new LaneTask(job, lane.name(), schedulers.blocking(thread), source, lane);
      made.add(add(task, List.of(stages.get(source.id()))));
    }
    lanes.addAll(made);
    // Where what follows without a thread of its own goes on, when it has waited for room.
    Executor home =
        listening == null ? schedulers.blocking(thread(source)) : schedulers.eventLoop();
    List<Task> all = listening == null ? List.copyOf(made) : List.of(listening);
    return new Node(all, home, new Inbox(() -> {}), Ports.none(), made, listening);
  }

  private Node sequential(PlannedSegment.Sequential segment) {
    StageNode last = plan.graph().stage(segment.stages().getLast().stage());
    Executor home =
        segment.ownThread() ? schedulers.blocking(thread(last)) : upstream(segment).home;
    SequentialTask task =
        new SequentialTask(assignment(segment, name(segment), home), segment, segment.ownThread());
    add(task, runs(segment));
    return new Node(task, home, task.inbox(), task.ports());
  }

  private Node upstream(PlannedSegment segment) {
    for (PlannedEdge edge : plan.edges()) {
      if (edge.toSegment() == segment.id()) {
        return nodes.get(edge.fromSegment());
      }
    }
    throw new IllegalStateException("nothing leads to " + segment);
  }

  private boolean takesTurns(PlannedSegment segment) {
    return !segment.stages().isEmpty()
        && plan.graph().stage(segment.stages().get(0).stage()).operation()
            instanceof Operation.Concat;
  }

  private void takeTurns(PlannedSegment segment) {
    nodes.get(segment.id()).inbox.takeTurns();
  }

  private Node parallel(PlannedSegment.Parallel segment) {
    Executor home = schedulers.computing();
    ParallelTask task = new ParallelTask(assignment(segment, name(segment), home), segment);
    add(task, runs(segment));
    return new Node(task, home, task.inbox(), task.ports());
  }

  private Node calls(PlannedSegment.Calls segment) {
    StageNode node = plan.graph().stage(segment.stage());
    StageRun stage = stages.get(node.id());
    return switch (segment.model()) {
      case EVENT_LOOP -> {
        Executor loop = schedulers.eventLoop();
        Caller caller = Caller.promising(job.bind(function(node)));
        yield calls(segment, stage, loop, caller);
      }
      case VIRTUAL_THREADS -> {
        Executor threads = schedulers.virtualThreads(thread(node));
        Caller caller = Caller.blocking(job.bind(function(node)), threads);
        yield calls(segment, stage, threads, caller);
      }
      case OWN_THREADS -> {
        Executor threads = schedulers.threads(segment.policy().concurrency(), thread(node));
        pools.add(threads);
        Caller caller = Caller.blocking(job.bind(function(node)), threads);
        yield calls(segment, stage, schedulers.virtualThreads(thread(node)), caller);
      }
      case EVENT_LOOP_MANY -> {
        Executor loop = schedulers.eventLoop();
        ManyTask task =
            new ManyTask(
                assignment(segment, node.name(), loop),
                stage,
                segment.policy(),
                job.bind(function(node)));
        add(task, List.of(stage));
        yield new Node(task, loop, task.inbox(), task.ports());
      }
    };
  }

  private Node calls(PlannedSegment.Calls segment, StageRun stage, Executor home, Caller caller) {
    CallsTask task =
        new CallsTask(
            assignment(segment, stage.node().name(), home), stage, segment.policy(), caller);
    add(task, List.of(stage));
    return new Node(task, home, task.inbox(), task.ports());
  }

  private Node forked(PlannedSegment.Forked segment, JobWorkers workers) {
    StageRun stage = stages.get(segment.stage());
    Executor home = schedulers.computing();
    ForkedTask task =
        new ForkedTask(
            assignment(segment, stage.node().name(), home),
            stage,
            segment,
            workers.pool(stage.node()));
    forked.add(add(task, List.of(stage)));
    return new Node(task, home, task.inbox(), task.ports());
  }

  private Node latest(PlannedSegment.Latest segment) {
    StageRun stage = stages.get(segment.stage());
    Executor home = schedulers.computing();
    ConflateTask task = new ConflateTask(assignment(segment, stage.node().name(), home), stage);
    add(task, List.of(stage));
    return new Node(task, home, task.inbox(), task.ports());
  }

  private Node sessions(PlannedSegment.Sessions segment, Inputs inputs) {
    StageRun stage = stages.get(segment.stage());
    StageNode node = stage.node();
    if (!(node.operation() instanceof Operation.Session session)) {
      throw new IllegalStateException(node + " is no coroutine with a memory");
    }
    Executor home = schedulers.computing();
    CoroutineTask task =
        new CoroutineTask(
            assignment(segment, node.name(), home),
            stage,
            job.bind(session.body()),
            schedulers.coroutines(thread(node)),
            lanes(node, inputs));
    add(task, List.of(stage));
    return new Node(task, home, task.inbox(), task.ports());
  }

  /** How many lanes a stage can meet: 1 if they are mixed, no end if they come and go. */
  private int lanes(StageNode node, Inputs inputs) {
    if (new Scopes(plan.graph()).mixesLanes(node.id())) {
      return 1;
    }
    List<Integer> sources = List.copyOf(plan.graph().sources(node.id()));
    return sources.stream().anyMatch(inputs.listening::containsKey)
        ? Integer.MAX_VALUE
        : sources.stream().mapToInt(source -> inputs.lanesOf(source).size()).sum();
  }

  private static StageFunction function(StageNode node) {
    return switch (node.operation()) {
      case Operation.Io io -> io.function();
      case Operation.IoMany io -> io.function();
      case Operation.Coroutine coroutine -> coroutine.function();
      default -> throw new IllegalStateException(node + " makes no calls");
    };
  }

  private Assignment assignment(PlannedSegment segment, String name, Executor home) {
    Set<PortKey> keys = new LinkedHashSet<>();
    for (PlannedEdge edge : plan.edges()) {
      if (edge.fromSegment() == segment.id()) {
        keys.add(new PortKey(edge.fromStage(), edge.port()));
      }
    }
    return new Assignment(job, name, home, compiler, List.copyOf(keys), plan.settings());
  }

  private <T extends Task> T add(T task, List<StageRun> runs) {
    tasks.add(task);
    task.runs(runs);
    runs.forEach(run -> run.runsIn(task));
    return task;
  }

  private List<StageRun> runs(PlannedSegment segment) {
    return segment.stages().stream().map(stage -> stages.get(stage.stage())).toList();
  }

  private String name(PlannedSegment segment) {
    return String.join(
        "+",
        segment.stages().stream()
            .map(PlannedStage::stage)
            .map(id -> plan.graph().stage(id).name())
            .toList());
  }

  private String thread(StageNode node) {
    return "leat-" + plan.pipeline() + "-" + node.name();
  }

  private void connect(PlannedEdge edge) {
    Node from = nodes.get(edge.fromSegment());
    Inbox to = nodes.get(edge.toSegment()).inbox;
    for (Task sender : from.tasks) {
      nodes.get(edge.toSegment()).tasks.forEach(sender::leadsTo);
    }
    int chunk = plan.settings().chunkElements();
    int bytes = plan.settings().chunkBytes();
    if (plan.segments().get(edge.fromSegment()) instanceof PlannedSegment.Fetch) {
      from.lanes.forEach(lane -> lane.port().connect(to.inlet(edge.capacity(), 1, 1)));
      if (from.listening != null) {
        from.listening.intake().connect(to.inlet(edge.capacity(), 1, 1));
      }
    } else {
      PortKey key = new PortKey(edge.fromStage(), edge.port());
      from.ports
          .port(key)
          .connect(to.inlet(edge.capacity(), Math.min(chunk, edge.capacity()), bytes));
    }
  }
}
