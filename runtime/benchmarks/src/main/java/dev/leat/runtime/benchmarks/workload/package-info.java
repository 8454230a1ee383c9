/**
 * The workloads: one class for each, with all its candidates. A candidate is written as the
 * documentation of its library recommends; {@code -chunked} means that an expert made chunks the
 * elements by hand. The functions that they apply are the same for all.
 */
@NullMarked
package dev.leat.runtime.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
