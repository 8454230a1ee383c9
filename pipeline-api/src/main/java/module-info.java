/** The pipeline DSL of Leat, its graph, and the contracts for connectors. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // reactive-streams 1.0.4
module dev.leat.pipeline {
  requires transitive org.jspecify;
  requires transitive org.reactivestreams;

  exports dev.leat.pipeline;
  exports dev.leat.pipeline.bytes;
  exports dev.leat.pipeline.connector;
  exports dev.leat.pipeline.graph;
}
