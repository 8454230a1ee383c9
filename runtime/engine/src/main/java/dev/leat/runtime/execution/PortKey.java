package dev.leat.runtime.execution;

import dev.leat.pipeline.graph.GraphEdge;

/**
 * Names a port of a segment.
 *
 * @param stage the number of the stage that emits
 * @param port what it emits
 */
record PortKey(int stage, GraphEdge.Port port) {}
