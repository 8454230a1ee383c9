/** A pipeline whose stages are declared wrongly, what is found in it, and the mended one. */
@NullMarked
package dev.leat.samples.blocking;

import org.jspecify.annotations.NullMarked;
