package dev.leat.runtime.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Records every blocking call on a thread that must not block, before it is made to fail, because
 * what it throws may be caught on its way. As an extension it fails a test during which there was
 * one that the test did not {@linkplain #take() take}.
 */
public final class Violations
    implements BlockHoundIntegration, BeforeEachCallback, AfterEachCallback {

  private static final int MOST = 100;

  private static final Queue<String> RECORDED = new ConcurrentLinkedQueue<>();

  /** Called by BlockHound and JUnit. */
  public Violations() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.blockingMethodCallback(method -> {
      BlockingOperationError error = new BlockingOperationError(method);
      if (RECORDED.size() < MOST) {
        RECORDED.add(text(error));
      }
      throw error;
    });
  }

  private static String text(BlockingOperationError error) {
    StringBuilder text = new StringBuilder();
    text.append(error.getMethod()).append(" on ").append(Thread.currentThread().getName());
    Arrays.stream(error.getStackTrace())
        .limit(40)
        .forEach(frame -> text.append("\n    at ").append(frame));
    return text.toString();
  }

  /** What was recorded since this was asked last. */
  static List<String> take() {
    List<String> taken = new ArrayList<>();
    for (String text = RECORDED.poll(); text != null; text = RECORDED.poll()) {
      taken.add(text);
    }
    return taken;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    failIfAny("before");
  }

  @Override
  public void afterEach(ExtensionContext context) {
    failIfAny("during");
  }

  private static void failIfAny(String when) {
    List<String> taken = take();
    if (!taken.isEmpty()) {
      throw new AssertionError(
          "%d blocking calls %s the test:%n%s"
              .formatted(taken.size(), when, String.join("\n", taken)));
    }
  }
}
