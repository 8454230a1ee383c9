package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCsvSinkTest {

  @TempDir private Path folder;

  /** Something to write. */
  record Person(String name, int age, Optional<LocalDate> born) {}

  @Test
  void shouldWriteRecordsThatCanBeReadBack() throws Exception {
    Path file = folder.resolve("a.csv");
    List<Person> people =
        List.of(
            new Person("ada, \"lady\"\nlovelace", 36, Optional.of(LocalDate.of(1815, 12, 10))),
            new Person("", 85, Optional.empty()));

    CsvPropertyTest.write(FileSink.csv(file, Person.class), people);

    assertThat(file)
        .hasContent("name,age,born\n\"ada, \"\"lady\"\"\nlovelace\",36,1815-12-10\n,85,\n");
    assertThat(LaneDriver.read(FileSource.csv(file, Person.class)).values()).isEqualTo(people);
  }

  @Test
  void shouldWriteMapsInTheOrderOfTheColumns() throws Exception {
    Path file = folder.resolve("a.csv");
    Map<String, Object> gaps = new HashMap<>();
    gaps.put("a", null);

    CsvPropertyTest.write(
        FileSink.csv(file, List.of("b", "a"), o -> o.separator(';').quote('\'')),
        List.of(Map.of("a", "1;2", "b", 3), gaps));

    assertThat(file).hasContent("b;a\n3;'1;2'\n;\n");
  }

  @Test
  void shouldRefuseValuesWithoutAColumn() {
    Path file = folder.resolve("a.csv");

    assertThatThrownBy(() ->
            CsvPropertyTest.write(
                FileSink.csv(file, List.of("a", "b")), List.of(Map.of("a", 1, "c", 2))))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write '%s': an element has values for [c], but the columns are [a, b]", file);
  }

  @Test
  void shouldWriteTheHeaderAlsoWithoutRows() throws Exception {
    Path file = folder.resolve("a.csv");

    CsvPropertyTest.write(FileSink.csv(file, Person.class), List.of());

    assertThat(file).hasContent("name,age,born\n");
  }

  @Test
  void shouldLeaveOutTheHeaderOnRequest() throws Exception {
    Path file = folder.resolve("x/a.csv");

    CsvPropertyTest.write(
        FileSink.csv(file, List.of("a"), o -> o.noHeader().createFolders()),
        List.of(Map.of("a", ""), Map.of("a", "1")));

    assertThat(file).hasContent("\"\"\n1\n");
    assertThat(LaneDriver.read(FileSource.csv(file, o -> o.columns("a"))).values())
        .containsExactly(Map.of("a", ""), Map.of("a", "1"));
  }

  @Test
  void shouldWriteTheHeaderOfAnAppendedFileOnce() throws Exception {
    Path file = folder.resolve("a.csv");
    List<Map<String, String>> rows = List.of(Map.of("a", "1", "b", "2"));

    CsvPropertyTest.write(FileSink.csv(file, List.of("a", "b"), o -> o.append()), rows);
    CsvPropertyTest.write(FileSink.csv(file, List.of("a", "b"), o -> o.append()), rows);

    assertThat(file).hasContent("a,b\n1,2\n1,2\n");
  }

  @Test
  void shouldNotAppendToAFileWithOtherColumns() throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), "a,c\n1,2\n");

    assertThatThrownBy(
            () -> FileSink.csv(file, List.of("a", "b"), o -> o.append()).open(LaneDriver.CONTEXT))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write '%s': it does not begin with the header 'a,b'", file);
    assertThat(file).hasContent("a,c\n1,2\n");
  }

  @Test
  void shouldTakeBackTheHeaderOfAnAppendedFile() throws Exception {
    Path file = folder.resolve("a.csv");
    SinkWriter<Map<String, ?>> writer =
        FileSink.csv(file, List.of("a"), o -> o.append()).open(LaneDriver.CONTEXT);

    writer.write(List.of(Map.of("a", 1)));
    writer.abort();
    writer.close();

    assertThat(file).doesNotExist();
  }

  @Test
  void shouldWriteTheHeaderOfEveryPart() throws Exception {
    Path file = folder.resolve("a.csv");
    SinkWriter<Map<String, ?>> writer =
        FileSink.csv(file, List.of("a"), o -> o.rollSize(6)).open(LaneDriver.CONTEXT);

    writer.write(List.of(Map.of("a", 1), Map.of("a", 2), Map.of("a", 3)));
    writer.flush();
    writer.commit();
    writer.close();

    assertThat(folder.resolve("a-00000.csv")).hasContent("a\n1\n2\n");
    assertThat(folder.resolve("a-00001.csv")).hasContent("a\n3\n");
    assertThat(folder.resolve("a-00002.csv")).doesNotExist();
  }

  @Test
  void shouldSayWhatIsWrongWithColumns() {
    assertThatThrownBy(() -> FileSink.csv(folder, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be columns, each with a name of its own, not []");
    assertThatThrownBy(() -> FileSink.csv(folder, List.of("a", "a")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
