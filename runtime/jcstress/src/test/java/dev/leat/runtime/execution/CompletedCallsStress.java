package dev.leat.runtime.execution;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two threads hand over calls with their results, and one of them takes what there is, as a task
 * does that completes a call itself: each call is taken once, with its result, and whoever finds
 * nothing before itself says so, so that the taker is woken.
 */
public class CompletedCallsStress {

  /** The engine's own. */
  @JCStressTest
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "taken together")
  @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "one taken before the other came")
  @Outcome(expect = FORBIDDEN, desc = "lost, taken twice, without result, or nobody is woken")
  @State
  public static class Sound {

    private final CompletedCalls calls = new CompletedCalls();
    private final Call one = Chunks.call();
    private final Call two = Chunks.call();
    private int onesTaken;
    private int twosTaken;
    private volatile int oneWoke;
    private volatile int twoWoke;

    @Actor
    public void first() {
      one.result = "1";
      oneWoke = calls.push(one) ? 1 : 0;
    }

    @Actor
    public void second() {
      two.result = "2";
      twoWoke = calls.push(two) ? 1 : 0;
      take();
    }

    private void take() {
      for (Call call = calls.takeAll(); call != null; call = call.nextCompleted) {
        onesTaken += call == one && "1".equals(call.result) ? 1 : 0;
        twosTaken += call == two && "2".equals(call.result) ? 1 : 0;
      }
    }

    @Arbiter
    public void look(III_Result seen) {
      take();
      seen.r1 = onesTaken;
      seen.r2 = twosTaken;
      seen.r3 = oneWoke + twoWoke;
    }
  }

  /** The same, but calls are put on top, and taken, without looking whether one came meanwhile. */
  @JCStressTest
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "taken together")
  @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "one taken before the other came")
  @Outcome(expect = FORBIDDEN, desc = "lost, taken twice, without result, or nobody is woken")
  @State
  public static class Broken {

    private final AtomicReference<@Nullable Call> top = new AtomicReference<>();
    private final Call one = Chunks.call();
    private final Call two = Chunks.call();
    private int onesTaken;
    private int twosTaken;
    private volatile int oneWoke;
    private volatile int twoWoke;

    private int push(Call call) {
      call.nextCompleted = top.get();
      top.set(call);
      return call.nextCompleted == null ? 1 : 0;
    }

    @Actor
    public void first() {
      oneWoke = push(one);
    }

    @Actor
    public void second() {
      twoWoke = push(two);
      take();
    }

    private void take() {
      Call taken = top.get();
      top.set(null);
      for (Call call = taken; call != null; call = call.nextCompleted) {
        onesTaken += call == one ? 1 : 0;
        twosTaken += call == two ? 1 : 0;
      }
    }

    @Arbiter
    public void look(III_Result seen) {
      take();
      seen.r1 = onesTaken;
      seen.r2 = twosTaken;
      seen.r3 = oneWoke + twoWoke;
    }
  }
}
