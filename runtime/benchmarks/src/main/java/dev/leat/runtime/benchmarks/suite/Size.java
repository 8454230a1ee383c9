package dev.leat.runtime.benchmarks.suite;

import java.nio.file.Path;

/**
 * How much a program has to do.
 *
 * @param elements the number of elements of one run
 * @param quick whether this is only to see that everything works
 * @param folder where inputs are kept from run to run
 */
public record Size(long elements, boolean quick, Path folder) {}
