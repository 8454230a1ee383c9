package dev.leat.pipeline;

import dev.leat.pipeline.graph.CallSite;
import dev.leat.pipeline.graph.Operation;
import java.util.List;
import java.util.Objects;

/**
 * A stage while the pipeline is being written: it knows the stages it reads from, but has no number
 * yet. Compared by identity, so that a stage that is used twice becomes one node with two outputs.
 */
final class Link {

  private final String name;
  private final boolean named;
  private final CallSite site;
  private final Operation operation;
  private final List<Link> inputs;

  private Link(String name, boolean named, CallSite site, Operation operation, List<Link> inputs) {
    this.name = name;
    this.named = named;
    this.site = site;
    this.operation = operation;
    this.inputs = List.copyOf(inputs);
  }

  static Link named(String name, Operation operation, List<Link> inputs) {
    Objects.requireNonNull(name, "name");
    CallSite site = CallSites.caller();
    if (name.isBlank()) {
      throw new PipelineDefinitionException(
          "the stage at %s needs a name that is not blank".formatted(site));
    }
    return new Link(name, true, site, operation, inputs);
  }

  static Link unnamed(String operator, Operation operation, List<Link> inputs) {
    CallSite site = CallSites.caller();
    return new Link(operator + "@" + site, false, site, operation, inputs);
  }

  String name() {
    return name;
  }

  boolean named() {
    return named;
  }

  CallSite site() {
    return site;
  }

  Operation operation() {
    return operation;
  }

  List<Link> inputs() {
    return inputs;
  }
}
