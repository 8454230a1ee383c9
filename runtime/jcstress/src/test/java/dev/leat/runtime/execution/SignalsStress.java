package dev.leat.runtime.execution;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two threads leave something to do and signal it: one of them drains, both see to it that
 * everything is done, and never both at a time.
 */
public class SignalsStress {

  /** What is to do, and what was done. Not thread-safe: only one at a time may drain. */
  private static final class Work {

    private int first;
    private int second;
    private int firstDone;
    private int secondDone;
    private int inside;
    private int together;

    private boolean drain() {
      together |= inside;
      inside = 1;
      firstDone |= first;
      secondDone |= second;
      inside = 0;
      return false;
    }

    private void report(III_Result done) {
      done.r1 = firstDone;
      done.r2 = secondDone;
      done.r3 = together;
    }
  }

  /** The engine's own. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "both done, by one at a time")
  @Outcome(expect = FORBIDDEN, desc = "lost, or done by two at a time")
  @State
  public static class Sound {

    private final Signals signals = new Signals();
    private final Work work = new Work();

    @Actor
    public void first() {
      work.first = 1;
      signal();
    }

    @Actor
    public void second() {
      work.second = 1;
      signal();
    }

    private void signal() {
      if (signals.raise()) {
        signals.drain(work::drain);
      }
    }

    @Arbiter
    public void look(III_Result done) {
      work.report(done);
    }
  }

  /** The same, but what comes while somebody drains is forgotten. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "both done, by one at a time")
  @Outcome(expect = FORBIDDEN, desc = "lost, or done by two at a time")
  @State
  public static class Broken {

    private final AtomicInteger unseen = new AtomicInteger();
    private final Work work = new Work();

    @Actor
    public void first() {
      work.first = 1;
      signal();
    }

    @Actor
    public void second() {
      work.second = 1;
      signal();
    }

    private void signal() {
      if (unseen.getAndIncrement() == 0) {
        drain(work::drain);
      }
    }

    private void drain(BooleanSupplier drain) {
      if (!drain.getAsBoolean()) {
        unseen.set(0);
      }
    }

    @Arbiter
    public void look(III_Result done) {
      work.report(done);
    }
  }
}
