package dev.leat.runtime.benchmarks.suite;

/**
 * One way to do a workload.
 *
 * @param name who does it: {@code leat}, {@code limit}, or the peer
 * @param base the candidate that its runs are compared with, in the same process
 * @param opening makes the program
 */
public record Candidate(String name, String base, Opening opening) {

  /** What is written by hand without any framework, as fast as we know to do it. */
  public static final String LIMIT = "limit";

  /** Makes a program. */
  @FunctionalInterface
  public interface Opening {
    /** Starts what the program needs. Not measured. */
    Program open(Size size) throws Exception;
  }

  /** A candidate that is compared with the limit. */
  public static Candidate of(String name, Opening opening) {
    return new Candidate(name, LIMIT, opening);
  }
}
