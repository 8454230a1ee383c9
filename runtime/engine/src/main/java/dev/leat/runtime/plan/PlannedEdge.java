package dev.leat.runtime.plan;

import dev.leat.pipeline.graph.GraphEdge.Port;

/**
 * A bounded queue between two segments.
 *
 * @param fromSegment the segment that emits
 * @param fromStage the stage in it that emits
 * @param port what is emitted
 * @param toSegment the segment that receives
 * @param toStage the stage in it that receives
 * @param capacity the most elements in the queue; of undivided blocks, the most blocks
 */
public record PlannedEdge(
    int fromSegment, int fromStage, Port port, int toSegment, int toStage, int capacity) {}
