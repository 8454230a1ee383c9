/**
 * The pipeline of the README with the classes it names, so that it is compiled and run as it is
 * printed there.
 */
@NullMarked
package dev.leat.samples.readme;

import org.jspecify.annotations.NullMarked;
