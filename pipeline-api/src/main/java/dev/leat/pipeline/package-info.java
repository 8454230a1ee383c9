/**
 * The language in which pipelines are written: declare what each stage does, and a runtime decides
 * where it runs.
 *
 * <pre>
 *   Pipeline.named("n").from(source) --> Stage --> Stage --> ... --> to(sink) : Pipeline
 *                                                                                  |
 *                                          runtime.run(pipeline) : JobResult <-----+
 * </pre>
 *
 * <p>A {@link dev.leat.pipeline.Stage} under construction has one method for each kind of work:
 * cheap steps ({@code map filter flatMap each}), steps that carry a state ({@code take skip scan
 * batch aggregate}), waiting without blocking ({@code io}), waiting in blocking style ({@code
 * coroutine}) and computing ({@code cpu}). Nothing runs before a {@link
 * dev.leat.pipeline.PipelineRuntime} is given the finished {@link dev.leat.pipeline.Pipeline}.
 */
@NullMarked
package dev.leat.pipeline;

import org.jspecify.annotations.NullMarked;
