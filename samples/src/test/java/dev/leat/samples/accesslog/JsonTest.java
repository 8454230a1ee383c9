package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.TopK;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void shouldWriteErrorOnOneLineWithNullForWhatIsUnknown() {
    assertThat(Json.error(new ServerError("::1", "/a\"b\nc", 503, null, "team")))
        .isEqualTo(
            "{\"ip\":\"::1\",\"path\":\"/a\\\"b\\nc\",\"status\":503,\"network\":null,\"owner\":\"team\"}");
  }

  @Test
  void shouldWriteRejectedLineWithItsPlace() {
    DeadLetter letter = letter("parse", 1, new RejectedLineException("the line is empty"), false);

    assertThat(Json.rejected(letter))
        .isEqualTo(
            "{\"file\":\"a.log\",\"line\":3,\"offset\":70,\"reason\":\"the line is empty\",\"text\":\"t\\u0000\"}");
  }

  @Test
  void shouldSayThatTextOfRejectedLineWasCut() {
    DeadLetter letter = letter("lines", 0, new IOException("too long; see maxLine"), true);

    assertThat(Json.rejected(letter))
        .endsWith(
            "\"reason\":\"the line is longer than 1048576 bytes\",\"text\":\"t\\u0000\",\"truncated\":true}");
  }

  @Test
  void shouldWriteFailedElementWithTheCauseInWords() {
    Exception cause = new CompletionException(new IOException("Connection refused"));

    assertThat(Json.failed(letter("network", 3, cause, false)))
        .isEqualTo(
            "{\"file\":\"a.log\",\"line\":3,\"stage\":\"network\",\"attempts\":3,\"cause\":\"Connection refused\"}");
  }

  @Test
  void shouldNameTimeOuts() {
    assertThat(Json.reason(new TimeoutException())).isEqualTo("timed out");
    assertThat(Json.reason(new TimeoutException("after 2 s"))).isEqualTo("timed out: after 2 s");
    assertThat(Json.reason(new NullPointerException())).isEqualTo("NullPointerException");
  }

  @Test
  void shouldWriteSummary() {
    TopK<String> top = new TopK<>(List.of(new TopK.Entry<>("/", 2, 0)), true);
    Summary summary =
        new Summary(
            3, 1, 1, 0, 250, new TreeMap<>(Map.of(500, 1L, 200, 2L)), top, Duration.ofMillis(1250));

    assertThat(Json.summary(summary))
        .isEqualTo(
            "{\"lines\":4,\"parsed\":3,\"rejected\":1,\"errors\":1,\"failed\":0,\"bytes\":250,"
                + "\"status\":{\"200\":2,\"500\":1},\"topPaths\":[{\"path\":\"/\",\"count\":2}],"
                + "\"topPathsExact\":true,\"seconds\":1.25}");
  }

  @Test
  void shouldReadAnswerOfTheLookupService() throws Exception {
    assertThat(read("{\"a\":{\"network\":\"no\"},\"network\":\"10.0.0.0/8\",\"b\":[]}"))
        .isEqualTo("10.0.0.0/8");
    assertThat(read(Json.network("x"))).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"network\":1}",
        "{\"network\":\"x\"",
        "{\"network\":\"x\"} y",
        "\0"
      })
  void shouldRejectOtherAnswers(String answer) {
    assertThatThrownBy(() -> read(answer)).isInstanceOf(IOException.class);
  }

  private static String read(String answer) throws IOException {
    return Json.readNetwork(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static DeadLetter letter(String stage, int attempts, Exception cause, boolean truncated) {
    return new DeadLetter(
        "access-log", stage, new Position("a.log", 3, 70), attempts, cause, "t\0", truncated);
  }
}
