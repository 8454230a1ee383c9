/** What the benchmarks need of the sample. */
@NullMarked
package dev.leat.samples.wordcount;

import org.jspecify.annotations.NullMarked;
