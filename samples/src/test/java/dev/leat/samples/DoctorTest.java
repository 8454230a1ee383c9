package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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
      Waiting.until(() -> {
        int exitCode = doctor("tcp-ingest");
        return exitCode == 0 || err.toString().contains("several processes");
      });

      assertThat(out + " " + err)
          .containsAnyOf("job 'tcp-ingest' is RUNNING", Long.toString(process.pid()));
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
