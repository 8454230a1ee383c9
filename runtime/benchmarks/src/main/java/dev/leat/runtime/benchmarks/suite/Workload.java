package dev.leat.runtime.benchmarks.suite;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Work that all candidates do in the same way.
 *
 * @param id its short name, such as {@code W1}
 * @param title what is done
 * @param elements of one job
 * @param quickElements of one job when nothing is to be measured
 * @param figures the columns of its table; the first is what counts
 * @param candidates all that can do it, the limit first if there is one, then Leat
 */
public record Workload(
    String id,
    String title,
    long elements,
    long quickElements,
    List<Figure> figures,
    List<Candidate> candidates) {

  /** The size of one job. */
  public Size size(boolean quick, Path folder) {
    return new Size(quick ? quickElements : elements, quick, folder);
  }

  /**
   * The candidates of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Candidate candidate(String name) {
    return candidates.stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(id + " has no candidate " + name));
  }

  /** What runs in one process with a candidate: the limit, what both are compared with, itself. */
  public List<Candidate> company(Candidate candidate) {
    Set<Candidate> company = new LinkedHashSet<>();
    for (Candidate other : candidates) {
      if (other.name().equals(Candidate.LIMIT)) {
        company.add(other);
        company.add(candidate(other.base()));
      }
    }
    company.add(candidate(candidate.base()));
    company.add(candidate);
    return List.copyOf(company);
  }
}
