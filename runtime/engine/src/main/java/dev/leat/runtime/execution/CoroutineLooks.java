package dev.leat.runtime.execution;

import dev.leat.pipeline.Finding.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Finds coroutines that compute, or pin their carrier. Used by the watchdog only.
 *
 * <p>The CPU time of a virtual thread cannot be had. So some threads of each stage are looked at
 * now and then, all when a carrier computes; one that is mounted becomes a suspect, of which there
 * are a few, and is looked at each time until it is not mounted on the same carrier any more. It
 * computes if it was mounted at every look and its carrier's CPU time grew; it pins its carrier if
 * that waits. As on event loops, a long computation counts when there is another one, which began
 * later, or when it goes on and on.
 */
final class CoroutineLooks {

  private static final double COMPUTING = 0.6;
  private static final int LONG = 10;
  private static final int MOST_SUSPECTS = 8;
  private static final int MOST_TASKS = 16;
  private static final int LOOKS_BETWEEN = 2;

  private final Carriers carriers;
  private final AtomicLong counted;
  private final long tick;
  private final IntSupplier budget;
  private final List<Suspect> suspects = new ArrayList<>();
  private final Map<Task, CoroutineShare> shares = new WeakHashMap<>();
  private int looks;
  private int turn;
  private long mounted;
  private final Map<Task, Integer> running = new HashMap<>();
  private long countedCpu;

  /**
   * Nothing seen yet.
   *
   * @param counted the CPU time that counted for any task
   * @param tick the nanoseconds between two looks
   * @param budget after how many looks in a row a carrier was held for too long
   */
  CoroutineLooks(Carriers carriers, AtomicLong counted, long tick, IntSupplier budget) {
    this.carriers = carriers;
    this.counted = counted;
    this.tick = tick;
    this.budget = budget;
  }

  /** A thread that was mounted when it was looked at last. */
  private static final class Suspect {

    private final Task task;
    private final Thread thread;
    private final Mount mount;
    private final long moved;
    private final long firstCpu;
    private final long firstNanos = System.nanoTime();
    private int looks = 1;
    private boolean excused;
    private boolean counted;

    Suspect(Task task, Thread thread, Mount mount, long cpu) {
      this.task = task;
      this.thread = thread;
      this.mount = mount;
      this.moved = task.piece();
      this.firstCpu = cpu;
    }

    boolean goesOn() {
      return Mount.of(thread).equals(mount) && task.piece() == moved;
    }
  }

  /** Looks at the coroutines of some tasks; returns whether one may compute. */
  boolean look(List<Task> tasks) {
    if (tasks.isEmpty()) {
      suspects.clear();
      return false;
    }
    carriers.look();
    suspects.removeIf(suspect -> !goesOn(suspect));
    long before = mounted;
    boolean full = looks++ % LOOKS_BETWEEN == 0;
    if (full || carriers.busy()) {
      int some = Math.min(MOST_TASKS, tasks.size());
      for (int i = 0; i < some; i++) {
        turn = turn + 1 < tasks.size() ? turn + 1 : 0;
        look(tasks.get(turn), full);
      }
    }
    if (full) {
      count(tasks);
    }
    return mounted > before || !suspects.isEmpty();
  }

  /** What the carriers took counts for the tasks whose coroutines were seen to run. */
  private void count(List<Task> tasks) {
    if (running.isEmpty() && tasks.size() == 1) {
      running.put(tasks.get(0), 1);
    }
    int all = running.values().stream().mapToInt(Integer::intValue).sum();
    if (all > 0) {
      long took = carriers.cpu() - countedCpu;
      countedCpu = carriers.cpu();
      running.forEach((task, some) -> task.meter().took(took * some / all, 0));
      counted.addAndGet(took);
      running.clear();
    }
  }

  private void look(Task task, boolean full) {
    RunningThreads some = task.running();
    if (some == null) {
      return;
    }
    int seen = 0;
    int active = 0;
    int on = 0;
    int pinned = 0;
    for (int i = 0; i < RunningThreads.places(); i++) {
      Thread thread = some.at(i);
      Mount mount = thread == null ? null : Mount.of(thread);
      if (thread != null && mount != null && mount.kind() != Mount.Kind.UNKNOWN) {
        seen++;
        active += mount.kind() == Mount.Kind.WAITS ? 0 : 1;
        on += mount.kind() == Mount.Kind.RUNS ? 1 : 0;
        pinned += mount.kind() == Mount.Kind.PINS ? 1 : 0;
        if (!mount.carrier().isEmpty()) {
          carriers.seen(mount.carrier());
        }
        suspect(task, thread, mount);
      }
    }
    mounted += on;
    if (full) {
      task.meter().coroutines(seen, active - pinned);
      if (on > 0) {
        running.put(task, on);
      }
      CoroutineShare share = shares.computeIfAbsent(task, CoroutineShare::new);
      share.add(
          new CoroutineShare.Look(seen, active - pinned, on, pinned), carriers.cpu(), mounted);
    }
  }

  private void suspect(Task task, Thread thread, Mount mount) {
    boolean computes = mount.kind() == Mount.Kind.RUNS && carriers.busy();
    if (suspects.size() < MOST_SUSPECTS
        && (computes || mount.kind() == Mount.Kind.PINS)
        && suspects.stream().noneMatch(known -> known.thread.equals(thread))) {
      suspects.add(new Suspect(task, thread, mount, carriers.cpu(mount.carrier())));
    }
  }

  /** Looks at a suspect once more; returns whether it is still one. */
  private boolean goesOn(Suspect suspect) {
    if (!suspect.goesOn()) {
      return false;
    }
    suspect.looks++;
    SeenStack stack = SeenStack.of(suspect.thread);
    suspect.excused |= stack.loadsClasses();
    if (!suspect.goesOn() || suspect.excused || !stack.isOfUser()) {
      return !stack.isOfUser() || suspect.excused;
    }
    Duration held = Duration.ofNanos(suspect.looks * tick);
    if (suspect.looks < budget.getAsInt()) {
      return true;
    }
    if (suspect.mount.kind() == Mount.Kind.PINS) {
      Findings.report(suspect.task, Cause.PINS_CARRIER, held, 0, stack);
      return false;
    }
    return !computes(suspect, held, stack);
  }

  /** Whether it has computed for too long, and that was said. */
  private boolean computes(Suspect suspect, Duration held, SeenStack stack) {
    long cpu = carriers.cpu(suspect.mount.carrier());
    long elapsed = System.nanoTime() - suspect.firstNanos;
    if (suspect.firstCpu < 0 || cpu - suspect.firstCpu < COMPUTING * elapsed) {
      return false;
    }
    boolean again = false;
    if (!suspect.counted) {
      suspect.counted = true;
      again = suspect.task.looks().computedAgain(suspect.firstNanos);
    }
    if (again || suspect.looks >= LONG * budget.getAsInt()) {
      Findings.report(suspect.task, Cause.COMPUTES_ON_CARRIER, held, 0, stack);
      return true;
    }
    return false;
  }
}
