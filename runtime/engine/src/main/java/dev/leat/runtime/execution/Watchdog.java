package dev.leat.runtime.execution;

import dev.leat.runtime.scheduler.Schedulers;
import dev.leat.runtime.scheduler.Timers;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks every 10 ms at the event loops and workers of a runtime while jobs run, and finds the
 * stages that wait or compute where they must not, and those that hold up a job: without any option
 * of the JVM, and in production. When nothing has happened for a while it looks less often; when no
 * job runs it ends. Thread-safe.
 *
 * <p>The CPU time of a thread comes from the JVM, where the JVM tells it. Where it does not, stages
 * that compute on an event loop are not found. Stages that wait in native code, for a socket or a
 * file, are found on Linux only.
 */
public final class Watchdog {

  private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());

  private static final Duration TICK = Duration.ofMillis(10);
  private static final Duration SELDOM = Duration.ofMillis(100);
  private static final Duration BUDGET = Duration.ofMillis(50);
  private static final Duration BUDGET_IN_TESTS = Duration.ofMillis(25);
  private static final Duration STALL = Duration.ofSeconds(30);
  private static final Duration STALL_IN_TESTS = Duration.ofSeconds(2);
  private static final int IDLE_LOOKS = 20;
  private static final int LAST_LOOKS = 10;

  private final Schedulers schedulers;
  private final @Nullable Duration loopBudget;
  private final @Nullable Duration stallLimit;
  private final Map<WorkSlot, SlotLook> looks = new HashMap<>(); // the watching thread's
  private final Object lock = new Object();
  private final Map<JobRun, StallDoctor> jobs = new ConcurrentHashMap<>();
  private final AtomicInteger changes = new AtomicInteger(); // of the jobs
  private final @Nullable Duration recorded;
  private final JobSampler sampler = new JobSampler();
  private @Nullable CoroutineLooks coroutines; // the watching thread's
  private long nextStallLook; // the watching thread's
  private volatile int budget; // of the job that began last, in looks; so is what follows
  private volatile long stallNanos;
  private int withoutJobs;
  private boolean watching;

  /**
   * A watchdog that looks at nothing yet.
   *
   * @param loopBudget how long a stage may hold an event loop at once; null for 50 ms, or 25 ms
   *     while a {@link JobWatch} is open
   * @param stallLimit for how long a job may move no element; null for 30 s, or 2 s while a {@link
   *     JobWatch} is open
   * @param recorded from how long on single waits are findings that the flight recorder sees; null
   *     to record nothing
   */
  public Watchdog(
      Schedulers schedulers,
      @Nullable Duration loopBudget,
      @Nullable Duration stallLimit,
      @Nullable Duration recorded) {
    this.schedulers = schedulers;
    this.loopBudget = loopBudget;
    this.stallLimit = stallLimit;
    this.recorded = recorded;
  }

  /** A job begins to run. */
  void began(JobRun job) {
    boolean tested = JobWatch.isOpen();
    Duration hold = Objects.requireNonNullElse(loopBudget, tested ? BUDGET_IN_TESTS : BUDGET);
    Duration stall = Objects.requireNonNullElse(stallLimit, tested ? STALL_IN_TESTS : STALL);
    synchronized (lock) {
      budget = looks(hold);
      stallNanos = Timers.nanos(stall);
      jobs.put(job, new StallDoctor(job, stallNanos));
      changes.incrementAndGet();
      if (!watching) {
        watching = true;
        start();
      }
    }
  }

  /** How many looks in a row are as long as a time. */
  private static int looks(Duration time) {
    return Math.clamp(Math.ceilDiv(Timers.nanos(time), TICK.toNanos()), 2, Integer.MAX_VALUE);
  }

  private void start() {
    try {
      schedulers.blocking("leat-watchdog").execute(this::watch);
    } catch (RejectedExecutionException e) {
      watching = false; // the runtime is closed, and the job will be told so
    }
  }

  /** A job has ended. */
  void ended(JobRun job) {
    jobs.remove(job);
    changes.incrementAndGet();
    if (job.meter().hasBegun()) {
      job.meter().end(ProcessCpu.now(counted()));
    }
  }

  /** The CPU time that was counted for stages of any job, in nanoseconds. */
  long counted() {
    return sampler.counted().get();
  }

  private void watch() {
    int idle = 0;
    nextStallLook = System.nanoTime();
    RuntimeDoctor doctor = new RuntimeDoctor(jobs.keySet());
    RecordedWaits waits = record();
    try {
      while (!isOver()) {
        boolean worked = look();
        boolean suspects = lookAtCoroutines();
        idle = worked || suspects ? 0 : idle + 1;
        lookForStalls(System.nanoTime());
        doctor.look(System.nanoTime());
        sampler.look();
        Duration pause = idle > IDLE_LOOKS ? SELDOM : TICK;
        LockSupport.parkNanos(this, pause.toNanos());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "stages are no more looked at", e);
    }
    doctor.close();
    if (waits != null) {
      waits.close();
    }
    sampler.end();
    looks.clear();
    coroutines = null;
  }

  private @Nullable RecordedWaits record() {
    try {
      return recorded == null ? null : RecordedWaits.start(jobs.keySet(), recorded);
    } catch (IllegalStateException | SecurityException e) {
      LOG.log(Level.WARNING, "waits cannot be recorded by the flight recorder", e);
      return null;
    }
  }

  /** The runtime was closed, or there was no job for some looks. */
  private boolean isOver() {
    synchronized (lock) {
      withoutJobs = jobs.isEmpty() ? withoutJobs + 1 : 0;
      boolean over = Thread.currentThread().isInterrupted() || withoutJobs > LAST_LOOKS;
      watching = !over;
      return over;
    }
  }

  /** Looks eight times in the time that is a stall. */
  private void lookForStalls(long now) {
    if (now - nextStallLook >= 0) {
      nextStallLook = now + stallNanos / 8;
      jobs.values().forEach(doctor -> doctor.look(now));
    }
  }

  /** Looks at all event loops and workers; returns whether one of them worked. */
  private boolean look() {
    boolean worked = false;
    sampler.begin(jobs.keySet(), changes.get(), this::taskOf);
    for (WorkSlot slot : WorkSlot.mustNotWait()) {
      long piece = slot.piece();
      Task task = taskOf(slot);
      sampler.thread(slot, task, piece);
      if (task != null) {
        worked = true;
        looks.computeIfAbsent(slot, this::first).look(task, piece);
      } else if (slot.thread().isAlive()) {
        SlotLook look = looks.get(slot);
        if (look != null) {
          look.idle();
        }
      } else {
        looks.remove(slot);
      }
    }
    return worked;
  }

  /** What a thread works for; null if that is nothing of this runtime. */
  private @Nullable Task taskOf(WorkSlot slot) {
    Task task = slot.task();
    return task != null && task.job().watchdog() == this ? task : null;
  }

  private boolean lookAtCoroutines() {
    List<Task> tasks = sampler.coroutines();
    CoroutineLooks known = coroutines;
    if (known == null && !tasks.isEmpty()) {
      Carriers carriers = new Carriers(ManagementFactory.getThreadMXBean());
      known = new CoroutineLooks(carriers, sampler.counted(), TICK.toNanos(), () -> budget);
      coroutines = known;
    }
    return known != null && known.look(tasks);
  }

  private SlotLook first(WorkSlot slot) {
    // Asked for here, because it takes some time when it is asked for first.
    return new SlotLook(slot, ManagementFactory.getThreadMXBean(), TICK.toNanos(), () -> budget);
  }
}
