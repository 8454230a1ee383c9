package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Whether detection works is found out, in JVMs with and without the options that it needs. */
class DetectionTest {

  private static final List<String> OPTIONS =
      List.of("-XX:+EnableDynamicAgentLoading", "-XX:+AllowRedefinitionToAddDeleteMethods");

  /** Runs a test in a JVM and prints its failures. */
  static final class InAJvm {

    private InAJvm() {}

    public static void main(String[] arguments) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(Idle.class))
                  .build(),
              listener);
      listener
          .getSummary()
          .getFailures()
          .forEach(failure -> System.out.println("failed: " + failure.getException()));
      System.out.println("passed: " + listener.getSummary().getTestsSucceededCount());
      System.exit(0);
    }
  }

  /** Two tests that need nothing but that calls are watched. */
  @LeatTest
  static class Idle {

    @Test
    void shouldBeWatched() {}

    @Test
    void shouldBeWatchedAsWell() {}
  }

  private static String output(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-Xmx256m", "-cp", classPath(), InAJvm.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return text;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Without the listener that installs BlockHound on its own: users do not have it. */
  private static String classPath() {
    String ours = System.getProperty("java.class.path");
    String[] entries =
        System.getProperty("surefire.test.class.path", ours).split(File.pathSeparator);
    return String.join(
        File.pathSeparator,
        List.of(entries).stream().filter(entry -> !entry.contains("blockhound-junit")).toList());
  }

  @Test
  void shouldFailEveryTestWithTheSettingThatIsMissing() throws Exception {
    String output = output(List.of());

    assertThat(output)
        .contains("passed: 0")
        .contains("blocking calls cannot be detected in this JVM")
        .contains(
            "<argLine>-XX:+EnableDynamicAgentLoading -XX:+AllowRedefinitionToAddDeleteMethods</argLine>");
    assertThat(output.split("failed: ", -1)).hasSize(3);
  }

  @Test
  void shouldWorkWithTheSetting() throws Exception {
    assertThat(output(OPTIONS)).contains("passed: 2").doesNotContain("failed: ");
  }

  @Test
  void shouldKnowCallsOfEachKindInThisJdk() {
    assertThat(JdkCalls.missing()).isEmpty();
  }

  @Test
  void shouldNameWhatAnotherJdkDoesNotHave() {
    Map<String, Map<String, Set<String>>> calls =
        Map.of(
            "connecting", Map.of("sun.nio.ch.NioSocketImpl", Set.of("connectByThought")),
            "flying", Map.of("sun.nio.ch.Wings", Set.of("flap0")),
            "sleeping", Map.of("java.lang.Thread", Set.of("sleep")));

    assertThat(JdkCalls.missing(calls)).containsExactly("connecting", "flying");
  }

  @Test
  void shouldFailWhereCallsOfAKindCannotBeSeen() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Detection.requireAll(List.of("connecting", "looking up names")))
        .withMessageContaining(
            "none of the internal methods that are known for connecting and looking up names");
  }

  @Test
  void shouldHaveTheSettingInTheGuide() throws Exception {
    assertThat(Path.of("../../docs/guide/testing.md")).content().contains(Detection.ARG_LINE);
  }
}
