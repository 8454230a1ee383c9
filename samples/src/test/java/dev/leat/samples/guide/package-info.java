/**
 * The code of the user guide. A page {@code docs/guide/some-page.md} shows what stands between
 * {@code // guide} and {@code // end} in {@code SomePageTest}, in the same order; {@link
 * dev.leat.samples.guide.GuideTest} compares them.
 */
@NullMarked
package dev.leat.samples.guide;

import org.jspecify.annotations.NullMarked;
