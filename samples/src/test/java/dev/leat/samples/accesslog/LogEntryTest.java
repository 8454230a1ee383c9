package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.bytes.Line;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogEntryTest {

  private static final String FRANK =
      "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif?a=1&b HTTP/1.0\" 200 2326"
          + " \"http://www.example.com/start.html\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\"";

  @Test
  void shouldReadAllFields() throws Exception {
    LogEntry entry = LogEntry.parse(Line.of(FRANK));

    assertThat(fields(entry))
        .containsExactly(
            "127.0.0.1",
            "-",
            "frank",
            "10/Oct/2000:13:55:36 -0700",
            "GET",
            "/apache_pb.gif?a=1&b",
            "HTTP/1.0",
            "200",
            "2326",
            "http://www.example.com/start.html",
            "Mozilla/4.08 [en] (Win98; I ;Nav)");
  }

  @Test
  void shouldReadIpv6Addresses() throws Exception {
    assertThat(parse(FRANK.replace("127.0.0.1", "2001:db8::ff00:42:8329")).address())
        .isEqualTo("2001:db8::ff00:42:8329");
  }

  @Test
  void shouldReadHyphenAsNoBytes() throws Exception {
    assertThat(parse(FRANK.replace("2326", "-")).bytes()).isZero();
  }

  @Test
  void shouldKeepEscapedQuotesInTexts() throws Exception {
    LogEntry entry =
        parse(FRANK.replace("Mozilla", "Say \\\"hi\\\" \\\\").replace("/apache", "/a\\\"b"));

    assertThat(entry.userAgent()).isEqualTo("Say \\\"hi\\\" \\\\/4.08 [en] (Win98; I ;Nav)");
    assertThat(entry.path()).isEqualTo("/a\\\"b_pb.gif?a=1&b");
  }

  @Test
  void shouldEndATextBehindAnEvenNumberOfBackslashes() throws Exception {
    assertThat(parse(FRANK.replace("Nav)", "Nav)\\\\")).userAgent()).endsWith("Nav)\\\\");
    assertThat(parse(FRANK.replace("\"Mozilla", "\"\\\"Mozilla")).userAgent())
        .startsWith("\\\"Mozilla");
  }

  @Test
  void shouldTakeSpacesOfTheTargetAlong() throws Exception {
    assertThat(parse(FRANK.replace("/apache_pb.gif", "/my file.gif")).path())
        .isEqualTo("/my file.gif?a=1&b");
  }

  @Test
  void shouldReplaceMalformedUtf8InTexts() throws Exception {
    byte[] bytes = FRANK.replace("frank", "fr\u00e4nk").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(LogEntry.parse(new Line(bytes, 0, bytes.length)).user()).isEqualTo("fr\ufffdnk");
  }

  @Test
  void shouldReadLineInsideOfABlock() throws Exception {
    byte[] bytes = ("junk\n" + FRANK + "\njunk \"").getBytes(StandardCharsets.UTF_8);

    LogEntry entry = LogEntry.parse(new Line(bytes, 5, FRANK.length()));

    assertThat(entry.userAgent()).isEqualTo("Mozilla/4.08 [en] (Win98; I ;Nav)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1 - frank|127.0.0.1-frank|the time",
        "127.0.0.1|''|no client address",
        "[10/Oct/2000:13:55:36 -0700]|10/Oct/2000:13:55:36 -0700|the time",
        "10/Oct/2000:13:55:36|10 Oct 2000 13:55:36|the time",
        "GET /apache_pb.gif?a=1&b HTTP/1.0|-|the request",
        "GET /apache_pb.gif?a=1&b HTTP/1.0|GET HTTP/1.0|the request",
        "GET /apache_pb.gif?a=1&b HTTP/1.0|GET /|the request",
        "\" 200|\" 20x|the status",
        "0 2326|00 2326|no space before the number of bytes",
        "\" 200|\" 099|the status",
        "\" 200|\" -|the status",
        "2326|1e3|the number of bytes",
        "2326|12345678901234567890|the number of bytes",
        "start.html\"|start.html|no space before the user agent",
        "Nav)\"|Nav)|closing quote of the user agent",
        "Nav)\"|Nav)\\\"|closing quote of the user agent",
        "Nav)\"|Nav)\" 0.003|text after the user agent"
      })
  void shouldSayWhyLineIsRejected(String part, String replacement, String reason) {
    assertThatThrownBy(() -> parse(FRANK.replace(part, replacement)))
        .isInstanceOf(RejectedLineException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"", "\\", "\0\0\0", "- - - [", "a b c []"})
  void shouldRejectFragments(String line) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(RejectedLineException.class);
  }

  @Test
  void shouldRejectEveryProperBeginningOfALine() {
    for (int length = 0; length < FRANK.length(); length++) {
      String beginning = FRANK.substring(0, length);

      assertThatThrownBy(() -> parse(beginning))
          .as(beginning)
          .isInstanceOf(RejectedLineException.class);
    }
  }

  @Test
  void shouldAgreeWithRegularExpressionOnMutatedLines() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int parsed = 0;
    for (int i = 0; i < 200_000; i++) {
      String line = mutated(random);

      List<String> expected = Oracle.fields(line);

      assertThat(actual(line)).as("line %d of seed %d: %s", i, seed, line).isEqualTo(expected);
      parsed += expected.isEmpty() ? 0 : 1;
    }

    assertThat(parsed).as("lines that parse, seed %d", seed).isBetween(20_000, 180_000);
  }

  /** A line with up to three letters replaced, inserted or removed. */
  private static String mutated(Random random) {
    StringBuilder line = new StringBuilder(FRANK);
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(line.length());
      char letter = " \"\\[]-:/aZ09\u00e9\u0000H".charAt(random.nextInt(15));
      switch (random.nextInt(3)) {
        case 0 -> line.setCharAt(at, letter);
        case 1 -> line.insert(at, letter);
        default -> line.deleteCharAt(at);
      }
    }
    return line.toString();
  }

  private static List<String> actual(String line) {
    try {
      return fields(parse(line));
    } catch (RejectedLineException e) {
      return List.of();
    }
  }

  private static LogEntry parse(String line) throws RejectedLineException {
    return LogEntry.parse(Line.of(line));
  }

  private static List<String> fields(LogEntry entry) {
    return List.of(
        entry.address(),
        entry.identity(),
        entry.user(),
        entry.time(),
        entry.method(),
        entry.path(),
        entry.protocol(),
        Integer.toString(entry.status()),
        Long.toString(entry.bytes()),
        entry.referer(),
        entry.userAgent());
  }
}
