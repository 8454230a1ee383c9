package dev.leat.runtime.execution;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads let go of a range after each has written what it delivered: the lane is told once,
 * and whoever tells it sees what both have written.
 */
public class AckStress {

  /** Counts what it is told, and looks at what was delivered. */
  private static final class Told implements Ack.Lane {

    private int first;
    private int second;
    private int times;
    private int seen;

    @Override
    public void completed() {
      times++;
      seen = first + second;
    }

    @Override
    public String name() {
      return "lane";
    }
  }

  /** The engine's own. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "told once, of all")
  @Outcome(expect = FORBIDDEN, desc = "told never, twice or too early")
  @State
  public static class Sound {

    private final Told lane = new Told();
    private final Ack range = new Ack(lane, 0, 2);

    public Sound() {
      range.retain();
    }

    @Actor
    public void first() {
      lane.first = 1;
      range.release();
    }

    @Actor
    public void second() {
      lane.second = 1;
      range.release();
    }

    @Arbiter
    public void look(II_Result told) {
      told.r1 = lane.times;
      told.r2 = lane.seen;
    }
  }

  /** The same, but counted without care. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "told once, of all")
  @Outcome(expect = FORBIDDEN, desc = "told never, twice or too early")
  @State
  public static class Broken {

    private final Told lane = new Told();
    private int holders = 2;

    @Actor
    public void first() {
      lane.first = 1;
      release();
    }

    @Actor
    public void second() {
      lane.second = 1;
      release();
    }

    private void release() {
      holders--;
      if (holders == 0) {
        lane.completed();
      }
    }

    @Arbiter
    public void look(II_Result told) {
      told.r1 = lane.times;
      told.r2 = lane.seen;
    }
  }
}
