package dev.leat.samples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code word-count}, as a process of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WordCountTest {

  @TempDir private Path folder;

  private Result run(String... arguments) throws Exception {
    return LeatProcess.in(folder).run(arguments);
  }

  private String file(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
    return name;
  }

  @Test
  void shouldFindWordsInAnyScript() {
    assertThat(Words.of("It's 2 naïve Straßen, e\u0301t\u00e9 -- \u4f60\u597d! \ud835\udc00x"))
        .containsExactly(
            "it", "s", "2", "naïve", "straßen", "e\u0301t\u00e9", "\u4f60\u597d", "\ud835\udc00x");
    assertThat(Words.of("")).isEmpty();
    assertThat(Words.of(" .,; ")).isEmpty();
  }

  @Test
  void shouldShowTheMostFrequentWordsAsATable() throws Exception {
    String text = file("a.txt", "the cat and the dog\nThe end.\n");

    Result result = run("run", "word-count", "--input", text, "--top", "2", "--no-progress");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("7 words").contains("3  the").contains("1  and");
    assertThat(result.out().lines()).hasSize(4);
  }

  @Test
  void shouldExplainAtTheEndWhatWasMeasured() throws Exception {
    String text = file("a.txt", "the cat and the dog\nThe end.\n");

    Result result = run("run", "word-count", "--input", text, "--explain", "--no-progress");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("7 words");
    assertThat(result.err())
        .startsWith("pipeline 'word-count': ")
        .containsPattern("words@WordCount.java:\\d+\\n.*\\n +measured: in 2, out 2, failed 0,")
        .containsPattern("(?m)^measured  \\d+ ms; ");
  }

  @Test
  void shouldCountAsAPlainLoopDoes() throws Exception {
    long seed = 7;
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i < 300_000; i++) {
      String word = "w" + (int) Math.sqrt(random.nextInt(1_000_000));
      expected.merge(word, 1L, Long::sum);
      text.append(word).append(random.nextInt(9) == 0 ? "\n" : " ");
    }
    List<Map.Entry<String, Long>> top =
        expected.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(50)
            .toList();

    Result result =
        run(
            "run",
            "word-count",
            "--input",
            file("b.txt", text.toString()),
            "--top",
            "50",
            "--json");

    StringBuilder entries = new StringBuilder();
    for (Map.Entry<String, Long> entry : top) {
      entries
          .append(entries.isEmpty() ? "" : ",")
          .append("{\"word\":\"%s\",\"count\":%d}".formatted(entry.getKey(), entry.getValue()));
    }
    assertThat(result.out())
        .as("seed %d", seed)
        .isEqualTo("{\"words\":300000,\"exact\":true,\"top\":[" + entries + "]}\n");
  }

  @Test
  void shouldCountNothingInAnEmptyFile() throws Exception {
    Result result = run("run", "word-count", "--input", file("empty.txt", ""), "--json");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("{\"words\":0,\"exact\":true,\"top\":[]}\n");
  }

  @Test
  void shouldReadGarbage() throws Exception {
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    Files.write(folder.resolve("garbage"), garbage);

    assertThat(run("run", "word-count", "--input", "garbage").exitCode()).isZero();
  }

  @Test
  void shouldSayWhatIsMissingOrWrong() throws Exception {
    Result missing = run("run", "word-count", "--input", "nowhere.txt");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("nowhere.txt").hasLineCount(1);

    Result none = run("run", "word-count");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--input");

    Result zero = run("run", "word-count", "--input", "a", "--top", "0");
    assertThat(zero.exitCode()).isEqualTo(2);
    assertThat(zero.err()).contains("'0' is not a whole number from 1 to 4096");
  }

  @Test
  void shouldExplainItsPlan() throws Exception {
    Result result = run("explain", "word-count", "--input", "a.txt");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("cpu", "words", "aggregate");
    assertThat(result.out().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
  }
}
