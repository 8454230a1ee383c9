package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connector.files.Compression;
import dev.leat.connector.files.FileSink;
import dev.leat.connector.files.FileSource;
import dev.leat.connector.files.Inputs;
import dev.leat.connector.files.Malformed;
import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The code of docs/guide/files.md. */
class FilesTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  @TempDir Path folder;
  private Path log = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    log = Files.writeString(folder.resolve("app.log"), "GET /a 200\nGET /b 500\n");
    try (OutputStream gzip =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("app.log.gz")))) {
      gzip.write("GET /c 200\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private <T> List<T> read(Source<T> source) {
    return runtime.collect(Pipeline.named("read").from(source));
  }

  @Test
  void shouldReadWhatInputsName() {
    // guide
    Source<String> file = FileSource.lines(log);
    Source<String> both = FileSource.lines(Inputs.files(log, folder.resolve("app.log.gz")));
    Source<String> all = FileSource.lines(Inputs.directory(folder));
    Source<String> some = FileSource.lines(Inputs.glob(folder + "/*.gz"));
    Source<String> asked = FileSource.lines(Inputs.of("-")); // what a command line means
    // end

    assertThat(read(file)).hasSize(2);
    assertThat(read(both)).isEqualTo(read(all)).hasSize(3);
    assertThat(read(some)).containsExactly("GET /c 200");
    assertThat(asked.describe()).isEqualTo("stdin");
  }

  @Test
  void shouldTakeOptions() throws IOException {
    Files.write(log, new byte[] {'o', 'k', '\n', (byte) 0xFF, '\n'});
    List<DeadLetter> seen = new ArrayList<>();
    Sink<DeadLetter> rejected = Sinks.each(seen::add);
    // guide
    Source<String> lines =
        FileSource.lines(
            log,
            o ->
                o.maxLine(64 << 10)
                    .malformed(Malformed.REJECT)
                    .onError(OnError.deadLetters(rejected))
                    .compression(Compression.NONE));
    // end

    assertThat(read(lines)).containsExactly("ok");
    assertThat(seen).singleElement().extracting(DeadLetter::attempts).isEqualTo(0);
    assertThat(seen.getFirst().position().line()).isEqualTo(2);
  }

  // guide
  record Person(String name, int age, Optional<LocalDate> born) {}

  // end

  /** What the JSON of the guide holds. */
  record Event(String name, int size) {}

  @Test
  void shouldReadRowsAsMapsAndRecords() throws IOException {
    Path people = folder.resolve("people.csv");
    List<DeadLetter> seen = new ArrayList<>();
    Sink<DeadLetter> rejected = Sinks.each(seen::add);
    // guide
    Source<Map<String, String>> rows = FileSource.csv(people);
    Source<Person> persons = FileSource.csv(people, Person.class);
    Source<Person> german =
        FileSource.csv(
            people,
            Person.class,
            o -> o.separator(';').rename("Alter", "age").onError(OnError.deadLetters(rejected)));
    // end

    Files.writeString(people, "age,name,born\n36,\"Ada,\nLady\",1815-12-10\n");
    assertThat(read(rows)).extracting(row -> row.get("name")).containsExactly("Ada,\nLady");
    assertThat(read(persons))
        .containsExactly(new Person("Ada,\nLady", 36, Optional.of(LocalDate.of(1815, 12, 10))));

    Files.writeString(people, "Alter;name\n36;Ada\n1x;Eve\n");
    assertThat(read(german)).containsExactly(new Person("Ada", 36, Optional.empty()));
    assertThat(seen).singleElement().extracting(DeadLetter::text).isEqualTo("1x;Eve");
    assertThat(seen.getFirst().position()).hasToString(people + ":3:1");

    Files.writeString(people, "name,age\nAda,36\nEve,1x\n");
    assertThatThrownBy(() -> read(persons))
        .hasMessageContaining("failed at %s:3:5", people)
        .hasMessageContaining("has '1x' in the column 'age', which is no int");
  }

  @Test
  void shouldReadJsonLines() throws IOException {
    Path events =
        Files.writeString(
            folder.resolve("events.ndjson"),
            "{\"name\":\"a\",\"size\":1}\n{\"name\":\"b\",\"size\":\"?\"}\n");
    // guide
    Source<Map<String, Object>> maps = FileSource.jsonLines(events);
    Source<Event> typed = FileSource.jsonLines(events, Event.class, o -> o.onError(OnError.skip()));
    Source<JsonNode> trees = FileSource.jsonLines(events, JsonNode.class);
    // end

    assertThat(read(maps)).hasSize(2).contains(Map.of("name", "a", "size", 1));
    assertThat(read(typed)).containsExactly(new Event("a", 1));
    assertThat(read(trees).getFirst().get("size").asInt()).isEqualTo(1);
    assertThatThrownBy(() -> read(FileSource.jsonLines(events, Event.class)))
        .hasMessageContaining("failed at %s:2:20", events);
  }

  @Test
  void shouldReadLinesAsViews() {
    // guide
    Stage<String> paths =
        Pipeline.named("paths")
            .from(FileSource.lineViews(log))
            .filter(line -> !line.isEmpty())
            .cpu("path", FilesTest::path);
    // end

    assertThat(runtime.collect(paths)).containsExactly("/a", "/b");
  }

  // guide
  static String path(Line line) {
    int from = line.indexOf((byte) ' ', 0) + 1;
    int to = line.indexOf((byte) ' ', from);
    return line.text(from, to);
  }

  // end

  @Test
  void shouldReadBytes() {
    // guide
    Stage<Long> size =
        Pipeline.named("size")
            .from(FileSource.bytes(log, bytes -> bytes.pieceSize(1 << 20)))
            .aggregate(Aggregators.sumLong(piece -> piece.length));
    // end

    assertThat(runtime.collect(size)).containsExactly(22L);
  }

  @Test
  void shouldPublishAWholeFileOnly() {
    Stage<String> lines = Pipeline.named("copy").from(FileSource.lines(log));
    Path out = folder.resolve("new/out.log");
    // guide
    Pipeline copy = lines.to(FileSink.lines(out, o -> o.createFolders()));
    // end
    runtime.run(copy);
    Pipeline failing =
        lines
            .map(line -> {
              throw new IllegalStateException("broken");
            })
            .map(Object::toString)
            .to(FileSink.lines(out));

    assertThatThrownBy(() -> runtime.run(failing)).isInstanceOf(JobException.class);
    assertThat(out).hasContent("GET /a 200\nGET /b 500\n");
    assertThat(out.getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void shouldRollAndAppend() throws IOException {
    Stage<String> events = Pipeline.named("events").from(Sources.of("one", "two", "three"));
    // guide
    Sink<String> parts =
        FileSink.lines(
            folder.resolve("events.txt"),
            o -> o.rollSize(100 << 20).rollAfter(Duration.ofMinutes(10)));

    Sink<String> journal = FileSink.lines(folder.resolve("journal.txt"), o -> o.append());
    // end
    runtime.run(events.broadcast(all -> all.to(parts), all -> all.to(journal)));
    runtime.run(events.to(journal));

    assertThat(folder.resolve("events-00000.txt")).hasContent("one\ntwo\nthree\n");
    assertThat(Files.readAllLines(folder.resolve("journal.txt"))).hasSize(6);
  }

  @Test
  void shouldWriteCsvAndJsonLines() {
    List<Person> people = List.of(new Person("Ada", 36, Optional.of(LocalDate.of(1815, 12, 10))));
    Stage<Person> persons = Pipeline.named("people").from(Sources.from(people));
    // guide
    Sink<Person> asCsv =
        FileSink.csv(folder.resolve("out.csv"), Person.class, o -> o.separator(';'));
    Sink<Person> asJson = FileSink.jsonLines(folder.resolve("out.ndjson"));
    // end
    runtime.run(persons.broadcast(all -> all.to(asCsv), all -> all.to(asJson)));

    assertThat(folder.resolve("out.csv")).hasContent("name;age;born\nAda;36;1815-12-10\n");
    assertThat(read(FileSource.csv(folder.resolve("out.csv"), Person.class, o -> o.separator(';'))))
        .isEqualTo(people);
    assertThat(read(FileSource.jsonLines(folder.resolve("out.ndjson"), Person.class)))
        .isEqualTo(people);
  }
}
