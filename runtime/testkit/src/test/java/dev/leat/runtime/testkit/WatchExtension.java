package dev.leat.runtime.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Does for every test what {@link LeatTest} does for those that bear it. It is how the tests of the
 * engine, which cannot know the testkit, run once more under its eyes; see the {@code pom.xml}.
 * Found by JUnit where extensions are detected.
 */
public final class WatchExtension implements BeforeEachCallback, AfterEachCallback {

  private final LeatTestExtension watch = new LeatTestExtension();

  /** Called by JUnit. */
  public WatchExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    watch.beforeEach(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    watch.afterEach(context);
  }
}
