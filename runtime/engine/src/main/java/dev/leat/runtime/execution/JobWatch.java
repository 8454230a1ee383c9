package dev.leat.runtime.execution;

import dev.leat.pipeline.Finding;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Watches the jobs of this JVM that start while it is open, for tools that test pipelines: what is
 * found in them, and what those do that have not ended. Thread-safe.
 *
 * {@snippet :
 * try (JobWatch watch = JobWatch.open()) {
 *   runtime.run(pipeline);
 *   watch.take().forEach(finding -> System.out.println(finding.message()));
 * }
 * }
 */
public final class JobWatch implements AutoCloseable {

  private static final int MOST = 100;

  /** All that are open; nothing is kept of jobs while there is none. */
  private static final List<JobWatch> OPEN = new CopyOnWriteArrayList<>();

  private final Queue<Finding> found = new ConcurrentLinkedQueue<>();
  private final Set<JobRun> running = ConcurrentHashMap.newKeySet();

  private JobWatch() {}

  /** Begins to watch. */
  public static JobWatch open() {
    JobWatch watch = new JobWatch();
    OPEN.add(watch);
    return watch;
  }

  /** Whether a test is watched. */
  static boolean isOpen() {
    return !OPEN.isEmpty();
  }

  static void began(JobRun job) {
    OPEN.forEach(watch -> watch.running.add(job));
  }

  static void ended(JobRun job) {
    OPEN.forEach(watch -> watch.running.remove(job));
  }

  /** The first finding of a stage and a cause. */
  static void found(JobRun job, Finding finding) {
    for (JobWatch watch : OPEN) {
      if (watch.running.contains(job) && watch.found.size() < MOST) {
        watch.found.add(finding);
      }
    }
  }

  /**
   * What was found since this was asked last, the first of each job, stage and cause; the first 100
   * are kept.
   */
  public List<Finding> take() {
    return Stream.generate(found::poll).takeWhile(finding -> finding != null).toList();
  }

  /**
   * What each job that has not ended does at the moment: which stage waits for which, and the
   * stacks of those that wait for no other. Takes some milliseconds.
   */
  public List<String> reports() {
    return running.stream().map(JobReport::of).toList();
  }

  /** Ends watching. */
  @Override
  public void close() {
    OPEN.remove(this);
  }
}
