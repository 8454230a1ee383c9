package dev.leat.runtime.execution;

import dev.leat.pipeline.Emission;
import dev.leat.pipeline.KeyOptions;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.plan.PlannedEdge;
import dev.leat.runtime.plan.PlannedSegment;
import dev.leat.runtime.plan.PlannedStage;
import dev.leat.runtime.plan.Scopes;
import dev.leat.runtime.scheduler.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the stages of a planned segment into chains of operators. A job begins with operators of
 * the classes that all jobs share, which costs nothing; a segment that has much to do goes on with
 * {@linkplain OperatorClasses classes of its own}.
 */
final class SegmentCompiler {

  private final JobRun job;
  private final Plan plan;
  private final Scopes scopes;

  SegmentCompiler(JobRun job, Plan plan) {
    this.job = job;
    this.plan = plan;
    this.scopes = new Scopes(plan.graph());
  }

  /** Makes the ends of a chain. */
  @FunctionalInterface
  interface OutputFactory {

    /** An output for what a stage emits to other segments. */
    Output output(Cursor cursor, PortKey key);
  }

  /**
   * Makes a new chain.
   *
   * @param segment the stages
   * @param outputs makes the ends of the chain
   * @param wake called by another thread when a time is up in the chain
   * @param specialized whether its operators are of classes that belong to its stages
   */
  Chain compile(PlannedSegment segment, OutputFactory outputs, Runnable wake, boolean specialized) {
    Maker maker = specialized ? job.classes()::make : Template::make;
    return new Compilation(segment, outputs, wake, maker).compile(specialized);
  }

  /** The shape of a segment whose chain can be a {@link FixedChain}, or null. */
  @Nullable FixedShape shape(PlannedSegment segment) {
    return FixedShape.of(plan, scopes, segment);
  }

  /** A chain of that shape, kept from a job before; null if there is none. */
  @Nullable FixedChain kept(FixedShape shape) {
    return job.classes().take(shape);
  }

  FixedChain fixed(FixedShape shape) {
    return new FixedChain(job, shape);
  }

  /** Makes a chain work for a segment. */
  Chain bind(FixedChain chain, FixedShape shape, OutputFactory outputs) {
    return chain.bind(
        job,
        shape,
        cursor ->
            shape.sink() >= 0
                ? sink(cursor, plan.graph().stage(shape.sink()))
                : outputs.output(
                    cursor, new PortKey(shape.parts().getLast().stage(), GraphEdge.Port.RESULTS)));
  }

  /** Keeps a chain for the next job that does the same. */
  void keep(FixedShape shape, FixedChain chain) {
    chain.release();
    job.classes().keep(shape, chain);
  }

  private SinkOutput sink(Cursor cursor, StageNode node) {
    return new SinkOutput(
        cursor,
        plan.settings().chunkElements(),
        plan.settings().chunkBytes(),
        job.stage(node.id()),
        job.writer(node.id()));
  }

  /** Makes an operator. */
  @FunctionalInterface
  private interface Maker {

    Op make(Template template, Cursor cursor, StageRun stage, Object part, Op next);
  }

  private static int index(StageNode branch) {
    return branch.operation() instanceof Operation.Branch(int index) ? index : 0;
  }

  /** One chain in the making; built from its ends to its head. */
  private final class Compilation {

    private final PlannedSegment segment;
    private final OutputFactory factory;
    private final Runnable wake;
    private final Cursor cursor = new Cursor(job);
    private final Timers timers = job.timers();
    private final Map<Integer, Op> heads = new HashMap<>();
    private final List<Op> operators = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final List<Output> letters = new ArrayList<>();
    private final List<TimedOp> timed = new ArrayList<>();
    private final List<Op> aggregates = new ArrayList<>();
    private final Maker maker;

    Compilation(PlannedSegment segment, OutputFactory factory, Runnable wake, Maker maker) {
      this.segment = segment;
      this.factory = factory;
      this.wake = wake;
      this.maker = maker;
    }

    Chain compile(boolean specialized) {
      List<PlannedStage> stages = segment.stages();
      for (int i = stages.size() - 1; i >= 0; i--) {
        PlannedStage stage = stages.get(i);
        Op op = op(stage);
        operators.add(op);
        heads.put(stage.stage(), op);
      }
      int first = stages.get(0).stage();
      Op begin = Objects.requireNonNull(heads.get(first));
      if (!(begin instanceof Head)) {
        begin = make(Template.HEAD, job.stage(first), false, begin);
        operators.add(begin);
      }
      Head head = (Head) begin;
      return new Chain(
          cursor,
          head,
          new BlockEmitter(head),
          operators,
          outputs,
          letters,
          timed,
          aggregates,
          specialized);
    }

    private Op make(Template template, StageRun stage, Object part, Op next) {
      return maker.make(template, cursor, stage, part, next);
    }

    private Op op(PlannedStage planned) {
      StageNode node = plan.graph().stage(planned.stage());
      StageRun stage = job.stage(planned.stage());
      addLetters(planned.stage(), stage);
      if (node.operation() instanceof Operation.To) {
        return sink(node, stage);
      }
      if (node.operation() instanceof Operation.Route route) {
        return new RouteOp(cursor, stage, route.conditions(), branches(node.id()));
      }
      KeyOptions keys = keys(stage);
      Op next = behind(planned);
      Op keyed = keys == null ? null : KeyStateOp.of(node, cursor, stage, keys, timers, next);
      return keyed == null ? op(planned.role(), node, stage, next) : keyed;
    }

    /** The branches of a route, which always stand in its segment. */
    private List<Op> branches(int route) {
      return plan.graph().outputs(route, GraphEdge.Port.RESULTS).stream()
          .map(edge -> plan.graph().stage(edge.to()))
          .sorted(Comparator.comparingInt(SegmentCompiler::index))
          .map(branch -> Objects.requireNonNull(heads.get(branch.id())))
          .toList();
    }

    private boolean oneLane(StageRun stage) {
      return scopes.mixesLanes(stage.node().id());
    }

    private @Nullable KeyOptions keys(StageRun stage) {
      return scopes.keys(stage.node().id()).map(Operation.Keyed::keys).orElse(null);
    }

    private void addLetters(int id, StageRun stage) {
      if (leaves(id, GraphEdge.Port.DEAD_LETTERS)) {
        Output output = factory.output(cursor, new PortKey(id, GraphEdge.Port.DEAD_LETTERS));
        outputs.add(output);
        letters.add(output);
        cursor.letters(stage, output);
      }
    }

    private boolean leaves(int id, GraphEdge.Port port) {
      for (PlannedEdge edge : plan.edges()) {
        if (edge.fromSegment() == segment.id() && edge.fromStage() == id && edge.port() == port) {
          return true;
        }
      }
      return false;
    }

    /** What follows a stage: operators of this segment, an output, or several of both. */
    private Op behind(PlannedStage planned) {
      int id = planned.stage();
      List<Op> branches = new ArrayList<>();
      if (planned.role() != PlannedStage.Role.PARTIAL) {
        for (GraphEdge edge : plan.graph().outputs(id, GraphEdge.Port.RESULTS)) {
          Op branch = heads.get(edge.to());
          if (branch != null) {
            branches.add(branch);
          }
        }
      }
      if (leaves(id, GraphEdge.Port.RESULTS)) {
        Output output = factory.output(cursor, new PortKey(id, GraphEdge.Port.RESULTS));
        outputs.add(output);
        branches.add(output);
      }
      return branches.size() == 1 ? branches.get(0) : new TeeOp(cursor, branches);
    }

    private Op sink(StageNode node, StageRun stage) {
      SinkOutput output = SegmentCompiler.this.sink(cursor, node);
      outputs.add(output);
      boolean takesLetters =
          plan.graph().inputs(node.id()).stream()
              .anyMatch(edge -> edge.port() == GraphEdge.Port.DEAD_LETTERS);
      return takesLetters ? new LetterOp(cursor, stage, output) : output;
    }

    private Op op(PlannedStage.Role role, StageNode node, StageRun stage, Op next) {
      return switch (node.operation()) {
        case Operation.From from -> make(Template.HEAD, stage, true, next);
        case Operation.Map map -> make(Template.MAP, stage, map.function(), next);
        case Operation.Filter filter -> make(Template.FILTER, stage, filter.predicate(), next);
        case Operation.FlatMap flatMap -> make(Template.FLAT_MAP, stage, flatMap.function(), next);
        case Operation.Each each -> make(Template.EACH, stage, each.action(), next);
        case Operation.Keyed keyed -> make(Template.KEYED, stage, keyed.key(), next);
        case Operation.Unkeyed unkeyed -> make(Template.UNKEYED, stage, unkeyed.result(), next);
        case Operation.Take take -> make(Template.TAKE, stage, take.count(), next);
        case Operation.TakeWhile takeWhile ->
            make(Template.TAKE_WHILE, stage, takeWhile.predicate(), next);
        case Operation.Skip skip -> make(Template.SKIP, stage, skip.count(), next);
        case Operation.Scan scan -> new ScanOp(cursor, stage, scan, oneLane(stage), next);
        case Operation.Batch batch -> batch(stage, batch, next);
        case Operation.Cpu cpu -> make(Template.MAP, stage, job.bind(cpu.function()), next);
        case Operation.Aggregate aggregate -> aggregate(role, stage, aggregate, next);
        case Operation.Merge merge -> new PassOp(cursor, stage, next);
        case Operation.Concat concat -> new PassOp(cursor, stage, next);
        case Operation.Branch branch -> new PassOp(cursor, stage, next);
        case Operation.Distinct distinct ->
            new DistinctOp(cursor, stage, distinct, keys(stage) != null, timers, next);
        case Operation.Throttle throttle -> throttle(stage, throttle, next);
        case Operation.Route route -> throw misplaced(node);
        case Operation.Conflate conflate -> throw misplaced(node);
        case Operation.Session session -> throw misplaced(node);
        case Operation.Foreign foreign -> throw misplaced(node);
        case Operation.Io io -> throw misplaced(node);
        case Operation.IoMany io -> throw misplaced(node);
        case Operation.Coroutine coroutine -> throw misplaced(node);
        case Operation.To to -> throw misplaced(node);
      };
    }

    private Op batch(StageRun stage, Operation.Batch batch, Op next) {
      BatchOp op =
          new BatchOp(
              cursor,
              stage,
              batch,
              new StateScope(oneLane(stage), keys(stage)),
              timers,
              wake,
              next);
      timed.add(op);
      return op;
    }

    private Op throttle(StageRun stage, Operation.Throttle throttle, Op next) {
      ThrottleOp op = new ThrottleOp(cursor, stage, throttle, timers, wake, next);
      timed.add(op);
      return op;
    }

    private Op aggregate(
        PlannedStage.Role role, StageRun stage, Operation.Aggregate aggregate, Op next) {
      KeyOptions keys = keys(stage);
      if (keys != null || !(aggregate.emission() instanceof Emission.AtEnd)) {
        EmittingAggregateOp op =
            new EmittingAggregateOp(cursor, stage, aggregate, keys, timers, wake, next);
        timed.add(op);
        return op;
      }
      AggregatePart part =
          switch (role) {
            case WHOLE -> AggregatePart.whole(aggregate.aggregator());
            case FINAL -> AggregatePart.last(aggregate.aggregator());
            case PARTIAL -> AggregatePart.partial(aggregate.aggregator());
            case SPLIT -> throw new IllegalStateException("an aggregate cannot split");
          };
      Op op = make(Template.AGGREGATE, stage, part, next);
      aggregates.add(op);
      return op;
    }

    private IllegalStateException misplaced(StageNode node) {
      return new IllegalStateException(node + " cannot stand in " + segment);
    }
  }
}
