/**
 * The threads of a runtime: workers that compute, threads that may block, event loops, virtual
 * threads, and the clock. Tasks do the work and never start a thread; everything here starts
 * threads and does no work of a pipeline.
 */
@NullMarked
package dev.leat.runtime.scheduler;

import org.jspecify.annotations.NullMarked;
