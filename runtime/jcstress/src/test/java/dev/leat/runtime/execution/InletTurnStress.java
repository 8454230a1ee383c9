package dev.leat.runtime.execution;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * An inlet that waits for its turn is connected while the one before it ends: it asks for chunks,
 * and does so once. Else nothing would ever arrive.
 */
public class InletTurnStress {

  /** The engine's own. */
  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "asked once")
  @Outcome(expect = FORBIDDEN, desc = "not asked, or twice")
  @State
  public static class Sound {

    private final Inbox inbox = new Inbox(() -> {});
    private final Inlet second;
    private final Asked asked = new Asked();

    public Sound() {
      Inlet first = inbox.inlet(4, 1, 1);
      second = inbox.inlet(4, 1, 1);
      inbox.takeTurns();
      first.onComplete();
    }

    @Actor
    public void sender() {
      second.onSubscribe(asked);
    }

    @Actor
    public void receiver() {
      inbox.poll();
    }

    @Arbiter
    public void look(J_Result seen) {
      seen.r1 = asked.chunks.get();
    }
  }

  /** The same, but the inlet looks whether it is its turn before it can be told. */
  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "asked once")
  @Outcome(expect = FORBIDDEN, desc = "not asked, or twice")
  @State
  public static class Broken {

    private final Asked asked = new Asked();
    private volatile boolean turn;
    private volatile boolean connected;

    @Actor
    public void sender() {
      boolean now = turn;
      connected = true;
      if (now) {
        asked.request(4);
      }
    }

    @Actor
    public void receiver() {
      turn = true;
      if (connected) {
        asked.request(4);
      }
    }

    @Arbiter
    public void look(J_Result seen) {
      seen.r1 = asked.chunks.get();
    }
  }
}
