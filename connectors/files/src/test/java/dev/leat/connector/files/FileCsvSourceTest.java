package dev.leat.connector.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connector.files.LaneDriver.Result;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileCsvSourceTest {

  @TempDir private Path folder;

  /** A record with a check of its own. */
  record Person(String name, int age, Optional<LocalDate> born) {
    Person {
      if (age < 0) {
        throw new IllegalArgumentException("nobody is " + age);
      }
    }
  }

  /** A type of one's own. */
  record Code(String text) {
    static final int LENGTH = 3;

    public static Code parse(String text) {
      if (text.length() != LENGTH) {
        throw new IllegalArgumentException("a code has 3 letters");
      }
      return new Code(text);
    }
  }

  /** Every kind of component. */
  record Kinds(
      long number,
      Double real,
      boolean flag,
      char letter,
      BigDecimal price,
      UUID id,
      Compression kind,
      Code code) {}

  @Test
  void shouldReadRowsAsMapsByTheNamesOfTheColumns() throws Exception {
    Path file = write("a.csv", "name,city\nada,\"London, \"\"UK\"\"\"\r\n\ngrace,\"New\nYork\"");

    Result<Map<String, String>> result = LaneDriver.read(FileSource.csv(file));

    assertThat(result.values())
        .containsExactly(
            Map.of("name", "ada", "city", "London, \"UK\""),
            Map.of("name", "grace", "city", "New\nYork"));
    assertThat(result.values().getFirst().keySet()).containsExactly("name", "city");
    assertThat(result.positions())
        .containsExactly(
            new Position(file.toString(), 2, 10), new Position(file.toString(), 4, 33));
  }

  @Test
  void shouldReadRowsAsRecords() throws Exception {
    Path file = write("a.csv", "born,x,age,name\n1815-12-10,?,36,ada\n,?,85,grace\n");

    assertThat(LaneDriver.read(FileSource.csv(file, Person.class)).values())
        .containsExactly(
            new Person("ada", 36, Optional.of(LocalDate.of(1815, 12, 10))),
            new Person("grace", 85, Optional.empty()));
  }

  @Test
  void shouldMakeComponentsOfAllUsualTypes() throws Exception {
    UUID id = new UUID(1, 2);
    Path file =
        write(
            "a.csv",
            "number,real,flag,letter,price,id,kind,code\n-7,1.5,TRUE,x,9.90,%s,GZIP,abc\n"
                .formatted(id));

    assertThat(LaneDriver.read(FileSource.csv(file, Kinds.class)).values())
        .containsExactly(
            new Kinds(
                -7, 1.5, true, 'x', new BigDecimal("9.90"), id, Compression.GZIP, new Code("abc")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x1,1,true,x,1,%s,GZIP,abc|1|has 'x1' in the column 'number', which is no long",
        "1,,true,x,1,%s,GZIP,abc|3|has '' in the column 'real', which is no Double; make the component an Optional if it may be empty",
        "1,1,yes,x,1,%s,GZIP,abc|5|has 'yes' in the column 'flag', which is no boolean",
        "1,1,true,xy,1,%s,GZIP,abc|10|has 'xy' in the column 'letter', which is no char",
        "1,1,true,\"\"\"\",1,%s,gzip,abc|54|has 'gzip' in the column 'kind', which is no Compression",
        "1,1,true,é,1,%s,GZIP,abcd|56|has 'abcd' in the column 'code', which is no Code"
      })
  void shouldSayWhichFieldIsWrong(String row, int column, String message) throws Exception {
    String header = "number,real,flag,letter,price,id,kind,code\n\n";
    Path file = write("a.csv", header + row.formatted(new UUID(1, 2)) + "\n");

    assertThat(LaneDriver.read(FileSource.csv(file, Kinds.class)).rejections())
        .containsExactly("3:%d '%s': the row at offset 44 %s".formatted(column, file, message));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1024})
  void shouldSayWhereARowIsMalformed(int blockSize) throws Exception {
    Path file = write("a.csv", "a,b\n1,\"é\nö\" x\n2\n3,4,5\n\n\"6\",7\n8,\"9\n,\"\"\n");

    Result<Map<String, String>> result =
        LaneDriver.read(FileSource.csv(file, o -> o.blockSize(blockSize)));

    assertThat(result.values()).containsExactly(Map.of("a", "6", "b", "7"));
    String at = "'%s': the row at offset ".formatted(file);
    assertThat(result.rejections())
        .containsExactly(
            "3:3 "
                + at
                + "4 is malformed: a closing quote is not followed by a separator or the end of the row",
            "4:2 " + at + "16 has 1 fields, not 2: 'b' is missing; see allowMissingColumns",
            "5:5 " + at + "18 has 3 fields, but there are only 2 columns; see allowExtraColumns",
            "8:3 " + at + "31 is malformed: a quote is opened and not closed");
    assertThat((Object) result.items().getFirst().value()).isEqualTo("1,\"é\nö\" x");
    assertThat(result.positions().getFirst().offset()).isEqualTo(13);
  }

  @Test
  void shouldRejectWhatTheRecordDoesNotAccept() throws Exception {
    Path file = write("a.csv", "name,age,born\nada,-1,\n");

    assertThat(LaneDriver.read(FileSource.csv(file, Person.class)).rejections())
        .containsExactly(
            "2:1 '%s': the row at offset 14 is no Person: java.lang.IllegalArgumentException: nobody is -1"
                .formatted(file));
  }

  @Test
  void shouldAllowMissingAndExtraColumnsOnRequest() throws Exception {
    Path file = write("a.csv", "name,age,born\nada,1,,2\ngrace,2\n");
    UnaryOperator<FileCsvOptions> lenient = o -> o.allowMissingColumns().allowExtraColumns();

    assertThat(LaneDriver.read(FileSource.csv(file, lenient)).values())
        .containsExactly(
            Map.of("name", "ada", "age", "1", "born", ""), Map.of("name", "grace", "age", "2"));
    assertThat(LaneDriver.read(FileSource.csv(file, Person.class, lenient)).values())
        .containsExactly(
            new Person("ada", 1, Optional.empty()), new Person("grace", 2, Optional.empty()));
  }

  @Test
  void shouldReadFilesWithoutAHeader() throws Exception {
    Path file = write("a.csv", "ada;1;\n'gr;''ace';2;1906-12-09\n");

    assertThat(
            LaneDriver.read(
                    FileSource.csv(
                        file,
                        Person.class,
                        o -> o.columns("name", "age", "born").separator(';').quote('\'')))
                .values())
        .containsExactly(
            new Person("ada", 1, Optional.empty()),
            new Person("gr;'ace", 2, Optional.of(LocalDate.of(1906, 12, 9))));
  }

  @Test
  void shouldRenameColumns() throws Exception {
    Path file = write("a.csv", "First name,age\nada,1\n");

    assertThat(
            LaneDriver.read(FileSource.csv(file, Person.class, o -> o.rename("First name", "name")))
                .values())
        .containsExactly(new Person("ada", 1, Optional.empty()));
  }

  @Test
  void shouldReadTheHeaderOfEachFile() throws Exception {
    Path plain = write("a.csv", "\uFEFF\"name\",age\nada,1\n");
    Path packed = folder.resolve("b.csv.zst");
    Files.write(packed, Compressed.zstd("\uFEFFage,name\n2,grace\n"));
    Path empty = write("c.csv", "");
    Path onlyHeader = write("d.csv", "age,name");

    for (int blockSize : List.of(1, 2, 4, 1000)) {
      Result<Person> result =
          LaneDriver.read(
              FileSource.csv(
                  Inputs.files(plain, packed, empty, onlyHeader),
                  Person.class,
                  o -> o.blockSize(blockSize)));

      assertThat(result.values())
          .containsExactly(
              new Person("ada", 1, Optional.empty()), new Person("grace", 2, Optional.empty()));
      assertThat(result.positions())
          .containsExactly(
              new Position(plain.toString(), 2, 14), new Position(packed.toString(), 2, 12));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name,born|there is no column 'age' for the component of Person; the columns are [name, born]. Rename",
        "name,age,name|two columns are named 'name'; if the file has no header",
        "name,\"age|the row that names the columns is malformed: a quote is opened and not closed",
        "name,ageeeeeeeeeeeeeeeeeee|the row that names the columns is longer than 20 bytes; see maxRow"
      })
  void shouldFailWithoutAUsableHeader(String header, String message) throws Exception {
    Path file = write("a.csv", header + "\n1,2\n");

    assertThatThrownBy(() ->
            LaneDriver.read(FileSource.csv(file, Person.class, o -> o.maxRow(20).blockSize(4))))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read '%s': %s", file, message);
  }

  @Test
  void shouldFailWhenThereIsNothingToRename() throws Exception {
    Path file = write("a.csv", "a\n1\n");

    assertThatThrownBy(() -> LaneDriver.read(FileSource.csv(file, o -> o.rename("b", "c"))))
        .hasMessageEndingWith("there is no column 'b' to rename; the columns are [a]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1024})
  void shouldRejectRowsThatAreTooLong(int blockSize) throws Exception {
    String longRow = "x".repeat(5_000);
    Path file =
        write("a.csv", "a,b\n12,45678\n" + longRow + ",\"\n\"\n1,\"" + longRow + "\n\"\n3,4\n");

    Result<Map<String, String>> result =
        LaneDriver.read(FileSource.csv(file, o -> o.maxRow(8).blockSize(blockSize)));

    assertThat(result.values())
        .containsExactly(Map.of("a", "12", "b", "45678"), Map.of("a", "3", "b", "4"));
    assertThat(result.rejections()).hasSize(2);
    assertThat(result.rejections().getFirst())
        .isEqualTo("3:1 '%s': the row at offset 13 is longer than 8 bytes; see maxRow", file);
    assertThat(result.rejections().getLast())
        .startsWith("5:3 '%s': the row at offset 5018 is longer than 8 bytes".formatted(file));
    assertThat(result.positions().getLast().line()).isEqualTo(7);
  }

  @Test
  void shouldHoldNoMoreThanALongRowNeeds() throws Exception {
    Path file = write("a.csv", "a\n\"" + "x".repeat(1 << 20));
    Source<Map<String, String>> source = FileSource.csv(file, o -> o.maxRow(1000).blockSize(64));

    LaneReader<Map<String, String>> reader = LaneDriver.lanes(source).getFirst().open();
    long heaviest = 0;
    for (var block = reader.next(); block != null; block = reader.next()) {
      heaviest = Math.max(heaviest, block.weight());
    }
    reader.close();
    assertThat(heaviest).isBetween(1000L, 3000L);
  }

  @Test
  void shouldRejectOrReplaceWhatIsNotUtf8() throws Exception {
    Path file = folder.resolve("a.csv");
    Files.write(file, "a,b\n\"\n\",\u00FF\n".getBytes(ISO_8859_1));

    assertThat(LaneDriver.read(FileSource.csv(file)).values())
        .containsExactly(Map.of("a", "\n", "b", "\uFFFD"));
    assertThat(
            LaneDriver.read(FileSource.csv(file, o -> o.malformed(Malformed.REJECT))).rejections())
        .containsExactly(
            "3:3 '%s': the row at offset 4 is not UTF-8: malformed byte 5 of it".formatted(file));
  }

  @Test
  void shouldFailWhenAPlainFileShrinks() throws Exception {
    Path file = write("a.csv", "a\n" + "1\n".repeat(1000));
    var lane = LaneDriver.lanes(FileSource.csv(file, o -> o.blockSize(64))).getFirst();
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));

    assertThatThrownBy(() -> LaneDriver.read(lane))
        .hasMessageStartingWith("'%s' shrank from 2002 to 100 bytes", file);
  }

  @Test
  void shouldSayWhatIsWrongWithTypesAndOptions() {
    Path file = folder.resolve("a.csv");

    assertThatThrownBy(() -> FileSource.csv(file, Unusable.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the component 'reader' of " + Unusable.class.getName());
    assertThatThrownBy(() -> FileSource.csv(file, Nothing.class))
        .hasMessageContaining("not a record with components");
    assertThatThrownBy(() -> FileSource.csv(file, Person.class, o -> o.columns("name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("there is no column 'age'");
    assertThatThrownBy(() -> FileSource.csv(file, o -> o.columns()))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> FileSource.csv(file, o -> o.separator('\n')))
        .hasMessage("separator must be an ASCII character and no line end, not U+000A");
    assertThatThrownBy(() -> FileSource.csv(file, o -> o.quote('ä')))
        .hasMessage("quote must be an ASCII character and no line end, not U+00E4");
    assertThatThrownBy(() -> FileSource.csv(file, o -> o.separator('"')))
        .hasMessage("separator and quote must differ, but both are '\"'");
    assertThatThrownBy(() -> FileSource.csv(file, o -> o.maxRow(0)))
        .hasMessageStartingWith("maxRow must be from 1");
  }

  @Test
  void shouldPassOnWhatHappensToMalformedRows() {
    OnError skip = OnError.skip();

    assertThat(FileSource.csv(folder, o -> o.onError(skip)).onError()).isEqualTo(skip);
    assertThat(FileSource.csv(folder).onError()).isEqualTo(OnError.fail());
  }

  @Test
  void shouldDealFilesOutToLanes() throws Exception {
    Path one = write("a.csv", "a\n1\n");
    Path two = write("b.csv", "b\n2\n");

    var lanes = LaneDriver.lanes(FileSource.csv(Inputs.files(one, two), o -> o.parallelFiles(2)));

    assertThat(LaneDriver.read(lanes.get(0)).values()).containsExactly(Map.of("a", "1"));
    assertThat(LaneDriver.read(lanes.get(1)).values()).containsExactly(Map.of("b", "2"));
  }

  /** Has a component that is not made of text. */
  record Unusable(LaneReader<String> reader) {}

  /** Has no components. */
  record Nothing() {}

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }
}
