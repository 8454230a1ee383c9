package dev.leat.connector.files;

import dev.leat.connector.files.FileSourcesContractTest.Person;
import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Source;
import dev.leat.runtime.testkit.SinkContractTest;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** All file sinks keep the contract of sinks. */
class FileSinksContractTest {

  /**
   * Sinks whose file is read back by a file source.
   *
   * @param <T> the type of the elements
   */
  abstract static class OfAFile<T> extends SinkContractTest<T> {

    @TempDir Path folder;

    /** The sink that is tested. */
    abstract Sink<T> sink(Path file);

    /** What reads it. */
    abstract Source<T> source(Path file);

    @Override
    protected Sink<T> sink() {
      return sink(folder.resolve("out"));
    }

    @Override
    protected List<T> published() throws Exception {
      Path file = folder.resolve("out");
      return Files.exists(file) ? LaneDriver.read(source(file)).values() : List.of();
    }

    @Override
    protected Sink<T> unusable() {
      return sink(folder.resolve("missing/out"));
    }
  }

  @Nested
  class OfLines extends OfAFile<String> {
    @Override
    protected String element(int index) {
      return index % 5 == 0 ? "" : "line " + index;
    }

    @Override
    Sink<String> sink(Path file) {
      return FileSink.lines(file);
    }

    @Override
    Source<String> source(Path file) {
      return FileSource.lines(file);
    }
  }

  @Nested
  class OfAppendedLineViews extends OfAFile<Line> {
    @Override
    protected Line element(int index) {
      return Line.of("line " + index);
    }

    @Override
    protected boolean atomic() {
      return false;
    }

    @Override
    protected boolean takesBack() {
      return true;
    }

    @Override
    protected boolean replaces() {
      return false;
    }

    @Override
    Sink<Line> sink(Path file) {
      return FileSink.lineViews(file, o -> o.append());
    }

    @Override
    Source<Line> source(Path file) {
      return FileSource.lineViews(file);
    }
  }

  @Nested
  class OfRolledLines extends OfAFile<String> {
    @Override
    protected String element(int index) {
      return "line " + index;
    }

    @Override
    protected boolean atomic() {
      return false;
    }

    @Override
    protected boolean replaces() {
      return false;
    }

    @Override
    Sink<String> sink(Path file) {
      return FileSink.lines(file, o -> o.rollSize(20_000));
    }

    @Override
    Source<String> source(Path file) {
      return FileSource.lines(Inputs.glob(folder + "/out-*"));
    }

    @Override
    protected List<String> published() throws Exception {
      boolean any = Files.exists(folder.resolve("out-00000"));
      return any ? LaneDriver.read(source(folder)).values() : List.of();
    }
  }

  @Nested
  class OfBytes extends OfAFile<byte[]> {
    @Override
    protected byte[] element(int index) {
      return ByteBuffer.allocate(4).putInt(index).array();
    }

    @Override
    protected Object comparable(byte[] element) {
      return ByteBuffer.wrap(element);
    }

    @Override
    Sink<byte[]> sink(Path file) {
      return FileSink.bytes(file);
    }

    @Override
    Source<byte[]> source(Path file) {
      return FileSource.bytes(file, o -> o.pieceSize(4));
    }
  }

  @Nested
  class OfRecordsAsCsv extends OfAFile<Person> {
    @Override
    protected Person element(int index) {
      return Person.of(index);
    }

    @Override
    Sink<Person> sink(Path file) {
      return FileSink.csv(file, Person.class);
    }

    @Override
    Source<Person> source(Path file) {
      return FileSource.csv(file, Person.class);
    }
  }

  @Nested
  class OfMapsAsAppendedCsv extends OfAFile<Map<String, ?>> {
    @Override
    protected Map<String, ?> element(int index) {
      return Map.of("a", "x" + index, "b", "");
    }

    @Override
    protected boolean atomic() {
      return false;
    }

    @Override
    protected boolean takesBack() {
      return true;
    }

    @Override
    protected boolean replaces() {
      return false;
    }

    @Override
    Sink<Map<String, ?>> sink(Path file) {
      return FileSink.csv(file, List.of("b", "a"), o -> o.append());
    }

    @Override
    Source<Map<String, ?>> source(Path file) {
      throw new UnsupportedOperationException("read as text maps");
    }

    @Override
    protected List<Map<String, ?>> published() throws Exception {
      Path file = folder.resolve("out");
      return Files.exists(file)
          ? List.copyOf(LaneDriver.read(FileSource.csv(file)).values())
          : List.of();
    }
  }

  @Nested
  class OfJsonLines extends OfAFile<Person> {
    @Override
    protected Person element(int index) {
      return Person.of(index);
    }

    @Override
    Sink<Person> sink(Path file) {
      return FileSink.jsonLines(file);
    }

    @Override
    Source<Person> source(Path file) {
      return FileSource.jsonLines(file, Person.class);
    }
  }
}
