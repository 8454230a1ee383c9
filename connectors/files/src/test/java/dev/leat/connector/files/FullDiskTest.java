package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.connector.SinkWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that may not write files of more than 64 KiB, or that die while they write. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no ulimit")
class FullDiskTest {

  @TempDir private Path folder;

  @Test
  void shouldSayWhatCannotBeWrittenAndCleanUp() throws Exception {
    Process child = start("ulimit -f 64; exec \"$@\"", "fill");

    String message = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(message)
        .startsWith("cannot write '%s': ".formatted(folder.resolve("out.log")))
        .contains("File too large");
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldRefuseAFileOfAnotherProcessUntilThatIsKilled() throws Exception {
    Path file = folder.resolve("out.log");
    Process child = start("exec \"$@\"", "hold");
    assertThat(child.inputReader().readLine()).isEqualTo("holding");

    Throwable refused = null;
    try {
      FileSinkTest.open(FileSink.lines(file));
    } catch (IOException e) {
      refused = e;
    }
    child.destroyForcibly().waitFor();
    assertThat(refused).hasMessageContaining("is being written by another job");
    assertThat(names()).containsExactly("out.log.tmp");

    FileSinkTest.commit(FileSinkTest.open(FileSink.lines(file)));
    assertThat(names()).containsExactly("out.log");
  }

  private Process start(String script, String mode) throws IOException {
    return new ProcessBuilder(
            "bash",
            "-c",
            script,
            "bash",
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            mode,
            folder.resolve("out.log").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Writes until it cannot, or holds a file until it is killed. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      SinkWriter<String> writer = FileSinkTest.open(FileSink.lines(Path.of(arguments[1])));
      if (arguments[0].equals("hold")) {
        writer.write(List.of("x".repeat(100_000)));
        System.out.println("holding");
        System.in.read();
        return;
      }
      try {
        writer.write(List.of("x".repeat(1_000_000)));
        System.out.println("written");
      } catch (IOException e) {
        System.out.println(e.getMessage());
        writer.abort();
      }
      writer.close();
    }
  }
}
