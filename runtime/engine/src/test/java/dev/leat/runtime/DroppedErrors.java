package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.JobException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests during which something was logged as an error: that of a thread, a task or
 * a publisher which had nobody to tell. Found by JUnit, which detects extensions here.
 */
public final class DroppedErrors implements BeforeAllCallback, AfterAllCallback {

  /** The message of an error that a test throws where nobody is told. */
  static final String ON_PURPOSE = "thrown on purpose";

  private static final Logger ROOT = Logger.getLogger("");

  private final Queue<LogRecord> errors = new ConcurrentLinkedQueue<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (entry.getLevel().intValue() >= Level.SEVERE.intValue() && !isOnPurpose(entry)) {
            errors.add(entry);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** Called by JUnit. */
  public DroppedErrors() {}

  private static boolean isOnPurpose(LogRecord entry) {
    Throwable thrown = entry.getThrown();
    return thrown != null && ON_PURPOSE.equals(thrown.getMessage());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    errors.clear();
    ROOT.addHandler(handler);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    ROOT.removeHandler(handler);
    for (LogRecord error : errors) {
      throw new AssertionError("dropped: " + error.getMessage(), error.getThrown());
    }
  }

  /** Checks that the engine itself did nothing wrong while it ended a job that had failed. */
  static void assertNoneSuppressed(JobException failure) {
    assertThat(failure.getSuppressed())
        .noneMatch(more -> String.valueOf(more.getMessage()).startsWith("internal error"));
  }
}
