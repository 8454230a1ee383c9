package dev.leat.runtime.execution;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * A half-full chunk arrives while another one is taken: together they leave room for one full
 * chunk, which is asked for once.
 */
public class InletCreditStress {

  /** The engine's own. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "asked once")
  @Outcome(expect = FORBIDDEN, desc = "room lost, or given twice")
  @State
  public static class Sound {

    private final Chunk before = Chunks.of(1);
    private final Chunk arriving = Chunks.of(1);
    private final Inlet inlet = new Inbox(() -> {}).inlet(4, 2, 2);
    private final Asked asked = new Asked();

    public Sound() {
      inlet.onSubscribe(asked);
      inlet.onNext(before);
      asked.chunks.set(0);
    }

    @Actor
    public void sender() {
      inlet.onNext(arriving);
    }

    @Actor
    public void receiver() {
      inlet.taken(before);
    }

    @Arbiter
    public void look(J_Result seen) {
      seen.r1 = asked.chunks.get();
    }
  }

  /** The same, but the room is reduced by what was asked for in two steps. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "asked once")
  @Outcome(expect = FORBIDDEN, desc = "room lost, or given twice")
  @State
  public static class Broken {

    private final AtomicLong free = new AtomicLong(1);
    private final Asked asked = new Asked();

    private void release() {
      long now = free.addAndGet(1);
      if (now >= 2) {
        free.set(now - now / 2 * 2);
        asked.request(now / 2);
      }
    }

    @Actor
    public void sender() {
      release();
    }

    @Actor
    public void receiver() {
      release();
    }

    @Arbiter
    public void look(J_Result seen) {
      seen.r1 = asked.chunks.get() + (free.get() == 1 ? 0 : 10);
    }
  }
}
