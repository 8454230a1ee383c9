package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Asking running processes what their jobs do. */
class DoctorTest {

  @TempDir private Path folder;

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int doctor(String target) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine line = Leat.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute("doctor", target);
  }

  private LeatProcess ingest() throws Exception {
    LeatProcess process =
        LeatProcess.in(folder)
            .jvm("-XX:+UsePerfData")
            .start("run", "tcp-ingest", "--json", "--output", "out");
    Waiting.until(() -> process.out().contains("listening on "));
    return process;
  }

  @Test
  void shouldShowWhatTheJobsOfAProcessDo() throws Exception {
    try (LeatProcess process = ingest()) {
      Waiting.until(() -> doctor(Long.toString(process.pid())) == 0);

      assertThat(out.toString())
          .contains("pipeline 'tcp-ingest': ", "segment 0: ", "measured: in 0,")
          .contains("job 'tcp-ingest' is RUNNING for ");
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void shouldFindTheProcessThatRunsASample() throws Exception {
    try (LeatProcess process = ingest()) {
      Waiting.until(() -> doctor("tcp-ingest") == 0); // while nobody else runs the sample too

      assertThat(process.out()).contains("listening on ");
      assertThat(out.toString()).contains("job 'tcp-ingest' is RUNNING for ");
      assertThat(err.toString()).isEmpty();
    }
  }

  /** A job whose stage sleeps on its event loop. */
  static final class Sleeper {

    private Sleeper() {}

    public static void main(String[] args) {
      try (LocalRuntime runtime = LocalRuntime.create()) {
        runtime.run(
            Pipeline.named("asleep")
                .from(Sources.range(0, 200))
                .io("ask", n -> CompletableFuture.completedFuture(slept(n)))
                .to(Sinks.discard()));
      }
    }

    private static Long slept(Long element) throws InterruptedException {
      Thread.sleep(200);
      return element;
    }
  }

  @Test
  void shouldShowWhatIsFoundAndTheStackOfTheStageThatHoldsUpTheOthers() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      Waiting.until(
          () -> doctor(Long.toString(process.pid())) == 0 && out.toString().contains("finding   "));

      assertThat(out.toString())
          .contains("finding   stage 'ask' (io, event loop) ")
          .containsPattern("  ask.* is in its own code, see below.*  <== waits for no other stage")
          .containsPattern(
              "thread 'leat-loop-.*' \\(timed waiting\\) works for stage 'ask'\\R    at ")
          .contains("    at dev.leat.samples.DoctorTest$Sleeper.slept(DoctorTest.java:");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldSayThatThereIsNoSuchProcess() {
    assertThat(doctor("999999999")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("leat: there is no process 999999999\n");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has neither su nor a process of root")
  void shouldNotAskAProcessOfAnotherUser() throws Exception {
    String user = ProcessHandle.current().info().user().orElseThrow();
    if (user.equals("root")) {
      Process other =
          new ProcessBuilder("su", "-s", "/bin/sh", "nobody", "-c", "echo $$; exec sleep 30")
              .start();
      try (BufferedReader lines = other.inputReader()) {
        assertThat(doctor(lines.readLine())).isEqualTo(1);
        assertThat(err.toString())
            .endsWith(" belongs to nobody; only processes of the same user (root) can be asked\n");
        assertThat(other.isAlive()).isTrue();
      } finally {
        other.destroy();
      }
    } else {
      assertThat(doctor("1")).isEqualTo(1);
      assertThat(err.toString())
          .contains(
              "process 1 belongs to root; only processes of the same user (%s) can be asked"
                  .formatted(user));
    }
  }

  @Test
  void shouldNotAskAProcessThatIsNoJvm() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "30").start();
    try {
      assertThat(doctor(Long.toString(sleep.pid()))).isEqualTo(1);
      assertThat(err.toString()).endsWith(" is no JVM, so it runs no job of Leat\n");
      assertThat(sleep.isAlive()).isTrue();
    } finally {
      sleep.destroyForcibly();
    }
  }

  @Test
  void shouldSayThatAJvmRunsNoJob() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                "--execution",
                "local")
            .start();
    try {
      long pid = other.pid();
      Waiting.until(() -> {
        doctor(Long.toString(pid));
        return err.toString()
            .contains("runs no job of Leat, or one in a runtime without a watchdog");
      });
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void shouldSayThatItIsNeitherASampleNorAProcess() {
    assertThat(doctor("nothing")).isEqualTo(Leat.WRONG_COMMAND_LINE);
    assertThat(err.toString())
        .contains("'nothing' is neither a sample nor the number of a process");
  }
}
