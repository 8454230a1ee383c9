/** Elements that end their worker processes, and a job that goes on all the same. */
@NullMarked
package dev.leat.samples.poison;

import org.jspecify.annotations.NullMarked;
