/**
 * Measures whole jobs as whole processes, Leat beside its peers. {@link
 * dev.leat.runtime.benchmarks.AccessLogBenchmark} is the command; it starts each {@link
 * dev.leat.runtime.benchmarks.Contender} in a JVM of its own, in turn, and refuses to report when
 * their results differ.
 */
@NullMarked
package dev.leat.runtime.benchmarks;

import org.jspecify.annotations.NullMarked;
