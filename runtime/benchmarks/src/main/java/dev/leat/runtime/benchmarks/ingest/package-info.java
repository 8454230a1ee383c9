/** Measures taking lines over TCP, keys and counting words; never published. */
@NullMarked
package dev.leat.runtime.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
