package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher {@code ./leat} in a source folder that holds nothing else, with a JDK that prints
 * how it is called and a Maven that makes empty files.
 */
class LauncherTest {

  private static final String JAVA =
      """
      #!/bin/sh
      printf 'locale %s\\n' "$LC_ALL"
      for argument; do printf '<%s>\\n' "$argument"; done
      exit 7
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      cd "$(dirname "$0")/../source" || exit 1
      echo "$JAVA_HOME" >>../builds
      until [ -e ../go ]; do sleep 0.01; done
      mkdir -p samples/target
      touch samples/target/leat-samples.jar samples/target/leat.built
      """;

  @TempDir private Path folder;
  private Path source;
  private Path jdk;

  @BeforeEach
  void prepare() throws IOException {
    folder = folder.toRealPath();
    source = Files.createDirectories(folder.resolve("source"));
    Files.createDirectories(source.resolve("samples/src/main"));
    Files.createFile(source.resolve("pom.xml"));
    Files.createDirectory(source.resolve(".mvn"));
    Files.createFile(source.resolve("samples/pom.xml"));
    Files.createDirectories(source.resolve("runtime/engine/src/main"));
    Files.createFile(source.resolve("runtime/engine/pom.xml"));
    script(source.resolve("leat"), Files.readString(Path.of("../leat")));
    jdk = jdk("jdk", "21.0.2");
    script(folder.resolve("bin/mvn"), MAVEN);
    Files.createFile(folder.resolve("go"));
  }

  private record Ended(int exitCode, List<String> out, String err) {}

  @Test
  void shouldBecomeTheJvm() throws Exception {
    Ended ended = run(Map.of("LEAT_OPTS", "-Xmx1g  -Da=b"), "source/leat", "run", "a b", "*");

    assertThat(ended.exitCode()).isEqualTo(7);
    assertThat(ended.out())
        .containsSubsequence("<-Xmx1g>", "<-Da=b>", "<-jar>", "<run>", "<a b>", "<*>")
        .contains("<" + source.resolve("samples/target/leat-samples.jar") + ">");
  }

  @Test
  void shouldBuildOnlyWhatIsNotBuilt() throws Exception {
    assertThat(run(Map.of(), "source/leat").err()).contains("building");

    assertThat(run(Map.of(), "source/leat").err()).isEmpty();
    assertThat(builds()).containsExactly(jdk.toString());

    Files.createFile(source.resolve("runtime/engine/src/main/New.java"));
    assertThat(run(Map.of(), "source/leat").err()).contains("building");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void shouldBuildOnceForTwoStarts() throws Exception {
    Files.delete(folder.resolve("go"));
    Process first = start(Map.of(), "one", "source/leat");
    Process second = start(Map.of(), "two", "source/leat");
    Waiting.until(() -> err("one").contains("waiting") || err("two").contains("waiting"));

    Files.createFile(folder.resolve("go"));

    assertThat(ended(first, "one").exitCode()).isEqualTo(7);
    assertThat(ended(second, "two").exitCode()).isEqualTo(7);
    assertThat(builds()).hasSize(1);
  }

  @Test
  void shouldWorkThroughLinks() throws Exception {
    Files.createSymbolicLink(folder.resolve("bin/leat"), Path.of("../link"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("source/leat"));

    Ended ended = run(Map.of(), "bin/leat", "list");

    assertThat(ended.out()).containsSubsequence("<-jar>", "<list>");
    assertThat(ended.err()).isEqualTo("leat: building, which takes a moment ...\n");
  }

  @Test
  void shouldPassOverAnOldJdk() throws Exception {
    Path old = jdk("old", "17.0.15");
    Files.createSymbolicLink(folder.resolve("bin/java"), jdk.resolve("bin/java"));

    run(Map.of("JAVA_HOME", old.toString()), "source/leat");

    assertThat(builds()).containsExactly(jdk.toString());
  }

  @Test
  void shouldSayThatTheBuildFailed() throws Exception {
    script(folder.resolve("bin/mvn"), "#!/bin/sh\nexit 3\n");

    Ended ended = run(Map.of(), "source/leat");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("the build failed");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void shouldEndLikeABuildThatIsInterrupted() throws Exception {
    script(folder.resolve("bin/mvn"), "#!/bin/sh\nexit 130\n");

    Ended ended = run(Map.of(), "source/leat");

    assertThat(ended.exitCode()).isEqualTo(130);
    assertThat(ended.err()).contains("the build was stopped").doesNotContain("failed");
  }

  @Test
  void shouldReadNamesOfAnyLanguageWithoutLocale() throws Exception {
    assertThat(run(Map.of(), "source/leat").out()).contains("locale C.UTF-8");
    assertThat(run(Map.of("LC_ALL", "C"), "source/leat").out()).contains("locale C.UTF-8");
    assertThat(run(Map.of("LC_ALL", "de_AT.UTF-8"), "source/leat").out())
        .contains("locale de_AT.UTF-8");
  }

  @Test
  void shouldLeaveNoStreamClosedForTheJvm() throws Exception {
    script(
        jdk.resolve("bin/java"),
        """
        #!/bin/bash
        case $* in *ArchiveClassesAtExit*) exit 0 ;; esac
        for i in 0 1 2; do true 9>&$i && echo "$i is open" >>"$HOME/streams"; done
        read -r line || echo 'nothing to read' >>"$HOME/streams"
        exit 7
        """);
    script(folder.resolve("closed"), "#!/bin/bash\nexec source/leat list <&- >&- 2>&-\n");

    assertThat(run(Map.of(), "closed").exitCode()).isEqualTo(7);

    assertThat(folder.resolve("streams"))
        .hasContent("0 is open\n1 is open\n2 is open\nnothing to read");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    script(home.resolve("bin/java"), JAVA);
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds"));
  }

  private String err(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".err"));
  }

  private Ended run(Map<String, String> environment, String... command) throws Exception {
    return ended(start(environment, "run", command), "run");
  }

  private Ended ended(Process process, String name) throws Exception {
    try {
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
      return new Ended(
          process.exitValue(), Files.readAllLines(folder.resolve(name + ".out")), err(name));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(Map<String, String> environment, String name, String... command)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    words.set(0, folder.resolve(command[0]).toString());
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.redirectOutput(folder.resolve(name + ".out").toFile());
    builder.redirectError(folder.resolve(name + ".err").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
