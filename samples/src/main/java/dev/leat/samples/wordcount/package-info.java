/** The sample {@code word-count}: counts the words of texts, on all cores. */
@NullMarked
package dev.leat.samples.wordcount;

import org.jspecify.annotations.NullMarked;
