package dev.leat.pipeline.graph;

/**
 * One stage of a graph.
 *
 * {@snippet :
 * StageNode first = pipeline.graph().stage(0);
 * System.out.println(first.name() + " was declared at " + first.site());
 * }
 *
 * @param id its number in the graph, from 0; every stage has a greater one than those it reads from
 * @param name unique within the pipeline; what messages call the stage
 * @param site where the user declared it
 * @param operation what it does
 */
public record StageNode(int id, String name, CallSite site, Operation operation) {

  @Override
  public String toString() {
    return "stage '%s' (%s)".formatted(name, site);
  }
}
