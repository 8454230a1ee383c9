package dev.leat.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.Source;
import dev.leat.runtime.testkit.SourceContractTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** All file sources keep the contract of sources. */
class FileSourcesContractTest {

  /** What rows and JSON are made into; some have line ends and quotes in them. */
  record Person(int id, String name) {

    static Person of(int index) {
      return new Person(index, index % 7 == 0 ? "a \"b\",\n" + index : "name " + index);
    }

    String csv() {
      return "%d,\"%s\"\n".formatted(id, name.replace("\"", "\"\""));
    }
  }

  /**
   * Sources of a file that is made of elements.
   *
   * @param <T> the type of the elements
   */
  abstract static class OfAFile<T> extends SourceContractTest<T> {

    @TempDir Path folder;

    /** The file as bytes. */
    abstract byte[] bytes(List<T> elements);

    /** The source that is tested. */
    abstract Source<T> source(Path file);

    @Override
    protected Source<T> source(List<T> elements) throws IOException {
      return source(Files.write(folder.resolve("in"), bytes(elements)));
    }

    @Override
    protected Source<T> broken(List<T> elements) throws IOException {
      byte[] packed = Compressed.gzip(bytes(elements));
      byte[] cut = Arrays.copyOf(packed, packed.length * 3 / 4);
      return source(Files.write(folder.resolve("broken.gz"), cut));
    }

    @Override
    protected Source<T> unusable() {
      return source(folder.resolve("missing"));
    }

    /** A pipe that nobody has opened for writing. */
    @Override
    protected Optional<Source<T>> waiting() throws IOException, InterruptedException {
      Path pipe = folder.resolve("pipe");
      Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
      return mkfifo.waitFor() == 0 ? Optional.of(source(pipe)) : Optional.empty();
    }
  }

  @Nested
  class OfLines extends OfAFile<String> {
    @Override
    protected String element(int index) {
      return index % 5 == 0 ? "" : "line " + index;
    }

    @Override
    byte[] bytes(List<String> elements) {
      return text(elements);
    }

    @Override
    Source<String> source(Path file) {
      return FileSource.lines(file, o -> o.blockSize(1000));
    }
  }

  @Nested
  class OfCompressedLineViews extends OfAFile<Line> {
    @Override
    protected Line element(int index) {
      return Line.of("line " + index);
    }

    @Override
    byte[] bytes(List<Line> elements) {
      return Compressed.zstd(new String(text(elements), UTF_8));
    }

    @Override
    protected Source<Line> broken(List<Line> elements) throws IOException {
      byte[] packed = bytes(elements);
      byte[] cut = Arrays.copyOf(packed, packed.length * 3 / 4);
      return source(Files.write(folder.resolve("broken"), cut));
    }

    @Override
    Source<Line> source(Path file) {
      return FileSource.lineViews(file, o -> o.blockSize(1000));
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
    protected int many() {
      return 1_000;
    }

    @Override
    byte[] bytes(List<byte[]> elements) {
      ByteBuffer all = ByteBuffer.allocate(4 * elements.size());
      elements.forEach(all::put);
      return all.array();
    }

    @Override
    Source<byte[]> source(Path file) {
      return FileSource.bytes(file, o -> o.pieceSize(4));
    }

    /** Pieces of what is cut off would be shorter than the others. */
    @Override
    protected Source<byte[]> broken(List<byte[]> elements) throws IOException {
      Path file = Files.write(folder.resolve("broken"), bytes(elements));
      return new Shrinking<>(source(file), file);
    }
  }

  /** A file that becomes shorter when its size is known. */
  private record Shrinking<T>(Source<T> source, Path file) implements Source<T> {

    @Override
    public String describe() {
      return source.describe();
    }

    @Override
    public List<? extends Lane<T>> lanes(ConnectorContext context) throws Exception {
      List<? extends Lane<T>> lanes = source.lanes(context);
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 400));
      return lanes;
    }
  }

  @Nested
  class OfRecordsInCsv extends OfAFile<Person> {
    @Override
    protected Person element(int index) {
      return Person.of(index);
    }

    @Override
    byte[] bytes(List<Person> elements) {
      StringBuilder text = new StringBuilder("id,name\n");
      elements.forEach(person -> text.append(person.csv()));
      return text.toString().getBytes(UTF_8);
    }

    @Override
    Source<Person> source(Path file) {
      return FileSource.csv(file, Person.class, o -> o.blockSize(1000));
    }
  }

  @Nested
  class OfMapsInCompressedCsv extends OfAFile<Map<String, String>> {
    @Override
    protected Map<String, String> element(int index) {
      return Map.of("a", "x" + index, "b", "");
    }

    @Override
    byte[] bytes(List<Map<String, String>> elements) {
      StringBuilder text = new StringBuilder();
      elements.forEach(row -> text.append(row.get("a")).append(",\r\n"));
      return Compressed.gzip(text.toString());
    }

    @Override
    Source<Map<String, String>> source(Path file) {
      return FileSource.csv(file, o -> o.columns("a", "b").blockSize(1000));
    }

    @Override
    protected Source<Map<String, String>> broken(List<Map<String, String>> elements)
        throws IOException {
      byte[] damaged = (new String(plain(elements), UTF_8) + "\"x\" ,y\n").getBytes(UTF_8);
      return source(Files.write(folder.resolve("broken"), damaged));
    }

    private byte[] plain(List<Map<String, String>> elements) {
      StringBuilder text = new StringBuilder();
      elements.forEach(row -> text.append(row.get("a")).append(",\n"));
      return text.toString().getBytes(UTF_8);
    }
  }

  @Nested
  class OfJsonLines extends OfAFile<Person> {
    @Override
    protected Person element(int index) {
      return new Person(index, "name " + index);
    }

    @Override
    byte[] bytes(List<Person> elements) {
      return text(
          elements.stream()
              .map(person -> "{\"id\":%d,\"name\":\"%s\"}".formatted(person.id(), person.name()))
              .toList());
    }

    @Override
    Source<Person> source(Path file) {
      return FileSource.jsonLines(file, Person.class, o -> o.blockSize(1000));
    }
  }

  private static byte[] text(List<?> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(UTF_8);
  }
}
