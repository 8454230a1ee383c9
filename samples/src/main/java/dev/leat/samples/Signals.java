package dev.leat.samples;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Hands SIGINT, SIGTERM and SIGHUP to a run: the first one drains it, the second one aborts it and
 * ends the process.
 *
 * <p>A shutdown hook would not do: while hooks run, the JVM ignores further signals. Where signals
 * cannot be handled, they end the process at once, without results.
 */
public final class Signals {

  private static final Duration TO_ABORT = Duration.ofMillis(700);

  private final Stop stop;
  private final IntConsumer halt;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode;

  private Signals(Stop stop, IntConsumer halt) {
    this.stop = stop;
    this.halt = halt;
  }

  private enum Signal {
    HUP(129),
    INT(130),
    TERM(143);

    final int exitCode;

    Signal(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  /** From now on signals go to {@code stop}. */
  public static Signals handle(Stop stop) {
    Signals signals = new Signals(stop, Runtime.getRuntime()::halt);
    for (Signal signal : Signal.values()) {
      ProcessSignal.handle(signal.name(), () -> signals.received(signal));
    }
    return signals;
  }

  /** The exit code of the process: 0, or what the first signal says. */
  public int exitCode() {
    return exitCode;
  }

  /** The run has ended, so a second signal need not wait for it. */
  public void ended() {
    ended.countDown();
  }

  /** Called by a new thread for each signal. */
  private void received(Signal signal) {
    synchronized (this) {
      exitCode = exitCode == 0 ? signal.exitCode : exitCode;
    }
    if (stop.request("SIG" + signal.name())) {
      return;
    }
    Thread abort = new Thread(stop::abort, "leat-abort");
    abort.setDaemon(true);
    abort.start();
    try {
      if (ended.await(TO_ABORT.toMillis(), TimeUnit.MILLISECONDS)) {
        return; // the process ends by itself, with its last messages
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    halt.accept(exitCode);
  }
}
