package dev.leat.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connector.files.LaneDriver.Result;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class FileJsonLinesTest {

  @TempDir private Path folder;

  /** Something to read and write. */
  record Person(String name, int age, LocalDate born) {}

  @Test
  void shouldReadObjectsAsMapsRecordsAndTrees() throws Exception {
    Path file =
        write(
            "a.ndjson",
            "{\"name\":\"ad\\na\",\"age\":36,\"born\":\"1815-12-10\"}\r\n \t\n\n{\"name\":\"é\",\"age\":1}");

    assertThat(LaneDriver.read(FileSource.jsonLines(file)).values())
        .containsExactly(
            Map.of("name", "ad\na", "age", 36, "born", "1815-12-10"),
            Map.of("name", "é", "age", 1));
    Result<Person> people = LaneDriver.read(FileSource.jsonLines(file, Person.class));
    assertThat(people.values().getFirst())
        .isEqualTo(new Person("ad\na", 36, LocalDate.of(1815, 12, 10)));
    assertThat(people.positions())
        .containsExactly(new Position(file.toString(), 1, 0), new Position(file.toString(), 4, 51));
    assertThat(LaneDriver.read(FileSource.jsonLines(file, JsonNode.class)).values())
        .extracting(node -> node.get("age").asInt())
        .containsExactly(36, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'name':'é',}|13|Unexpected character",
        "{'name':'é','age':1} x|22|Unrecognized token",
        "{'name':'é','age':'x'}|19|Cannot deserialize value of type `int` from String \"x\"",
        "{'name':'é','age':1|20|Unexpected end-of-input",
        "[1]|1|Cannot deserialize",
        "null|1|is null, which is no element",
        "?|1|Unexpected character"
      })
  void shouldSayWhereALineIsMalformed(String json, int column, String message) throws Exception {
    String line = json.replace('\'', '"');
    Path file = write("a.ndjson", "{\"age\":1}\n" + line + "\n{\"age\":2}\n");

    for (int blockSize : List.of(1, 7, 1000)) {
      Result<Person> result =
          LaneDriver.read(FileSource.jsonLines(file, Person.class, o -> o.blockSize(blockSize)));

      assertThat(result.values()).extracting(Person::age).containsExactly(1, 2);
      assertThat(result.rejections()).singleElement().asString().contains(message);
      assertThat(result.rejections().getFirst())
          .startsWith("2:%d '%s': the line at offset 10 ".formatted(column, file));
      assertThat((Object) result.items().get(1).value()).isEqualTo(line);
    }
  }

  @Test
  void shouldNameThePropertyThatIsWrong() throws Exception {
    Path file = write("a.ndjson", "{\"age\":\"x\"}\n");

    assertThat(LaneDriver.read(FileSource.jsonLines(file, Person.class)).rejections())
        .singleElement()
        .asString()
        .endsWith("Person[\"age\"])");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "gzip", "zstd"})
  void shouldReadCompressedFiles(String how) throws Exception {
    String text = "{\"age\":1}\n{\"age\":\n{\"age\":3}\n";
    Path file = folder.resolve("a");
    Files.write(
        file,
        switch (how) {
          case "gzip" -> Compressed.gzip(text);
          case "zstd" -> Compressed.zstd(text);
          default -> text.getBytes(UTF_8);
        });

    Result<Person> result = LaneDriver.read(FileSource.jsonLines(file, Person.class));

    assertThat(result.values()).extracting(Person::age).containsExactly(1, 3);
    assertThat(result.positions().get(1)).isEqualTo(new Position(file.toString(), 2, 17, 8));
  }

  @Test
  void shouldReplaceOrRejectWhatIsNotUtf8() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"name\":\"\u00e9".getBytes(UTF_8));
    bytes.write(0xFF);
    bytes.writeBytes("\",\"age\":1}\n".getBytes(UTF_8));
    Path file = folder.resolve("a.ndjson");
    Files.write(file, bytes.toByteArray());

    assertThat(LaneDriver.read(FileSource.jsonLines(file)).values())
        .containsExactly(Map.of("name", "\u00e9\uFFFD", "age", 1));
    assertThat(
            LaneDriver.read(FileSource.jsonLines(file, o -> o.malformed(Malformed.REJECT)))
                .rejections())
        .containsExactly(
            "1:11 '%s': the line at offset 0 is not UTF-8: malformed byte 12 of it"
                .formatted(file));
  }

  @Test
  void shouldTakeNothingForAnotherEncoding() throws Exception {
    Path file = write("a.ndjson", "\0{\0}\n{\"a\":1}\n");

    Result<Map<String, Object>> result = LaneDriver.read(FileSource.jsonLines(file));

    assertThat(result.values()).containsExactly(Map.of("a", 1));
    assertThat(result.rejections()).hasSize(1);
  }

  @Test
  void shouldRejectLinesThatAreTooLongOrTooDeep() throws Exception {
    Path file = write("a.ndjson", "{\"a\":" + "[".repeat(5_000) + "\n{\"a\":1}\n");

    assertThat(LaneDriver.read(FileSource.jsonLines(file, o -> o.maxLine(100))).rejections())
        .containsExactly(
            "1:-1 '%s': the line at offset 0 is longer than 100 bytes; see maxLine"
                .formatted(file));
    assertThat(LaneDriver.read(FileSource.jsonLines(file)).rejections())
        .singleElement()
        .asString()
        .contains("nesting depth");
  }

  @Test
  void shouldUseTheMapperGiven() throws Exception {
    Path file = write("a.ndjson", "{\"age\":1,\"other\":2}\n");
    JsonMapper strict =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    assertThat(LaneDriver.read(FileSource.jsonLines(file, Person.class)).values()).hasSize(1);
    assertThat(
            LaneDriver.read(FileSource.jsonLines(file, Person.class, o -> o.mapper(strict)))
                .rejections())
        .singleElement()
        .asString()
        .contains("other");
  }

  @Test
  void shouldPassOnWhatHappensToMalformedLines() {
    OnError skip = OnError.skip();

    assertThat(FileSource.jsonLines(folder, o -> o.onError(skip)).onError()).isEqualTo(skip);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldReadBackWhatWasWritten(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      List<Map<String, Object>> elements = randomObjects(random);
      Path file = folder.resolve(round + ".ndjson");
      CsvPropertyTest.write(FileSink.jsonLines(file), elements);
      int blockSize = 1 + random.nextInt(64);

      assertThat(
              LaneDriver.readInParallel(
                      FileSource.jsonLines(file, o -> o.blockSize(blockSize)), seed + round, 2)
                  .values())
          .as("seed %d, round %d", seed, round)
          .isEqualTo(elements);
    }
  }

  @Test
  void shouldWriteOneLineForEachElementWhateverTheMapperDoes() throws Exception {
    Path file = folder.resolve("a.ndjson");
    JsonMapper pretty = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    CsvPropertyTest.write(
        FileSink.jsonLines(file, o -> o.mapper(pretty)),
        List.of(new Person("a\nb", 1, LocalDate.EPOCH), List.of(1, 2), "x"));

    assertThat(file)
        .hasContent("{\"name\":\"a\\nb\",\"age\":1,\"born\":\"1970-01-01\"}\n[1,2]\n\"x\"\n");
  }

  @Test
  void shouldSayWhatCannotBeWritten() throws Exception {
    Path file = folder.resolve("a.ndjson");
    List<Object> loop = new ArrayList<>();
    loop.add(loop);

    assertThatThrownBy(() -> CsvPropertyTest.write(FileSink.jsonLines(file), List.of(loop)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "cannot write '%s': a java.util.ArrayList cannot be written as JSON: ", file);
  }

  private static List<Map<String, Object>> randomObjects(Random random) {
    List<Map<String, Object>> elements = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      Map<String, Object> element = new LinkedHashMap<>();
      for (int k = random.nextInt(4); k > 0; k--) {
        element.put(
            randomText(random), random.nextBoolean() ? random.nextInt() : randomText(random));
      }
      elements.add(element);
    }
    return elements;
  }

  private static String randomText(Random random) {
    String alphabet = "a\"\\\n\r\u0000\u00e9\u20ac{},:";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
