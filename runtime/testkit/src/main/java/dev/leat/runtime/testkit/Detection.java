package dev.leat.runtime.testkit;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import reactor.blockhound.BlockHound;
import reactor.core.scheduler.NonBlocking;

/**
 * Whether BlockHound is at work in this JVM. It is installed once, and by whoever comes first; it
 * is not taken at its word, but has to see a call of a thread of ours each time.
 */
final class Detection {

  static final String ARG_LINE =
      "<argLine>-XX:+EnableDynamicAgentLoading -XX:+AllowRedefinitionToAddDeleteMethods</argLine>";

  private static final long PATIENCE_SECONDS = 10;

  private static final Object LOCK = new Object();

  /** Why it does not work, from the first time on: BlockHound tries only once. */
  private static String broken = "";

  private static boolean installed;

  /** Whether nobody had installed BlockHound before. */
  private static volatile boolean ours;

  private Detection() {}

  /** A thread that must not block, and does. */
  private static final class Probe extends Thread implements NonBlocking {

    private volatile boolean seen;

    Probe() {
      super("leat-blocking-probe");
      setDaemon(true);
    }

    @Override
    public void run() {
      LockSupport.parkNanos(1);
    }

    boolean isSeen() throws InterruptedException {
      start();
      join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      return seen;
    }
  }

  /** Fails, with the line that is missing, unless a blocking call is seen. */
  static void require() {
    synchronized (LOCK) {
      if (!installed) {
        installed = true;
        install();
      }
    }
    if (!probed()) {
      throw new IllegalStateException(
          """
          blocking calls cannot be detected in this JVM (%s%s). It needs two options. With Maven, in the configuration of maven-surefire-plugin:
          %s
          With Gradle: tasks.test { jvmArgs("-XX:+EnableDynamicAgentLoading", "-XX:+AllowRedefinitionToAddDeleteMethods") }\
          """
              .formatted(javaVersion(), broken, ARG_LINE));
    }
    requireAll(JdkCalls.missing());
  }

  /** Fails if a kind of calls could not be found in the JDK. */
  static void requireAll(List<String> missing) {
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "blocking calls cannot be detected completely in this JVM (%s): it has none of the internal methods that are known for %s. Run the tests on another JDK, or update leat-testkit"
              .formatted(javaVersion(), String.join(" and ", missing)));
    }
  }

  private static String javaVersion() {
    return "Java " + Runtime.version().feature();
  }

  private static void install() {
    ours = !probed();
    if (ours) {
      try {
        BlockHound.install();
      } catch (Throwable t) {
        broken = ": " + t;
      }
    }
  }

  private static boolean probed() {
    try {
      return new Probe().isSeen();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking whether detection works", e);
    }
  }

  static boolean isProbe(Thread thread) {
    return thread instanceof Probe;
  }

  /** Called on a probe. */
  static void seen() {
    if (Thread.currentThread() instanceof Probe probe) {
      probe.seen = true;
    }
  }

  static boolean isOurs() {
    return ours;
  }
}
