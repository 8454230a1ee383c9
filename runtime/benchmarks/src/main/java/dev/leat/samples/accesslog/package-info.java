/**
 * The job of the sample {@code access-log} written with Project Reactor instead of Leat. It has the
 * package of the sample because it reuses what is not public there: the parser, the counting, both
 * services and the JSON. So only the pipeline differs.
 *
 * <p>{@link dev.leat.samples.accesslog.ReactorJob} is what both variants share; {@link
 * dev.leat.samples.accesslog.ReactorLines} and {@link dev.leat.samples.accesslog.ReactorChunks} are
 * the two ways to parse. They do less than the sample: one plain file, no progress, no signals.
 */
@NullMarked
package dev.leat.samples.accesslog;

import org.jspecify.annotations.NullMarked;
