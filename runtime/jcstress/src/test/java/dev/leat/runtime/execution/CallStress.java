package dev.leat.runtime.execution;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two threads complete one call: one of them is told that it was the first, and its result stays.
 */
public class CallStress {

  /** The engine's own. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first thread's")
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the second thread's")
  @Outcome(expect = FORBIDDEN, desc = "completed twice, never, or with the other's result")
  @State
  public static class Sound {

    private final Call call = Chunks.call();

    @Actor
    public void first(III_Result seen) {
      seen.r1 = call.complete(1, null) ? 1 : 0;
    }

    @Actor
    public void second(III_Result seen) {
      seen.r2 = call.complete(2, null) ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result seen) {
      seen.r3 = call.result instanceof Integer result ? result : 0;
    }
  }

  /** The same, but whether it is complete is only looked at before. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first thread's")
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the second thread's")
  @Outcome(expect = FORBIDDEN, desc = "completed twice, never, or with the other's result")
  @State
  public static class Broken {

    private volatile boolean completed;
    private @Nullable Object result;

    private int complete(int value) {
      if (completed) {
        return 0;
      }
      completed = true;
      result = value;
      return 1;
    }

    @Actor
    public void first(III_Result seen) {
      seen.r1 = complete(1);
    }

    @Actor
    public void second(III_Result seen) {
      seen.r2 = complete(2);
    }

    @Arbiter
    public void look(III_Result seen) {
      seen.r3 = result instanceof Integer value ? value : 0;
    }
  }
}
