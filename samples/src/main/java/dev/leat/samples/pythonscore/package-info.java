/** A Python function in worker processes, beside the same function in Python's own pools. */
@NullMarked
package dev.leat.samples.pythonscore;

import org.jspecify.annotations.NullMarked;
