package dev.leat.runtime.plan;

import dev.leat.pipeline.CpuOptions;
import dev.leat.pipeline.Emission;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.connector.LiveSource;
import dev.leat.pipeline.graph.CallPolicy;
import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.PlannedSegment.CallModel;
import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Forked;
import dev.leat.runtime.plan.PlannedSegment.Latest;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedSegment.Sessions;
import dev.leat.runtime.plan.PlannedStage.Role;
import dev.leat.runtime.worker.Travel;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the plan of a pipeline: goes through the stages in the order of their numbers and lets each
 * one join the segment it reads from, or begin a new one where the model, the parallelism or the
 * need for sequence changes.
 *
 * <p>A cheap stage that leads to one that computes begins a parallel segment early, so that
 * dividing blocks and cheap work scale too.
 */
public final class Planner {

  private static final int SEQUENTIAL_BLOCKS = 2;

  /** For all lanes of a live source together: their blocks are small when there are many. */
  private static final int LIVE_BLOCKS = 64;

  private final Pipeline pipeline;
  private final Graph graph;
  private final Wiring wiring;
  private final PlanSettings settings;
  private final List<SegmentDraft> segments = new ArrayList<>();

  /** By stage: the segment that takes its input, and the one that emits its results. */
  private final int[] receiver;

  private final int[] producer;

  private Planner(Pipeline pipeline, PlanSettings settings) {
    this.pipeline = pipeline;
    this.graph = pipeline.graph();
    this.wiring = new Wiring(graph);
    this.settings = settings;
    this.receiver = new int[graph.stages().size()];
    this.producer = new int[graph.stages().size()];
  }

  /**
   * Plans a pipeline.
   *
   * @throws PipelineDefinitionException if it cannot be run as written; the message names the
   *     stage, where it was declared and what to write instead
   */
  public static Plan plan(Pipeline pipeline, PlanSettings settings) {
    return new Planner(pipeline, settings).plan();
  }

  private Plan plan() {
    for (StageNode stage : graph.stages()) {
      wiring.scopes().violation(stage.id()).ifPresent(reason -> refuse(stage, reason));
      place(stage);
    }
    List<PlannedSegment> finished =
        segments.stream().map(draft -> draft.finished(settings.inline())).toList();
    return new Plan(pipeline.name(), graph, finished, edges(finished), settings);
  }

  private void place(StageNode stage) {
    switch (stage.operation()) {
      case Operation.From from -> placeSource(stage, isLive(stage));
      case Operation.Map map -> placeStateless(stage);
      case Operation.Filter filter -> placeStateless(stage);
      case Operation.FlatMap flatMap -> placeStateless(stage);
      case Operation.Each each -> placeStateless(stage);
      case Operation.Keyed keyed -> placeStateless(stage);
      case Operation.Unkeyed unkeyed -> placeStateless(stage);
      case Operation.Merge merge -> join(beginForCheap(stage), stage, Role.WHOLE);
      case Operation.Concat concat -> placeConcat(stage);
      case Operation.Route route -> placeStateless(stage);
      case Operation.Branch branch -> join(segmentBefore(stage), stage, Role.WHOLE);
      case Operation.Distinct distinct -> placeSequential(stage);
      case Operation.Throttle throttle -> placeSequential(stage);
      case Operation.Conflate conflate ->
          join(begin(new Latest(segments.size(), stage.id())), stage, Role.WHOLE);
      case Operation.Session session ->
          join(begin(new Sessions(segments.size(), stage.id())), stage, Role.WHOLE);
      case Operation.Take take -> placeSequential(stage);
      case Operation.TakeWhile takeWhile -> placeSequential(stage);
      case Operation.Skip skip -> placeSequential(stage);
      case Operation.Scan scan -> placeSequential(stage);
      case Operation.Batch batch -> placeSequential(stage);
      case Operation.Io io -> placeCalls(stage, CallModel.EVENT_LOOP, io.policy());
      case Operation.IoMany io -> placeCalls(stage, CallModel.EVENT_LOOP_MANY, io.policy());
      case Operation.Coroutine coroutine ->
          placeCalls(
              stage,
              coroutine.threads() == 0 ? CallModel.VIRTUAL_THREADS : CallModel.OWN_THREADS,
              coroutine.policy());
      case Operation.Cpu cpu -> placeCpu(stage, cpu);
      case Operation.Foreign foreign ->
          placeForked(stage, foreign.policy().workers(), foreign.ordered());
      case Operation.Aggregate aggregate -> placeAggregate(stage, aggregate);
      case Operation.To to -> placeSink(stage);
    }
  }

  private void placeSource(StageNode stage, boolean live) {
    SegmentDraft fetch = begin(new Fetch(segments.size(), stage.id(), live));
    join(beginForCheap(stage), stage, Role.SPLIT);
    receiver[stage.id()] = fetch.id();
  }

  private void placeStateless(StageNode stage) {
    SegmentDraft before = segmentBefore(stage);
    boolean joins =
        switch (before.shape()) {
          case Parallel parallel -> true;
          case Sequential sequential -> wiring.firstCpu(stage.id()).isEmpty();
          case Calls calls -> false;
          case Forked forked -> false;
          case Latest latest -> false;
          case Sessions sessions -> false;
          case Fetch fetch -> false;
        };
    join(joins ? before : beginForCheap(stage), stage, Role.WHOLE);
  }

  private void placeSequential(StageNode stage) {
    SegmentDraft before = segmentBefore(stage);
    boolean joins = before.shape() instanceof Sequential;
    join(joins ? before : beginSequential(), stage, Role.WHOLE);
  }

  private void placeConcat(StageNode stage) {
    ConcatRule.violation(wiring, stage).ifPresent(reason -> refuse(stage, reason));
    join(beginSequential(), stage, Role.WHOLE);
  }

  private void refuse(StageNode stage, String reason) {
    throw new PipelineDefinitionException(
        "%s of pipeline '%s': %s".formatted(stage, pipeline.name(), reason));
  }

  private void placeAggregate(StageNode stage, Operation.Aggregate aggregate) {
    boolean atEnd = aggregate.emission() instanceof Emission.AtEnd;
    if (atEnd && wiring.isEndless(stage.id())) {
      throw endless(stage, wiring.endlessSource(stage.id()));
    }
    if (!atEnd || wiring.scopes().keys(stage.id()).isPresent()) {
      placeSequential(stage);
      return;
    }
    SegmentDraft before = segmentBefore(stage);
    if (before.shape() instanceof Parallel) {
      join(before, stage, Role.PARTIAL);
      join(beginSequential(), stage, Role.FINAL);
      receiver[stage.id()] = before.id();
    } else {
      placeSequential(stage);
    }
  }

  private void placeForked(StageNode stage, int workers, boolean ordered) {
    join(begin(new Forked(segments.size(), stage.id(), workers, ordered)), stage, Role.WHOLE);
  }

  private void placeCpu(StageNode stage, Operation.Cpu cpu) {
    CpuOptions options = cpu.options();
    ForkPolicy fork = options.fork();
    if (fork != null && !settings.inline()) {
      Travel.problem(cpu.function()).ifPresent(reason -> refuse(stage, reason));
      placeForked(stage, fork.workers(), options.ordered());
      return;
    }
    SegmentDraft before = segmentBefore(stage);
    boolean joins =
        before.shape() instanceof Parallel parallel
            && parallel.parallelism() == parallelism(options)
            && parallel.ordered() == options.ordered();
    join(joins ? before : beginParallel(options, options.ordered()), stage, Role.WHOLE);
  }

  private void placeCalls(StageNode stage, CallModel model, CallPolicy policy) {
    join(begin(new Calls(segments.size(), stage.id(), model, policy)), stage, Role.WHOLE);
  }

  /**
   * A sink may block: it needs a thread on which nothing else waits for its turn. The thread that
   * reads the blocks of a source is one, the event loop of a live source is not.
   */
  private void placeSink(StageNode stage) {
    SegmentDraft segment = joinsSink(stage) ? segmentBefore(stage) : beginSequential();
    if (!segment.isFetched() || isLive(graph.stages().get(segment.firstStage()))) {
      segment.takeOwnThread();
    }
    join(segment, stage, Role.WHOLE);
  }

  private static boolean isLive(StageNode stage) {
    return stage.operation() instanceof Operation.From from && from.source() instanceof LiveSource;
  }

  private boolean joinsSink(StageNode stage) {
    List<GraphEdge> inputs = wiring.inputs(stage.id());
    if (inputs.size() != 1 || inputs.get(0).port() == Port.DEAD_LETTERS) {
      return false;
    }
    SegmentDraft before = segmentBefore(stage);
    return before.shape() instanceof Sequential && before.isChain();
  }

  private SegmentDraft segmentBefore(StageNode stage) {
    List<GraphEdge> inputs = wiring.inputs(stage.id());
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s reads from %d stages instead of one".formatted(stage, inputs.size()));
    }
    return segments.get(producer[inputs.get(0).from()]);
  }

  /** Begins a segment with a source or cheap stage: parallel if it leads to one that computes. */
  private SegmentDraft beginForCheap(StageNode stage) {
    return wiring
        .firstCpu(stage.id())
        .map(cpu -> beginParallel(cpu, cpu.ordered() || !wiring.toleratesDisorder(stage.id())))
        .orElseGet(this::beginSequential);
  }

  private SegmentDraft beginSequential() {
    return begin(new Sequential(segments.size(), List.of(), false));
  }

  private SegmentDraft beginParallel(CpuOptions options, boolean ordered) {
    return begin(new Parallel(segments.size(), List.of(), parallelism(options), ordered));
  }

  private SegmentDraft begin(PlannedSegment shape) {
    SegmentDraft draft = new SegmentDraft(shape);
    segments.add(draft);
    return draft;
  }

  private void join(SegmentDraft segment, StageNode stage, Role role) {
    segment.add(stage.id(), role, wiring.hasOneOutput(stage.id()));
    receiver[stage.id()] = segment.id();
    producer[stage.id()] = segment.id();
  }

  private int parallelism(CpuOptions options) {
    return options.parallelism() == 0 ? settings.cores() : options.parallelism();
  }

  private List<PlannedEdge> edges(List<PlannedSegment> finished) {
    List<PlannedEdge> edges = new ArrayList<>();
    for (StageNode stage : graph.stages()) {
      int id = stage.id();
      PlannedSegment from = finished.get(producer[id]);
      if (receiver[id] != producer[id]) {
        edges.add(edge(finished.get(receiver[id]), id, Port.RESULTS, from, id));
      }
      for (GraphEdge output : wiring.outputs(id)) {
        PlannedSegment to = finished.get(receiver[output.to()]);
        if (from.id() != to.id()) {
          edges.add(edge(from, id, output.port(), to, output.to()));
        }
      }
    }
    return edges;
  }

  private PlannedEdge edge(
      PlannedSegment from, int fromStage, Port port, PlannedSegment to, int toStage) {
    int capacity =
        switch (from) {
          case Fetch fetch -> fetch.live() ? LIVE_BLOCKS : blocks(to);
          case Latest latest -> 1;
          case Sequential sequential -> elements(to);
          case Parallel parallel -> elements(to);
          case Calls calls -> elements(to);
          case Forked forked -> elements(to);
          case Sessions sessions -> elements(to);
        };
    return new PlannedEdge(from.id(), fromStage, port, to.id(), toStage, capacity);
  }

  /**
   * Two blocks for each worker and two that are ready, so that the source is woken once for several
   * blocks.
   */
  private static int blocks(PlannedSegment to) {
    return to instanceof Parallel parallel ? parallel.mostBlocks() : SEQUENTIAL_BLOCKS;
  }

  /** What runs on the thread of its upstream takes a chunk at once and needs no more room. */
  private int elements(PlannedSegment to) {
    return to instanceof Sequential sequential && !sequential.ownThread()
        ? settings.chunkElements()
        : settings.edgeElements();
  }

  private PipelineDefinitionException endless(StageNode stage, StageNode source) {
    return new PipelineDefinitionException(
        ("%s of pipeline '%s' emits its result at the end of the stream, but its source, %s, never"
                + " ends by itself: put take(n) or takeWhile(condition) before it")
            .formatted(stage, pipeline.name(), source));
  }
}
