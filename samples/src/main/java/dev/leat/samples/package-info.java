/**
 * The {@code leat} command line: finds the sample, runs its pipeline, shows the progress, answers
 * signals and says what went wrong. The samples are in packages of their own.
 */
@NullMarked
package dev.leat.samples;

import org.jspecify.annotations.NullMarked;
