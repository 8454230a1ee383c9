/**
 * The graph of a pipeline as plain immutable records: stages and edges by number. It is what a
 * runtime plans from; users build it with the DSL and are not meant to switch over its types, which
 * grow with new kinds of stages.
 */
@NullMarked
package dev.leat.pipeline.graph;

import org.jspecify.annotations.NullMarked;
