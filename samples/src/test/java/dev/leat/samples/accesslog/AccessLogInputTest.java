package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the sample makes of all kinds of input, as a process of its own. */
class AccessLogInputTest {

  @TempDir private Path folder;
  private AccessLogRun sample;

  @BeforeEach
  void prepare() {
    sample = new AccessLogRun(folder);
  }

  @Test
  void shouldAccountForEveryLine() throws Exception {
    byte[] log = Logs.mixed();

    Outcome outcome = sample.outcome(sample.file("mixed.log", log));

    outcome.matches(new Oracle().read("mixed.log", log));
  }

  @Test
  void shouldLookUpNetworksAndOwners() throws Exception {
    Outcome outcome = sample.outcome(sample.file("mixed.log", Logs.mixed()));

    assertThat(outcome.errors().getFirst().propertyNames())
        .containsExactly("ip", "path", "status", "network", "owner");
    for (JsonNode error : outcome.errors()) {
      switch (error.get("ip").asString()) {
        case "2001:db8:1::5" -> assertLookedUp(error, "2001:db8:1::/48", "team-platform");
        case "233.252.0.9" -> assertLookedUp(error, null, null);
        default -> assertLookedUp(error, "192.0.2.0/24", "team-shop");
      }
    }
  }

  private static void assertLookedUp(
      JsonNode error, @Nullable String network, @Nullable String owner) {
    assertThat(error.get("network").stringValue(null)).isEqualTo(network);
    assertThat(error.get("owner").stringValue(null)).isEqualTo(owner);
  }

  @Test
  void shouldReadSeveralInputsInTheOrderGiven() throws Exception {
    Files.createDirectories(folder.resolve("logs/.hidden"));
    byte[] one = (Logs.lines(30, 3) + "broken").getBytes(StandardCharsets.UTF_8);
    byte[] two = (Logs.lines(20, 2) + "broken too\n").getBytes(StandardCharsets.UTF_8);
    sample.file("logs/b.log", one);
    sample.file("logs/a.log", two);
    sample.file("z1.log", two);
    sample.file("z2.log.gz", gzip(one));

    Outcome outcome = sample.outcome("z*.lo*", "logs", "z1.log");

    outcome.matches(
        new Oracle()
            .read("z1.log", two)
            .read("z2.log.gz", one)
            .read("logs/a.log", two)
            .read("logs/b.log", one)
            .read("z1.log", two));
  }

  @Test
  void shouldReadStandardInput() throws Exception {
    byte[] log = Logs.mixed();
    try (LeatProcess process = sample.process().start(sample.arguments("-"))) {
      try (OutputStream input = process.input()) {
        input.write(log);
      }

      sample.outcome(process.result()).matches(new Oracle().read("stdin", log));
    }
  }

  @Test
  void shouldFindNothingInEmptyFile() throws Exception {
    Outcome outcome = sample.outcome(sample.file("empty.log", ""));

    outcome.matches(new Oracle());
    assertThat(outcome.number("lines")).isZero();
  }

  @Test
  void shouldRejectEmptyLine() throws Exception {
    Outcome outcome = sample.outcome(sample.file("newline.log", "\n"));

    outcome.matches(new Oracle().read("newline.log", new byte[] {'\n'}));
    assertThat(outcome.rejected().getFirst().get("reason").asString())
        .isEqualTo("the line is empty");
    assertThat(outcome.rejected().getFirst().get("text").asString()).isEmpty();
  }

  @Test
  void shouldReadWindowsLineEnds() throws Exception {
    byte[] log =
        (Logs.lines(10, 2) + "x\n\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);

    Outcome outcome = sample.outcome(sample.file("crlf.log", log));

    outcome.matches(new Oracle().read("crlf.log", log));
    assertThat(outcome.number("parsed")).isEqualTo(10);
  }

  @Test
  void shouldReplaceMalformedUtf8AndKeepNulBytes() throws Exception {
    String good = Logs.line(1, 500).replace("/shop/1", "/sh\u00e4p\0");
    byte[] log = (good + "a\0b\n" + "\u00e4\u00f6\n").getBytes(StandardCharsets.ISO_8859_1);

    Outcome outcome = sample.outcome(sample.file("latin.log", log));

    outcome.matches(new Oracle().read("latin.log", log));
    assertThat(outcome.errors().getFirst().get("path").asString()).isEqualTo("/sh\ufffdp\0?q=1");
    assertThat(outcome.rejected()).hasSize(2);
    assertThat(outcome.rejected().get(0).get("text").asString()).isEqualTo("a\0b");
    assertThat(outcome.rejected().get(1).get("text").asString()).isEqualTo("\ufffd\ufffd");
  }

  @Test
  void shouldRejectLineOfFiftyMegabytesAndGoOn() throws Exception {
    byte[] log = new byte[50 << 20];
    Arrays.fill(log, (byte) 'x');
    byte[] before = Logs.lines(100, 10).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(before, 0, log, 0, before.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(log);
    all.writeBytes(("\n" + Logs.lines(100, 10)).getBytes(StandardCharsets.UTF_8));

    Outcome outcome = sample.outcome(sample.file("long.log", all.toByteArray()));

    outcome.matches(new Oracle().read("long.log", all.toByteArray()));
    JsonNode rejected = outcome.rejected().getFirst();
    assertThat(rejected.get("text").asString()).isEqualTo("x".repeat(1_000));
    assertThat(rejected.get("truncated").asBoolean()).isTrue();
    assertThat(rejected.get("reason").asString()).contains("longer than 1048576 bytes");
  }

  @Test
  void shouldCutTextsOfRejectedLinesAtAThousandCharacters() throws Exception {
    String log = "x".repeat(1_000) + "\n" + "y".repeat(1_001) + "\n";

    Outcome outcome = sample.outcome(sample.file("cut.log", log));

    assertThat(outcome.rejected().get(0).get("text").asString()).hasSize(1_000);
    assertThat(outcome.rejected().get(0).propertyNames())
        .containsExactly("file", "line", "offset", "reason", "text");
    assertThat(outcome.rejected().get(1).get("text").asString()).hasSize(1_000);
    assertThat(outcome.rejected().get(1).propertyNames()).endsWith("truncated");
  }

  @Test
  void shouldFailOnTruncatedGzip() throws Exception {
    byte[] whole = gzip(Logs.lines(20_000, 100).getBytes(StandardCharsets.UTF_8));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    Result result = sample.run(sample.file("half.log.gz", half));

    sample.assertFailed(result, "half.log.gz");
  }

  @Test
  void shouldFailOnMissingFile() throws Exception {
    sample.assertFailed(sample.run("nowhere.log"), "nowhere.log", "no such file");
  }

  @Test
  void shouldFailOnMissingFileAfterAGoodOne() throws Exception {
    String good = sample.file("good.log", Logs.lines(10, 2));

    sample.assertFailed(sample.run(good, "nowhere.log"), "nowhere.log", "no such file");
  }

  @Test
  void shouldFailOnFileThatCannotBeOpened() throws Exception {
    Files.createSymbolicLink(folder.resolve("loop.log"), Path.of("loop.log"));

    sample.assertFailed(sample.run("loop.log"), "loop.log");
  }

  @Test
  void shouldFailOnFileWithoutReadPermission() throws Exception {
    Path file = folder.resolve(sample.file("secret.log", "x\n"));
    Files.setPosixFilePermissions(file, java.util.Set.of());
    boolean readable = Files.isReadable(file); // for the superuser it is

    Result result = sample.run("secret.log");

    if (readable) {
      assertThat(result.exitCode()).isZero();
    } else {
      sample.assertFailed(result, "secret.log", "permission denied");
    }
  }

  @Test
  void shouldFailOnFolderAndPatternWithoutFiles() throws Exception {
    Files.createDirectories(folder.resolve("hollow/sub"));

    sample.assertFailed(sample.run("hollow"), "hollow", "no files");
    sample.assertFailed(sample.run("*.nothing"), "*.nothing", "no file matches");
  }

  private static byte[] gzip(byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
