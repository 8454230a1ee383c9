package dev.leat.runtime.execution;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.leat.runtime.scheduler.Timers;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A task sends a chunk without waking its receiver, while a timer goes off that reminds of the
 * chunk before: the receiver is woken for both, or there will be another reminder. Else the second
 * chunk would wait until the task has nothing else to do.
 */
public class QuietSendStress {

  /** Remembers what it was asked to do later. */
  private static final class Reminders implements Timers {

    private volatile Runnable last = () -> {};
    private final AtomicInteger set = new AtomicInteger();

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public double random() {
      return 0;
    }

    @Override
    public Timer schedule(long delayNanos, Runnable action) {
      last = action;
      set.incrementAndGet();
      return () -> {};
    }
  }

  /** The engine's own. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "not woken for the second, and no reminder")
  @Outcome(expect = ACCEPTABLE, desc = "woken for both, or reminded again, or both")
  @State
  public static class Sound {

    private final Reminders reminders = new Reminders();
    private final Inbox inbox = new Inbox(this::woken);
    private final Port port = new Port(() -> {});
    private final Reminder reminder = new Reminder(reminders, port::isQuiet, port::wakeReceivers);
    private final Runnable set;
    private volatile int wokenForBoth;

    public Sound() {
      port.connect(inbox.inlet(4, 1, 1));
      port.open();
      port.sendQuietly(Chunks.of(1));
      reminder.arm();
      set = reminders.last;
    }

    private void woken() {
      if (inbox.waiting() == 2) {
        wokenForBoth = 1;
      }
    }

    @Actor
    public void task() {
      port.sendQuietly(Chunks.of(1));
      reminder.arm();
    }

    @Actor
    public void timer() {
      set.run();
    }

    @Arbiter
    public void look(II_Result seen) {
      seen.r1 = wokenForBoth;
      seen.r2 = reminders.set.get() - 1;
    }
  }

  /** The same, but the timer says that it is over only when it has woken the receiver. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "not woken for the second, and no reminder")
  @Outcome(expect = ACCEPTABLE, desc = "woken for both, or reminded again, or both")
  @State
  public static class Broken {

    private volatile int sent = 1;
    private volatile boolean reminded = true;
    private volatile int wokenForBoth;
    private volatile int again;

    @Actor
    public void task() {
      sent = 2;
      if (!reminded) {
        again = 1;
      }
    }

    @Actor
    public void timer() {
      wokenForBoth = sent == 2 ? 1 : 0;
      reminded = false;
    }

    @Arbiter
    public void look(II_Result seen) {
      seen.r1 = wokenForBoth;
      seen.r2 = again;
    }
  }
}
