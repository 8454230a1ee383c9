package dev.leat.runtime.testkit;

import dev.leat.pipeline.Finding;
import dev.leat.runtime.execution.JobWatch;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Watches what is {@linkplain dev.leat.pipeline.Job#findings found} in the jobs that start while it
 * is open: stages that wait or compute where they must not, also in ways that {@link BlockingCalls}
 * cannot see, and stages that hold up their job. {@link LeatTest} does this for tests of JUnit;
 * other frameworks call it around a test. Thread-safe. It sees the jobs of the whole JVM, and needs
 * no option of it.
 *
 * {@snippet :
 * try (JobFindings findings = JobFindings.watch()) {
 *   runtime.run(pipeline);
 * } // throws an AssertionError that names each stage
 * }
 */
public final class JobFindings implements AutoCloseable {

  private final List<Allowance> allowances;
  private final JobWatch jobs = JobWatch.open();
  private boolean closed;

  private JobFindings(List<Allowance> allowances) {
    this.allowances = allowances;
  }

  /**
   * Begins to watch.
   *
   * @param allowances stages of which nothing is said, and methods inside of which a stage may do
   *     what it must not
   */
  public static JobFindings watch(Allowance... allowances) {
    return new JobFindings(List.of(allowances));
  }

  /**
   * What was found since this was asked last, the first of each job, stage and cause; the first 100
   * are kept.
   */
  public List<Finding> take() {
    return jobs.take().stream()
        .filter(finding -> allowances.stream().noneMatch(allowance -> allowance.allows(finding)))
        .toList();
  }

  /**
   * What the jobs that have not ended do at the moment: which stage waits for which, which waits
   * for no other, and the stacks of its threads; empty if all have ended. For a test that hangs.
   * Takes some milliseconds.
   */
  public String report() {
    return String.join("\n", jobs.reports());
  }

  /**
   * Ends watching.
   *
   * @throws AssertionError if there are findings that nobody {@linkplain #take() took}; each line
   *     of its message is one of them
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    jobs.close();
    List<Finding> found = take();
    if (!found.isEmpty()) {
      AssertionError failure =
          new AssertionError(
              found.stream().map(Finding::message).distinct().collect(Collectors.joining("\n")));
      failure.setStackTrace(found.get(0).stack().toArray(StackTraceElement[]::new));
      throw failure;
    }
  }
}
