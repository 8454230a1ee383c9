package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WatchExtensionTest {

  /** Where Surefire looks for the tests of the engine; without them it would run none, silently. */
  @Test
  void shouldHaveTheTestsOfTheEngineToWatch() {
    assertThat(Path.of("../engine/target/test-classes/dev/leat/runtime/RandomPipelineTest.class"))
        .isRegularFile();
  }
}
