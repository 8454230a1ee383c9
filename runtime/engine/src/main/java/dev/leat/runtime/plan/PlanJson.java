package dev.leat.runtime.plan;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.StageStats;
import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Forked;
import dev.leat.runtime.plan.PlannedSegment.Latest;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedSegment.Sessions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a plan as one JSON object; keys are stable. */
final class PlanJson {

  private final Plan plan;
  private final Optional<Measured> measured;

  private PlanJson(Plan plan, Optional<Measured> measured) {
    this.plan = plan;
    this.measured = measured;
  }

  static String of(Plan plan, Optional<Measured> measured) {
    return Json.write(new PlanJson(plan, measured).object());
  }

  private Map<String, @Nullable Object> object() {
    PlanSettings settings = plan.settings();
    PlanFigures figures = PlanFigures.of(plan);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("pipeline", plan.pipeline());
    object.put("inline", settings.inline());
    object.put("cores", settings.cores());
    object.put("chunkElements", settings.chunkElements());
    object.put("chunkBytes", settings.chunkBytes());
    object.put("segments", plan.segments().stream().map(this::segment).toList());
    object.put("edges", plan.edges().stream().map(this::edge).toList());
    object.put("worstCaseElements", figures.elements());
    object.put("worstCaseBlocksPerLane", figures.blocks());
    object.put("worstCaseEdgeBytes", figures.edgeBytes());
    object.put("workerHeapMebibytes", figures.workerHeapMebibytes());
    object.put("handOvers", figures.handOvers());
    object.put("latencyMicros", figures.handOvers() * PlanFigures.HAND_OVER_MICROS);
    object.put("warnings", figures.warnings());
    measured.ifPresent(job -> object.put("measured", measured(job)));
    return object;
  }

  private Map<String, @Nullable Object> segment(PlannedSegment segment) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", segment.id());
    switch (segment) {
      case Fetch fetch -> object.put("model", fetch.live() ? "LIVE_LANES" : "SOURCE_THREAD");
      case Calls calls -> object.put("model", calls.model().name());
      case Forked forked -> {
        object.put("model", "FORKED");
        object.put("workers", forked.workers());
        object.put("ordered", forked.ordered());
      }
      case Latest latest -> object.put("model", "LATEST");
      case Sessions sessions -> object.put("model", "VIRTUAL_THREAD_PER_LANE");
      case Sequential sequential ->
          object.put("model", sequential.ownThread() ? "OWN_THREAD" : "UPSTREAM_THREAD");
      case Parallel parallel -> {
        object.put("model", "PARALLEL");
        object.put("parallelism", parallel.parallelism());
        object.put("ordered", parallel.ordered());
      }
    }
    object.put("stages", StageRow.of(segment).stream().map(this::stage).toList());
    measured
        .map(job -> job.of(segment))
        .filter(seen -> seen.flow().looks() > 0)
        .ifPresent(seen -> object.put("seen", seen(seen)));
    return object;
  }

  private Map<String, @Nullable Object> stage(StageRow row) {
    StageNode stage = plan.graph().stage(row.stage());
    Declared declared = Declared.of(stage.operation());
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", stage.id());
    object.put("name", stage.name());
    object.put("file", stage.site().file());
    object.put("line", stage.site().line());
    object.put("kind", declared.kind());
    object.put("part", row.part().name());
    if (row.part().first()) {
      Map<String, @Nullable Object> options = new LinkedHashMap<>();
      declared.options().forEach(option -> options.put(option.key(), option.value()));
      object.put("options", options);
      measured.ifPresent(job -> object.put("measured", measured(job, job.of(row))));
      measured
          .map(job -> WorkerPrice.of(stage.name(), job.stats()).json())
          .filter(workers -> !workers.isEmpty())
          .ifPresent(workers -> object.put("workers", workers));
    }
    return object;
  }

  private Map<String, @Nullable Object> measured(Measured job) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("elapsedMicros", job.elapsed().toNanos() / 1_000);
    job.busiest(plan)
        .ifPresent(busy -> {
          object.put("busiestSegment", busy.segment());
          object.put("busyShare", busy.share());
        });
    job.process().ifPresent(process -> object.put("process", process(process)));
    object.put("findings", job.findings().stream().map(PlanJson::finding).toList());
    object.put("advice", Advisor.advise(plan, job).stream().map(PlanJson::advice).toList());
    object.put("accumulated", accumulated(job));
    return object;
  }

  /** Numbers as they are, anything else as text. */
  private static Map<String, @Nullable Object> accumulated(Measured job) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    new TreeMap<>(job.stats().accumulated())
        .forEach((name, value) ->
            object.put(name, value instanceof Long ? value : String.valueOf(value)));
    return object;
  }

  private static Map<String, @Nullable Object> seen(SegmentFigures seen) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("looks", seen.flow().looks());
    object.put("busyShare", seen.share(seen.flow().worked()));
    object.put("callsShare", seen.share(seen.flow().called()));
    object.put("blockedShare", seen.share(seen.flow().blocked()));
    object.put("idleShare", seen.share(seen.flow().idle()));
    object.put("readyShare", seen.readyShare());
    object.put("orderShare", seen.share(seen.flow().ordered()));
    object.put("limitShare", seen.share(seen.flow().limited()));
    object.put("threadsWaitingShare", seen.waitingShare());
    object.put("coroutinesComputingShare", seen.computingShare());
    object.put("averageQueue", seen.averageQueue());
    object.put("mostQueued", seen.queue().most());
    object.put("cpuMicros", seen.cpu().toNanos() / 1_000);
    object.put("allocatedBytes", seen.allocatedBytes());
    return object;
  }

  private static Map<String, @Nullable Object> process(ProcessFigures process) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("wallMicros", process.wall().toNanos() / 1_000);
    object.put("cpuMicros", process.cpu().toNanos() / 1_000);
    object.put("stagesMicros", process.stages().toNanos() / 1_000);
    object.put("otherJobsMicros", process.jobs().toNanos() / 1_000);
    object.put("otherThreadsMicros", process.threads().toNanos() / 1_000);
    object.put("gcMicros", process.gc().toNanos() / 1_000);
    object.put("jitMicros", process.jit().toNanos() / 1_000);
    object.put("jvmMicros", process.vm().toNanos() / 1_000);
    return object;
  }

  private static Map<String, @Nullable Object> advice(Advice advice) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("stage", advice.stage());
    object.put("verdict", advice.verdict().name());
    object.put("text", advice.text());
    return object;
  }

  private static Map<String, @Nullable Object> finding(Finding finding) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("stage", finding.stage());
    object.put("cause", finding.cause().name());
    object.put("heldMicros", finding.held().toNanos() / 1_000);
    object.put("share", finding.share());
    object.put("call", finding.call());
    object.put("site", finding.site());
    object.put("message", finding.message());
    return object;
  }

  private static Map<String, @Nullable Object> measured(Measured job, StageStats stats) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("in", stats.in());
    object.put("out", stats.out());
    object.put("inPerSecond", Math.round(job.perSecond(stats.in())));
    object.put("outPerSecond", Math.round(job.perSecond(stats.out())));
    object.put("failed", stats.failed());
    object.put("skipped", stats.skipped());
    object.put("deadLetters", stats.deadLetters());
    object.put("retried", stats.retried());
    object.put("inFlight", stats.inFlight());
    object.put("busyMicros", stats.busy().toNanos() / 1_000);
    return object;
  }

  private Map<String, @Nullable Object> edge(PlannedEdge edge) {
    boolean blocks = PlanFigures.isOfBlocks(plan, edge);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("fromSegment", edge.fromSegment());
    object.put("fromStage", edge.fromStage());
    object.put("port", edge.port() == Port.RESULTS ? "RESULTS" : "DEAD_LETTERS");
    object.put("toSegment", edge.toSegment());
    object.put("toStage", edge.toStage());
    object.put("capacity", edge.capacity());
    object.put("unit", blocks ? "blocks" : "elements");
    object.put("bytes", blocks ? null : PlanFigures.bytes(plan, edge));
    return object;
  }
}
