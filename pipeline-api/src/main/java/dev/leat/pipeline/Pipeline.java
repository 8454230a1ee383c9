package dev.leat.pipeline;

import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.Operation;
import java.util.ArrayList;
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

  /**
   * One pipeline of several ends: of the same or of other sources. They run as one job, which is
   * done when all are, and fails when one does.
   *
   * @param name the name of the whole; those of the parts do not count
   */
  public static Pipeline of(String name, Pipeline... ends) {
    if (ends.length == 0) {
      throw new PipelineDefinitionException(
          "the pipeline '%s' at %s needs at least one end, such as stage.to(sink)"
              .formatted(name, CallSites.caller()));
    }
    List<Link> all = new ArrayList<>();
    for (Pipeline end : ends) {
      all.addAll(end.ends());
    }
    return new Pipeline(named(name).name, all);
  }

  /**
   * The elements of several stages as they come. The order of each lane is kept; stages that keep a
   * state for each lane, such as {@link Stage#scan} and {@link Stage#batch}, see one lane from here
   * on.
   */
  @SafeVarargs
  public static <T> Stage<T> merge(Stage<? extends T> first, Stage<? extends T>... others) {
    List<Stage<? extends T>> all = new ArrayList<>();
    all.add(first);
    for (Stage<? extends T> other : others) {
      all.add(other);
    }
    return joined("merge", new Operation.Merge(), all);
  }

  /**
   * The elements of several stages, each stage's after all of the one before. A later one is read
   * only when its turn has come, so its sources must lead nowhere else.
   */
  @SafeVarargs
  public static <T> Stage<T> concat(Stage<? extends T> first, Stage<? extends T>... others) {
    List<Stage<? extends T>> all = new ArrayList<>();
    all.add(first);
    for (Stage<? extends T> other : others) {
      all.add(other);
    }
    return joined("concat", new Operation.Concat(), all);
  }

  private static <T> Stage<T> joined(
      String shape, Operation operation, List<? extends Stage<? extends T>> stages) {
    String name = stages.get(0).pipeline();
    List<Link> inputs = new ArrayList<>();
    for (Stage<? extends T> stage : stages) {
      if (!stage.pipeline().equals(name)) {
        throw new PipelineDefinitionException(
            "%s at %s joins stages of the pipelines '%s' and '%s': begin all of them with the same Pipeline.named(...)"
                .formatted(shape, CallSites.caller(), name, stage.pipeline()));
      }
      if (inputs.contains(stage.link())) {
        throw new PipelineDefinitionException(
            "%s at %s names the stage '%s' twice"
                .formatted(shape, CallSites.caller(), stage.link().name()));
      }
      inputs.add(stage.link());
    }
    return new Stage<>(name, Link.unnamed(shape, operation, inputs));
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
