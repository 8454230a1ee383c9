package dev.leat.runtime.execution;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A task asks whether it may send while its receiver gives credit: it may, or it is woken. Else it
 * would wait for ever.
 */
public class PortCreditStress {

  /** The engine's own: a port whose only credit was used, and an inlet that gives it again. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "not ready, and nobody wakes the task")
  @Outcome(expect = ACCEPTABLE, desc = "ready, or woken, or both")
  @State
  public static class Sound {

    private final Chunk chunk = Chunks.of(1);
    private final Inlet inlet = new Inbox(() -> {}).inlet(1, 1, 1);
    private final Port port = new Port(() -> woken = 1);
    private volatile int woken;

    public Sound() {
      port.connect(inlet);
      port.open();
      port.send(chunk);
    }

    @Actor
    public void sender(II_Result seen) {
      seen.r1 = port.ready() ? 1 : 0;
    }

    @Actor
    public void receiver() {
      inlet.taken(chunk);
    }

    @Arbiter
    public void look(II_Result seen) {
      seen.r2 = woken;
    }
  }

  /** The same, but the port does not look again after it has said that it waits. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "not ready, and nobody wakes the task")
  @Outcome(expect = ACCEPTABLE, desc = "ready, or woken, or both")
  @State
  public static class Broken {

    private final AtomicLong credit = new AtomicLong();
    private volatile boolean waiting;
    private volatile int woken;

    @Actor
    public void sender(II_Result seen) {
      boolean ready = credit.get() > 0;
      waiting = !ready;
      seen.r1 = ready ? 1 : 0;
    }

    @Actor
    public void receiver() {
      credit.incrementAndGet();
      if (waiting) {
        waiting = false;
        woken = 1;
      }
    }

    @Arbiter
    public void look(II_Result seen) {
      seen.r2 = woken;
    }
  }
}
