package dev.leat.runtime.benchmarks.suite;

import java.util.List;

/**
 * The same work in several sizes, to see how its cost grows.
 *
 * @param id a short name
 * @param title what grows
 * @param jvm options of the measured JVMs beside the usual ones
 * @param points one workload for each size, whose id is the size
 */
public record Series(String id, String title, List<String> jvm, List<Workload> points) {}
