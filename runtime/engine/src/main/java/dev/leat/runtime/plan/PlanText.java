package dev.leat.runtime.plan;

import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Forked;
import dev.leat.runtime.plan.PlannedSegment.Latest;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedSegment.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a plan for people: a paragraph for each segment, then what the whole costs. */
final class PlanText {

  private static final int WIDTH = 100;
  private static final int KIND_WIDTH = 10;

  private final Plan plan;
  private final Optional<Measured> measured;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Plan plan, Optional<Measured> measured) {
    this.plan = plan;
    this.measured = measured;
  }

  static String of(Plan plan, Optional<Measured> measured) {
    return new PlanText(plan, measured).write();
  }

  private String write() {
    line(
        "",
        "pipeline '%s': %s, %s, %s, %s"
            .formatted(
                Words.clean(plan.pipeline()),
                Words.count(plan.graph().stages().size(), "stage"),
                Words.count(plan.segments().size(), "segment"),
                Words.count(plan.edges().size(), "edge"),
                plan.settings().inline()
                    ? "inline: one thread for all models"
                    : Words.count(plan.settings().cores(), "core")));
    List<List<PlannedEdge>> outputs = outputs();
    for (PlannedSegment segment : plan.segments()) {
      text.append('\n');
      line("", "segment %d: %s".formatted(segment.id(), model(segment)));
      StageRow.of(segment).forEach(this::stage);
      measured.ifPresent(figures -> line("  seen      ", MeasuredText.seen(segment, figures)));
      List<PlannedEdge> edges = outputs.get(segment.id());
      edges.forEach(edge -> line("  => ", edge(edge, edges.size() > 1)));
    }
    text.append('\n');
    figures(PlanFigures.of(plan));
    return text.toString();
  }

  private List<List<PlannedEdge>> outputs() {
    List<List<PlannedEdge>> outputs = new ArrayList<>();
    plan.segments().forEach(segment -> outputs.add(new ArrayList<>()));
    plan.edges().forEach(edge -> outputs.get(edge.fromSegment()).add(edge));
    return outputs;
  }

  private String model(PlannedSegment segment) {
    return switch (segment) {
      case Fetch fetch ->
          fetch.live()
              ? "lanes come and go, each on its event loop"
              : "source thread, one for each lane, may block";
      case Forked forked ->
          "worker processes, %d of them, %s"
              .formatted(forked.workers(), Words.order(forked.ordered()));
      case Latest latest -> "any worker, holds the latest element";
      case Sessions sessions -> "virtual threads, one for each lane";
      case Calls calls ->
          switch (calls.model()) {
            case EVENT_LOOP, EVENT_LOOP_MANY -> "event loop";
            case VIRTUAL_THREADS -> "virtual threads, one for each call";
            case OWN_THREADS ->
                Words.count(calls.policy().concurrency(), "own thread") + ", may block";
          };
      case Sequential sequential ->
          sequential.ownThread() ? "own thread, may block" : "on the thread of its upstream";
      case Parallel parallel ->
          "parallel scheduler, %d of %s, %s"
              .formatted(
                  Math.min(parallel.parallelism(), plan.settings().cores()),
                  Words.count(plan.settings().cores(), "core"),
                  Words.order(parallel.ordered()));
    };
  }

  private void stage(StageRow row) {
    StageNode stage = plan.graph().stage(row.stage());
    Declared declared = Declared.of(stage.operation());
    String part = row.part().words().isEmpty() ? "" : ", " + row.part().words();
    String kind = declared.kind() + " ".repeat(Math.max(1, KIND_WIDTH - declared.kind().length()));
    line("  " + kind, Words.label(stage) + part);
    if (row.part().first()) {
      String options =
          declared.options().stream()
              .map(option -> Words.clean(option.text()))
              .collect(Collectors.joining(", "));
      line(" ".repeat(KIND_WIDTH + 2), options);
      measured.ifPresent(
          figures -> line(" ".repeat(KIND_WIDTH + 2), MeasuredText.stage(figures, row)));
      measured.ifPresent(figures -> workers(stage, figures.stats()));
    }
  }

  private void workers(StageNode stage, JobStats stats) {
    WorkerPrice price = WorkerPrice.of(stage.name(), stats);
    price.lines().forEach(words -> line(" ".repeat(KIND_WIDTH + 2), words));
  }

  private String edge(PlannedEdge edge, boolean several) {
    String from =
        several
            ? " from '%s'".formatted(Words.clean(plan.graph().stage(edge.fromStage()).name()))
            : "";
    String letters = edge.port() == Port.DEAD_LETTERS ? ", dead letters" : "";
    String capacity =
        PlanFigures.isOfBlocks(plan, edge)
            ? Words.count(edge.capacity(), "block")
            : "%s, %s where their size is known"
                .formatted(
                    Words.count(edge.capacity(), "element"),
                    Words.bytes(PlanFigures.bytes(plan, edge)));
    return "segment %d%s%s: at most %s".formatted(edge.toSegment(), from, letters, capacity);
  }

  private void figures(PlanFigures figures) {
    String known =
        figures.edgeBytes() == 0
            ? ""
            : " (%s in edges where it is known)".formatted(Words.bytes(figures.edgeBytes()));
    line(
        "memory    ",
        "at worst %s, size unknown%s, and %s of each lane%s"
            .formatted(
                Words.count(figures.elements(), "element"),
                known,
                Words.count(figures.blocks(), "block"),
                workers(figures)));
    line(
        "latency   ",
        figures.handOvers() == 0
            ? "no hand-over between threads"
            : "at least %d us: %s between threads on the longest way, about %d us each (estimate)"
                .formatted(
                    figures.handOvers() * PlanFigures.HAND_OVER_MICROS,
                    Words.count(figures.handOvers(), "hand-over"),
                    PlanFigures.HAND_OVER_MICROS));
    line("threads   ", threads());
    figures.warnings().forEach(warning -> line("warning   ", warning));
    measured.ifPresent(this::whole);
  }

  private String workers(PlanFigures figures) {
    String heap =
        figures.workerHeapMebibytes() == 0
            ? ""
            : ", %s MiB of heap in worker JVMs"
                .formatted(Words.number(figures.workerHeapMebibytes()));
    boolean others =
        plan.graph().stages().stream()
            .anyMatch(stage -> stage.operation() instanceof Operation.Foreign);
    return heap + (others ? ", and what other programs take" : "");
  }

  /** What was measured of the job as a whole. */
  private void whole(Measured figures) {
    line(
        "measured  ",
        "%s ms%s"
            .formatted(
                Words.number(figures.elapsed().toMillis()),
                figures.busiest(plan).map(PlanText::busiest).orElse("")));
    new TreeMap<>(figures.stats().accumulated())
        .forEach(
            (name, value) -> line("reported  ", Words.clean("%s = %s".formatted(name, value))));
    figures.process().ifPresent(process -> line("cpu       ", MeasuredText.process(process)));
    figures.findings().forEach(finding -> line("finding   ", Words.clean(finding.message())));
    Advisor.advise(plan, figures)
        .forEach(advice -> line("advice    ", Words.clean(advice.toString())));
  }

  private static String busiest(Measured.Busy busy) {
    String share = "%s %.0f %% of the time".formatted(busy.what(), 100 * busy.share());
    return busy.isBottleneck()
        ? "; bottleneck: segment %d, %s".formatted(busy.segment(), share)
        : "; no bottleneck: the busiest is segment %d, %s".formatted(busy.segment(), share);
  }

  private String threads() {
    if (plan.settings().inline() && plan.forkedWorkers() == 0) {
      return "1 for everything";
    }
    int sources = 0;
    int own = 0;
    int workers = 0;
    boolean loops = false;
    boolean sessions = false;
    long virtual = 0;
    int processes = 0;
    for (PlannedSegment segment : plan.segments()) {
      switch (segment) {
        case Fetch fetch -> {
          sources += fetch.live() ? 0 : 1;
          loops |= fetch.live();
        }
        case Sequential sequential -> own += sequential.ownThread() ? 1 : 0;
        case Parallel parallel -> workers = Math.max(workers, parallel.parallelism());
        case Forked forked -> processes += forked.workers();
        case Latest latest -> workers = Math.max(workers, 1);
        case Sessions coroutines -> sessions = true;
        case Calls calls -> {
          switch (calls.model()) {
            case EVENT_LOOP, EVENT_LOOP_MANY -> loops = true;
            case VIRTUAL_THREADS -> virtual += calls.policy().concurrency();
            case OWN_THREADS -> own += calls.policy().concurrency();
          }
        }
      }
    }
    List<String> threads = new ArrayList<>();
    if (sources > 0) {
      threads.add("1 for each lane of " + Words.count(sources, "source"));
    }
    if (workers > 0) {
      int shared = Math.min(workers, plan.settings().cores());
      threads.add(Words.count(shared, "cpu worker"));
    }
    if (loops) {
      threads.add("the event loops of the runtime");
    }
    if (virtual > 0) {
      threads.add("at most " + Words.count(virtual, "virtual thread"));
    }
    if (sessions) {
      threads.add("1 virtual thread for each lane of a coroutine");
    }
    if (own > 0) {
      threads.add(Words.number(own) + " of its own");
    }
    if (processes > 0) {
      threads.add(
          "%s for %s beside this one"
              .formatted(
                  Words.number(3L * processes),
                  Words.number(processes) + (processes == 1 ? " process" : " processes")));
    }
    return String.join(", ", threads);
  }

  /** Adds a line, broken between words where it is too long; nothing if there are no words. */
  private void line(String start, String words) {
    if (words.isEmpty()) {
      return;
    }
    String indent = " ".repeat(start.length());
    StringBuilder line = new StringBuilder(start);
    boolean first = true;
    for (String word : words.split(" ", -1)) {
      if (!first && line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(indent);
        first = true;
      }
      line.append(first ? "" : " ").append(word);
      first = false;
    }
    text.append(line).append('\n');
  }
}
