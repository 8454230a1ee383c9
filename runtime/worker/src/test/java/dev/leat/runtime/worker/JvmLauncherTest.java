package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JvmLauncherTest {

  private static final String HOME = System.getProperty("java.home");

  private static void check(String home, String classPath, boolean named, boolean ownLoader)
      throws WorkerStartException {
    JvmLauncher.of(
            "test",
            "stage",
            Pools.plain((String text) -> text),
            Pools.policy(1),
            new JvmLauncher.Surroundings(home, classPath, Path.of("/"), named, ownLoader))
        .check();
  }

  @Test
  void shouldAcceptAPlainClassPath() {
    assertThatCode(() -> check(HOME, "a.jar", false, true)).doesNotThrowAnyException();
  }

  @Test
  void shouldSayWhatDoesNotFit() {
    assertThatThrownBy(() -> check(HOME, "a.jar", true, true)).hasMessageContaining("module path");
    assertThatThrownBy(() -> check(HOME, "a.jar", false, false))
        .hasMessageContaining("nested jars");
    assertThatThrownBy(() -> check(HOME, "", false, true)).hasMessageContaining("java.class.path");
    assertThatThrownBy(() -> check("/no/such/java", "a.jar", false, true))
        .hasMessageContaining("/no/such/java/bin/java");
  }
}
