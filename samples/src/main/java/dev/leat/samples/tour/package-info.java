/**
 * The same work under every execution model, measured: a job that waits and a job that computes.
 * {@link dev.leat.samples.tour.LapMain} is one measured process, {@code Lap} drives it.
 */
@NullMarked
package dev.leat.samples.tour;

import org.jspecify.annotations.NullMarked;
