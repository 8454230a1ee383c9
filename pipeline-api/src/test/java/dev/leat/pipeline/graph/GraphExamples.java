package dev.leat.pipeline.graph;

import static java.time.Duration.ofSeconds;

import dev.leat.pipeline.Accumulator;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.SharedTable;
import java.util.List;

/**
 * The examples in the docs of this package, so that they are compiled; {@code SnippetsTest} checks
 * that they are the same.
 */
@SuppressWarnings("unused") // examples show, they do not use
final class GraphExamples {

  private GraphExamples() {}

  static void graph(Pipeline pipeline) {
    Graph graph = pipeline.graph();
    for (StageNode stage : graph.stages()) {
      System.out.println(stage + " receives from " + graph.inputs(stage.id()));
    }
  }

  static void stageNode(Pipeline pipeline) {
    StageNode first = pipeline.graph().stage(0);
    System.out.println(first.name() + " was declared at " + first.site());
  }

  static void graphEdge(Graph graph, StageNode stage) {
    List<GraphEdge> letters = graph.outputs(stage.id(), GraphEdge.Port.DEAD_LETTERS);
  }

  static void callSite(StageNode stage) {
    CallSite site = stage.site();
    String place = site.line() == 0 ? site.file() : site.toString();
  }

  static void callPolicy() {
    CallPolicy policy = CallPolicy.DEFAULTS.withConcurrency(64).withTimeout(ofSeconds(2));
  }

  static void forkPolicy() {
    ForkPolicy policy = ForkPolicy.DEFAULTS.withWorkers(2).withTimeout(ofSeconds(2));
  }

  static void shares(SharedTable<?> countries, Accumulator<?> rejected) {
    Shares shares = Shares.NONE.withTable("countries", countries).withAccumulator(rejected);
  }

  static void program(Program program) {
    boolean isPython = program instanceof Program.Python;
  }

  static void operation(StageNode stage) {
    boolean isSource = stage.operation() instanceof Operation.From;
  }

  static void stageFunction(StageFunction function) {
    boolean needsResource =
        switch (function) {
          case StageFunction.Plain alone -> false;
          case StageFunction.WithResource with -> true;
        };
  }

  static void sessionFunction(SessionFunction function) {
    boolean needsResource =
        switch (function) {
          case SessionFunction.Plain alone -> false;
          case SessionFunction.WithResource with -> true;
        };
  }
}
