package dev.leat.pipeline;

import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.Operation;
import java.util.List;
import java.util.Objects;

/**
 * The immutable description of a job: sources, stages and sinks. It holds no thread and opens
 * nothing; it can be run any number of times, also at once, by any {@link PipelineRuntime}.
 *
 * {@snippet :
 * Pipeline lengths =
 *     Pipeline.named("lengths")
 *         .from(Sources.of("a", "bb", "ccc"))
 *         .cpu("measure", String::length)
 *         .to(Sinks.each(System.out::println));
 * }
 */
public final class Pipeline {

  private final String name;
  private final List<Link> ends;
  private final Graph graph;

  Pipeline(String name, List<Link> ends) {
    this.name = name;
    this.ends = List.copyOf(ends);
    this.graph = GraphBuilder.build(name, this.ends);
  }

  /** Begins a pipeline with a name for plans, threads and messages. */
  public static Named named(String name) {
    if (name.isBlank()) {
      throw new PipelineDefinitionException(
          "the pipeline at %s needs a name that is not blank".formatted(CallSites.caller()));
    }
    return new Named(name);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The stages and edges, for runtimes. */
  public Graph graph() {
    return graph;
  }

  List<Link> ends() {
    return ends;
  }

  @Override
  public String toString() {
    return "pipeline '%s' of %d stages".formatted(name, graph.stages().size());
  }

  /** A pipeline that has a name but no source yet. */
  public static final class Named {

    private final String name;

    private Named(String name) {
      this.name = name;
    }

    /** Reads from a source. */
    public <T> Stage<T> from(Source<T> source) {
      Objects.requireNonNull(source, "source");
      Operation from = new Operation.From(Erased.source(source));
      return new Stage<>(name, Link.unnamed("from", from, List.of()));
    }

    /** Reads from a source, as a stage with a name of its own. */
    public <T> Stage<T> from(String stage, Source<T> source) {
      Objects.requireNonNull(source, "source");
      Operation from = new Operation.From(Erased.source(source));
      return new Stage<>(name, Link.named(stage, from, List.of()));
    }
  }
}
