/** Runs pipelines on this machine. */
@NullMarked
package dev.leat.runtime;

import org.jspecify.annotations.NullMarked;
