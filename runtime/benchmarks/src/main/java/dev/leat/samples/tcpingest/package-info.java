/** What the benchmarks need of the sample. */
@NullMarked
package dev.leat.samples.tcpingest;

import org.jspecify.annotations.NullMarked;
