package dev.leat.samples.tour;

/**
 * What it costs to hand on elements of a size.
 *
 * @param crossing the way that they take
 * @param size bytes of an element
 * @param nanos time for each element, in a stream that does not stop
 */
record Cost(Crossing crossing, int size, double nanos) {}
