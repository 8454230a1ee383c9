package dev.leat.connector.files;

import static java.time.Duration.ofMinutes;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Source;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * The examples in the docs of this package, so that they are compiled; {@link SnippetsTest} checks
 * that they are the same.
 */
@SuppressWarnings({"unused", "CheckReturnValue"}) // examples show, they do not use
final class FilesExamples {

  private FilesExamples() {}

  record Person(String firstName, int age) {}

  static void compression(Path path) {
    Source<String> lines = FileSource.lines(path, o -> o.compression(Compression.ZSTD));
  }

  static void fileBytesOptions(Path path) {
    Source<byte[]> pieces = FileSource.bytes(path, o -> o.pieceSize(1 << 20));
  }

  static void fileCsvOptions(Path path) {
    Source<Person> people =
        FileSource.csv(path, Person.class, o -> o.separator(';').rename("First name", "firstName"));
  }

  static void fileCsvSinkOptions(Path path) {
    Sink<Person> people = FileSink.csv(path, Person.class, o -> o.separator(';').createFolders());
  }

  static void fileJsonOptions(Path path, Sink<DeadLetter> rejected) {
    Source<Person> people =
        FileSource.jsonLines(path, Person.class, o -> o.onError(OnError.deadLetters(rejected)));
  }

  static void fileJsonSinkOptions(Path path, JsonMapper mapper) {
    Sink<Person> people = FileSink.jsonLines(path, o -> o.mapper(mapper).createFolders());
  }

  static void fileLinesOptions(Path path) {
    Source<String> lines =
        FileSource.lines(path, o -> o.maxLine(64 << 10).onError(OnError.skip()).parallelFiles(4));
  }

  static void fileSink() {
    Pipeline.named("copy")
        .from(FileSource.lineViews(Path.of("in.log.gz")))
        .to(FileSink.lineViews(Path.of("out.log")));
  }

  static void fileSinkOptions(Path path) {
    Sink<String> parts =
        FileSink.lines(path, o -> o.createFolders().rollSize(100 << 20).rollAfter(ofMinutes(10)));
  }

  static void fileSource() {
    Pipeline.named("errors")
        .from(FileSource.lines(Path.of("app.log")))
        .filter(line -> line.contains("ERROR"))
        .to(FileSink.lines(Path.of("errors.log")));
  }

  static void inputs() {
    Inputs today = Inputs.file(Path.of("today.log"));
    Inputs all = Inputs.glob("logs/2026-*.log.gz").and(today);
  }

  static void malformed(Path path) {
    Source<String> lines = FileSource.lines(path, o -> o.malformed(Malformed.REJECT));
  }
}
