package dev.leat.runtime.execution;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures jobs by looking at their tasks and threads now and then, so many at a time however many
 * there are. Used by the watchdog only, but for {@link #counted}.
 */
final class JobSampler {

  private static final int MOST_TASKS = 32;
  private static final int MOST_THREADS = 16;
  private static final long FRESH_NANOS = 50_000_000;
  private static final int ROUNDS_BETWEEN = 1_000;
  private static final long SAMPLE_NANOS = 25_000_000;

  /** A look counts for the time since the last one, because little happens at a slow pace. */
  private static final int MOST_WEIGHT = 4;

  /** Where there are so many tasks, they are listed less often. */
  private static final int MANY_TASKS = 500;

  private static final long LIST_NANOS = 100_000_000;

  private final AtomicLong counted = new AtomicLong();
  private @Nullable ThreadAccounts accounts;
  private @Nullable ProcessCpu process;
  private int rounds;
  private final List<Task> tasks = new ArrayList<>();
  private final List<Task> coroutines = new ArrayList<>();
  private long listed = System.nanoTime() - LIST_NANOS;
  private int listedChanges;
  private boolean opening;
  private long sampled = System.nanoTime();
  private int weight = 1;
  private boolean sampling;
  private int turn;
  private int firstThread;

  /**
   * A round begins; in most of them nothing is looked at, because shares need no more.
   *
   * @param changes another number when the jobs are others
   * @param works what a thread works for; null if that is nothing of the runtime
   */
  void begin(Collection<JobRun> jobs, int changes, Function<WorkSlot, @Nullable Task> works) {
    long now = System.nanoTime();
    sampling = now - sampled > SAMPLE_NANOS;
    boolean due = now - listed > LIST_NANOS * (1 + tasks.size() / MANY_TASKS);
    if (due && (opening || changes != listedChanges)) {
      listed = now;
      listedChanges = changes;
      list(jobs);
    }
    if (!sampling) {
      return;
    }
    weight = Math.clamp((now - sampled) / SAMPLE_NANOS, 1, MOST_WEIGHT);
    sampled = now;
    rounds++;
    ThreadAccounts known = accounts;
    if (known != null) {
      known.nextRound();
      if (rounds % ROUNDS_BETWEEN == 1) {
        known.forgetEnded();
      }
    }
    lookAtThreads(works);
  }

  /** Of threads that may wait another part is looked at each time. */
  private void lookAtThreads(Function<WorkSlot, @Nullable Task> works) {
    int place = 0;
    for (WorkSlot slot : WorkSlot.mayWait()) {
      if (place >= firstThread && place < firstThread + MOST_THREADS) {
        long piece = slot.piece();
        thread(slot, works.apply(slot), piece);
      }
      place++;
    }
    firstThread = firstThread + MOST_THREADS < place ? firstThread + MOST_THREADS : 0;
  }

  /**
   * Looks at a thread.
   *
   * @param task what it works for; null if that is nothing of the runtime
   * @param piece which piece of work that is
   */
  void thread(WorkSlot slot, @Nullable Task task, long piece) {
    if (!sampling) {
      return;
    }
    ThreadAccounts known = accounts;
    if (known == null) {
      known = new ThreadAccounts(ManagementFactory.getThreadMXBean(), counted);
      accounts = known;
    }
    known.look(slot, task, piece);
  }

  private void list(Collection<JobRun> jobs) {
    tasks.clear();
    coroutines.clear();
    opening = false;
    for (JobRun job : jobs) {
      List<Task> some = job.tasks();
      tasks.addAll(some);
      for (Task task : some) {
        if (task.running() != null) {
          coroutines.add(task);
        }
      }
      if (!some.isEmpty() && job.meter().beginsNow()) {
        job.meter().begin(process());
      }
      opening |= !job.meter().hasBegun();
    }
  }

  /** The tasks that have coroutines, as of a tenth of a second ago. */
  List<Task> coroutines() {
    return coroutines;
  }

  /** Looks at some of the tasks. */
  void look() {
    int most = sampling ? Math.min(MOST_TASKS, tasks.size()) : 0;
    for (int i = 0; i < most; i++) {
      turn = turn + 1 < tasks.size() ? turn + 1 : 0;
      Task task = tasks.get(turn);
      task.meter().look(task, weight);
    }
  }

  /** No jobs run any more. */
  void end() {
    tasks.clear();
    coroutines.clear();
    accounts = null;
    process = null;
    listed = System.nanoTime() - LIST_NANOS;
  }

  /** The CPU time of the process; that of a moment ago where many jobs begin at once. */
  private ProcessCpu process() {
    ProcessCpu known = process;
    if (known == null || System.nanoTime() - known.nanos() > FRESH_NANOS) {
      known = ProcessCpu.now(counted.get());
      process = known;
    }
    return known;
  }

  /** The CPU time that counted for any task, in nanoseconds; by any thread. */
  AtomicLong counted() {
    return counted;
  }
}
