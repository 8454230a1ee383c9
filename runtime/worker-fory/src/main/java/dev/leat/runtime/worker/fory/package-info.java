/** A codec for classes that are no records, made by Apache Fory. Optional. */
@NullMarked
package dev.leat.runtime.worker.fory;

import org.jspecify.annotations.NullMarked;
