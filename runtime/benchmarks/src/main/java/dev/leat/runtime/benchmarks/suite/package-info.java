/**
 * How workloads are measured: what a {@link dev.leat.runtime.benchmarks.suite.Workload} is, the
 * {@link dev.leat.runtime.benchmarks.suite.Measuring measuring} of its {@linkplain
 * dev.leat.runtime.benchmarks.suite.Candidate candidates} in one JVM, the {@link
 * dev.leat.runtime.benchmarks.suite.Launcher} that spreads them over several, and the reports.
 */
@NullMarked
package dev.leat.runtime.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
