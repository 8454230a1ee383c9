package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LeatTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "help",
        "help run",
        "help run access-log",
        "help help",
        "help --help",
        "run --help",
        "run access-log --help",
        "run access-log --concurrency 3 -h",
        "explain --help",
        "explain access-log --help",
        "doctor --help",
        "list --help",
        "test --help"
      })
  void shouldShowHelpOnStandardOutput(String line) {
    assertThat(leat(line)).isZero();
    assertThat(out.toString())
        .startsWith(line.equals("--help") ? "Leat:" : "")
        .contains("Usage: leat");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldListCommandsInHelp() {
    leat("help");

    assertThat(out.toString())
        .contains("run", "explain", "doctor", "list", "test", "bench", "help", "--version", "143");
  }

  @Test
  void shouldShowVersion() {
    assertThat(leat("--version")).isZero();
    assertThat(out.toString())
        .startsWith("leat ")
        .contains("(Java " + System.getProperty("java.version") + ")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain access-log",
        "explain blocking-demo",
        "explain concurrency-tour",
        "explain concurrency-tour --job computing --model forked_python",
        "explain poison",
        "explain python-score --workers 3",
        "explain tcp-ingest",
        "explain word-count --input pom.xml"
      })
  void shouldExplainEverySample(String command) {
    assertThat(leat(command)).isZero();
    assertThat(out.toString()).contains("segment 0: ", "memory    at worst ", "threads   ");
  }

  @Test
  void shouldListSamples() {
    assertThat(leat("list")).isZero();
    assertThat(out.toString().strip())
        .startsWith("access-log       Find the server errors")
        .contains("blocking-demo    Run a pipeline with four wrong declarations")
        .contains("concurrency-tour Measure a job that waits")
        .contains("poison           Compute in worker processes")
        .contains("python-score     Screen names with a Python function")
        .contains("tcp-ingest       Take JSON objects")
        .contains("word-count       Count the words")
        .hasLineCount(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|leat: no command given; see 'leat --help'",
        "rnu|leat: unknown command 'rnu' (did you mean 'run'?); see 'leat --help'",
        "frobnicate|leat: unknown command 'frobnicate'; see 'leat --help'",
        "help frobnicate|leat: unknown command 'frobnicate'; see 'leat --help'",
        "help run acess-log|leat: unknown sample 'acess-log' (did you mean 'access-log'?); see 'leat run --help'",
        "run|leat: no sample given; 'leat list' shows them; see 'leat run --help'",
        "run acess-log|leat: unknown sample 'acess-log' (did you mean 'access-log'?); see 'leat run --help'",
        "explain other|leat: unknown sample 'other'; see 'leat explain --help'",
        "run access-log --concurency 3|leat: unknown option '--concurency' (did you mean '--concurrency'?); see 'leat run access-log --help'",
        "run access-log --concurency=3|leat: unknown option '--concurency' (did you mean '--concurrency'?); see 'leat run access-log --help'",
        "run access-log -x|leat: unknown option '-x'; see 'leat run access-log --help'",
        "run access-log b.log|leat: there is no place for the argument 'b.log' (a pattern has to be quoted); see 'leat run access-log --help'",
        "run python-score --lines 0|leat: --lines must be at least 1, but is 0; see 'leat run python-score --help'",
        "run python-score --input nothing.txt|leat: --input: there is no file 'nothing.txt'; see 'leat run python-score --help'",
        "run concurrency-tour --seconds 0|leat: --seconds must be from 0.05 to 60, but is 0.0; see 'leat run concurrency-tour --help'",
        "run concurrency-tour --seconds NaN|leat: --seconds must be from 0.05 to 60, but is NaN; see 'leat run concurrency-tour --help'",
        "explain concurrency-tour --model loop|leat: LOOP is no pipeline; choose one of [ONE_THREAD, THREADS, EVENT_LOOP, COROUTINES, TWO_COROUTINES, POOL, FORKED_JVMS, FORKED_PYTHON]; see 'leat explain concurrency-tour --help'",
        "list --foo|leat: unknown option '--foo'; see 'leat list --help'"
      })
  void shouldSayInOneLineWhatIsWrong(String line, String message) {
    assertThat(leat(line)).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo(message);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "1.5", "", "4097", "99999999999"})
  void shouldRefuseBadNumbers(String number) {
    int exitCode = leatArguments("run", "access-log", "--concurrency", number);

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString().strip())
        .hasLineCount(1)
        .contains("--concurrency", "'" + number + "' is not a whole number from 1 to 4096");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--output", "--input", "--parallelism"})
  void shouldRefuseOptionWithoutItsValue(String option) {
    assertThat(leat("run access-log " + option)).isEqualTo(2);
    assertThat(err.toString().strip()).hasLineCount(1).contains(option);
  }

  @Test
  void shouldRefuseAFolderWithoutName() {
    assertThat(leatArguments("run", "access-log", "--output", "")).isEqualTo(2);
    assertThat(err.toString().strip())
        .hasLineCount(1)
        .contains("--output", "must not be empty", "leat run access-log --help");
  }

  @Test
  void shouldRefuseACompressedInputThatAPlainLoopWouldNotRead(@TempDir Path folder)
      throws Exception {
    Path input = Files.writeString(folder.resolve("names.gz"), "");

    assertThat(leatArguments("run", "python-score", "--input", input.toString())).isEqualTo(2);
    assertThat(err.toString().strip())
        .hasLineCount(1)
        .contains("'" + input + "' is compressed", "uncompress it first");
  }

  @Test
  void shouldRefuseInputInOutputFolder(@TempDir Path folder) throws Exception {
    Path input = Files.createDirectories(folder.resolve("out")).resolve("a.log");
    Files.writeString(input, "");

    int exitCode =
        leatArguments(
            "run", "access-log", "--input", input.toString(), "--output", folder + "/x/../out");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString().strip()).hasLineCount(1).contains(input.toString(), "--output");
    assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/a.log");
  }

  private int leat(String line) {
    return line.isEmpty() ? leatArguments() : leatArguments(line.split(" "));
  }

  private int leatArguments(String... arguments) {
    CommandLine line = Leat.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int exitCode = line.execute(arguments);
    line.getOut().flush();
    return exitCode;
  }
}
