package dev.leat.runtime.execution;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.leat.runtime.execution.WorkSlot.Role;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A thread ends its work for a task and goes on with none, while the watchdog reads what it works
 * for and then the number of the piece: whoever sees the end sees the number of it, so that nobody
 * takes one piece of work for another.
 */
public class WorkSlotStress {

  /** The engine's own. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "before the end")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "it ends meanwhile")
  @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "after the end")
  @Outcome(expect = FORBIDDEN, desc = "the end with the number of the piece before it")
  @State
  public static class Sound {

    private static final Task TASK = new Idle();

    private final WorkSlot slot = new WorkSlot(Thread.currentThread(), Role.MAY_WAIT);

    public Sound() {
      slot.begin(TASK);
    }

    @Actor
    public void work() {
      slot.begin(null);
    }

    @Actor
    public void watch(II_Result seen) {
      seen.r1 = slot.task() == null ? 0 : 1;
      seen.r2 = (int) slot.piece();
    }
  }

  /** The same, but the number is written last. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "before the end")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "it ends meanwhile")
  @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "after the end")
  @Outcome(expect = FORBIDDEN, desc = "the end with the number of the piece before it")
  @State
  public static class Broken {

    private final AtomicLong pieces = new AtomicLong(1);
    private final AtomicLong task = new AtomicLong(1);

    @Actor
    public void work() {
      task.setRelease(0);
      pieces.setRelease(2);
    }

    @Actor
    public void watch(II_Result seen) {
      seen.r1 = (int) task.getAcquire();
      seen.r2 = (int) pieces.getAcquire();
    }
  }

  /** A task that does nothing. */
  private static final class Idle extends Task {

    @SuppressWarnings("NullAway") // nobody asks it for its job or runs it
    Idle() {
      super(null, "idle", Runnable::run);
    }

    @Override
    boolean drain() {
      return false;
    }
  }
}
