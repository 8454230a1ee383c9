package dev.leat.runtime.plan;

import dev.leat.pipeline.CheckReport;
import dev.leat.pipeline.CheckReport.StageVerdict;
import dev.leat.pipeline.CheckReport.Verdict;
import dev.leat.pipeline.CpuOptions;
import dev.leat.pipeline.Emission;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.graph.CallPolicy;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.worker.Travel;
import java.util.List;

/** Tells for each stage whether it runs on this machine as it was declared. */
public final class PipelineCheck {

  private final Wiring wiring;
  private final PlanSettings settings;

  private PipelineCheck(Pipeline pipeline, PlanSettings settings) {
    this.wiring = new Wiring(pipeline.graph());
    this.settings = settings;
  }

  /** Checks all stages; nothing is opened or run, and nothing is thrown for what is refused. */
  public static CheckReport check(Pipeline pipeline, PlanSettings settings) {
    PipelineCheck check = new PipelineCheck(pipeline, settings);
    List<StageVerdict> verdicts = pipeline.graph().stages().stream().map(check::verdict).toList();
    return new CheckReport(settings.inline() ? "local, inline" : "local", verdicts);
  }

  private StageVerdict verdict(StageNode stage) {
    return switch (stage.operation()) {
      case Operation.From from ->
          inline(stage, "lanes are read by the one thread, which waits for each block");
      case Operation.Map map -> same(stage);
      case Operation.Filter filter -> same(stage);
      case Operation.FlatMap flatMap -> same(stage);
      case Operation.Each each -> same(stage);
      case Operation.Take take -> same(stage);
      case Operation.TakeWhile takeWhile -> same(stage);
      case Operation.Skip skip -> same(stage);
      case Operation.Scan scan -> same(stage);
      case Operation.Batch batch -> same(stage);
      case Operation.Io io -> inline(stage, "calls are made by the one thread, not an event loop");
      case Operation.IoMany io ->
          inline(stage, "calls are made by the one thread, not an event loop");
      case Operation.Coroutine coroutine -> coroutine(stage, coroutine.policy());
      case Operation.Cpu cpu -> cpu(stage, cpu);
      case Operation.Foreign foreign ->
          inline(stage, "computes in worker processes, beside the one thread");
      case Operation.Aggregate aggregate -> aggregate(stage);
      case Operation.Keyed keyed -> scoped(stage);
      case Operation.Unkeyed unkeyed -> same(stage);
      case Operation.Merge merge -> scoped(stage);
      case Operation.Concat concat -> concat(stage);
      case Operation.Route route -> same(stage);
      case Operation.Branch branch -> same(stage);
      case Operation.Distinct distinct -> same(stage);
      case Operation.Throttle throttle -> same(stage);
      case Operation.Conflate conflate -> scoped(stage);
      case Operation.Session session ->
          wiring.scopes().violation(stage.id()).isPresent()
              ? scoped(stage)
              : inline(stage, "runs on a virtual thread for each lane, beside the one thread");
      case Operation.To to -> inline(stage, "the sink is written by the one thread");
    };
  }

  private StageVerdict coroutine(StageNode stage, CallPolicy policy) {
    String limits =
        policy.timeout() == null && policy.deadline() == null
            ? ""
            : "; a call that blocks is not interrupted when its time is over";
    return inline(stage, "one call at a time, on the one thread" + limits);
  }

  private StageVerdict cpu(StageNode stage, Operation.Cpu cpu) {
    CpuOptions options = cpu.options();
    if (options.fork() != null) {
      return forked(stage, cpu);
    }
    if (settings.inline()) {
      return differs(stage, "one element at a time, on the one thread");
    }
    return options.parallelism() > settings.cores()
        ? differs(
            stage,
            "computes on all %s, not on %s"
                .formatted(
                    Words.count(settings.cores(), "core"), Words.number(options.parallelism())))
        : same(stage);
  }

  private StageVerdict forked(StageNode stage, Operation.Cpu cpu) {
    if (settings.inline()) {
      return differs(
          stage,
          "one element at a time, on the one thread and not in worker processes; no timeout, and no copies of elements");
    }
    return Travel.problem(cpu.function())
        .map(reason -> new StageVerdict(stage.name(), Verdict.REFUSED, reason))
        .orElseGet(() -> same(stage));
  }

  private StageVerdict aggregate(StageNode stage) {
    boolean atEnd =
        stage.operation() instanceof Operation.Aggregate aggregate
            && aggregate.emission() instanceof Emission.AtEnd;
    if (!atEnd || !wiring.isEndless(stage.id())) {
      return same(stage);
    }
    String reason =
        "its source %s never ends by itself: put take(n) or takeWhile(condition) before it"
            .formatted(Words.label(wiring.endlessSource(stage.id())));
    return new StageVerdict(stage.name(), Verdict.REFUSED, reason);
  }

  private StageVerdict scoped(StageNode stage) {
    return wiring
        .scopes()
        .violation(stage.id())
        .map(reason -> new StageVerdict(stage.name(), Verdict.REFUSED, reason))
        .orElseGet(() -> same(stage));
  }

  private StageVerdict concat(StageNode stage) {
    return ConcatRule.violation(wiring, stage)
        .map(reason -> new StageVerdict(stage.name(), Verdict.REFUSED, reason))
        .orElseGet(() -> same(stage));
  }

  private StageVerdict inline(StageNode stage, String difference) {
    return settings.inline() ? differs(stage, difference) : same(stage);
  }

  private static StageVerdict same(StageNode stage) {
    return new StageVerdict(stage.name(), Verdict.SAME, "");
  }

  private static StageVerdict differs(StageNode stage, String difference) {
    return new StageVerdict(stage.name(), Verdict.DIFFERS, difference);
  }
}
