package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.testkit.SinkContractTest;
import dev.leat.runtime.testkit.SourceContractTest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/guide/connectors.md. */
class ConnectorsTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  @TempDir Path folder;

  @AfterEach
  void close() {
    runtime.close();
  }

  // guide
  record Reading(long millis, double value) {
    static final int BYTES = 16;
  }

  record Readings(Path file, OnError onError) implements Source<Reading> {

    @Override
    public String describe() {
      return "readings " + file;
    }

    @Override
    public List<Lane<Reading>> lanes(ConnectorContext context) throws IOException {
      if (!Files.isReadable(file)) {
        throw new IOException("cannot read '%s': is it there?".formatted(file));
      }
      long size = Files.size(file);
      if (size % Reading.BYTES != 0) {
        throw new IOException(
            "'%s' has %d bytes, which is no multiple of %d".formatted(file, size, Reading.BYTES));
      }
      return List.of(new ReadingsLane(file, size));
    }
  }

  // end

  // guide
  record ReadingsLane(Path file, long size) implements Lane<Reading> {

    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public String unit() {
      return "bytes";
    }

    @Override
    public LaneReader<Reading> open() throws IOException {
      return new ReadingsReader(file, size, FileChannel.open(file));
    }
  }

  static final class ReadingsReader implements LaneReader<Reading> {

    private static final int BLOCK = 4_096 * Reading.BYTES;

    private final Path file;
    private final long size;
    private final FileChannel channel;
    private long next;

    ReadingsReader(Path file, long size, FileChannel channel) {
      this.file = file;
      this.size = size;
      this.channel = channel;
    }

    @Override
    public @Nullable Block<Reading> next() {
      if (next == size) {
        return null;
      }
      long from = next;
      next = Math.min(size, from + BLOCK);
      return new ReadingsBlock(channel, from, next);
    }

    @Override
    public Position describe(long position) {
      return new Position(file.toString(), position / Reading.BYTES + 1, position);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  // end

  // guide
  static final class ReadingsBlock implements Block<Reading> {

    private final FileChannel channel;
    private final long from;
    private final long to;
    private @Nullable ByteBuffer bytes;

    ReadingsBlock(FileChannel channel, long from, long to) {
      this.channel = channel;
      this.from = from;
      this.to = to;
    }

    @Override
    public boolean read(Emitter<? super Reading> out) throws IOException {
      ByteBuffer loaded = bytes;
      if (loaded == null) {
        loaded = load();
        bytes = loaded;
      }
      boolean room = true;
      while (room && loaded.hasRemaining()) {
        long position = from + loaded.position();
        Reading reading = new Reading(loaded.getLong(), loaded.getDouble());
        room =
            Double.isFinite(reading.value())
                ? out.emit(reading, position)
                : out.reject(reading.toString(), position, new ArithmeticException("not finite"));
      }
      return !loaded.hasRemaining();
    }

    private ByteBuffer load() throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate((int) (to - from));
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, from + buffer.position()) < 0) {
          throw new EOFException("the file became shorter while it was read");
        }
      }
      return buffer.flip();
    }

    @Override
    public long from() {
      return from;
    }

    @Override
    public long to() {
      return to;
    }

    @Override
    public long weight() {
      return to - from;
    }
  }

  // end

  // guide
  record ReadingsFile(Path file) implements Sink<Reading> {

    @Override
    public String describe() {
      return "readings " + file;
    }

    @Override
    public SinkWriter<Reading> open(ConnectorContext context) throws IOException {
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      return new ReadingsWriter(file, temporary, channel);
    }
  }

  record ReadingsWriter(Path file, Path temporary, FileChannel channel)
      implements SinkWriter<Reading> {

    @Override
    public void write(List<? extends Reading> chunk) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(chunk.size() * Reading.BYTES);
      for (Reading reading : chunk) {
        buffer.putLong(reading.millis()).putDouble(reading.value());
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    @Override
    public void flush() throws IOException {
      channel.force(true);
    }

    @Override
    public void commit() throws IOException {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void abort() {
      boolean deleted = temporary.toFile().delete();
      System.getLogger("readings").log(System.Logger.Level.DEBUG, "deleted: {0}", deleted);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  // end

  private static List<Reading> readings(int count) {
    return LongStream.range(0, count).mapToObj(i -> new Reading(i, i / 2.0)).toList();
  }

  private Path write(List<Reading> readings) {
    Path file = folder.resolve("in.readings");
    runtime.run(Pipeline.named("write").from(Sources.from(readings)).to(new ReadingsFile(file)));
    return file;
  }

  @Test
  void shouldCopyReadingsOnAllCores() {
    List<Reading> all = readings(100_000);
    Path file = write(all);
    Path doubled = folder.resolve("out.readings");
    // guide
    Pipeline pipeline =
        Pipeline.named("double")
            .from(new Readings(file, OnError.fail()))
            .cpu("double", reading -> new Reading(reading.millis(), 2 * reading.value()))
            .to(new ReadingsFile(doubled));
    // end
    Job job = runtime.start(pipeline);
    job.await();

    assertThat(runtime.collect(Pipeline.named("r").from(new Readings(doubled, OnError.fail()))))
        .hasSize(100_000)
        .startsWith(new Reading(0, 0), new Reading(1, 1))
        .endsWith(new Reading(99_999, 99_999));
    assertThat(job.progress().done()).isEqualTo(job.progress().size()).isEqualTo(1_600_000);
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void shouldRejectWhatIsNoReading() {
    Path file = write(List.of(new Reading(1, 1), new Reading(2, Double.NaN), new Reading(3, 3)));
    List<DeadLetter> letters = new ArrayList<>();
    Source<Reading> kept = new Readings(file, OnError.deadLetters(Sinks.each(letters::add)));
    Pipeline failing =
        Pipeline.named("r").from(new Readings(file, OnError.fail())).to(Sinks.discard());

    assertThat(runtime.collect(Pipeline.named("r").from(kept))).hasSize(2);
    assertThat(letters)
        .singleElement()
        .extracting(DeadLetter::position)
        .isEqualTo(new Position(file.toString(), 2, 16));
    assertThatThrownBy(() -> runtime.run(failing))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("in.readings:2");
  }

  @Test
  void shouldRefuseAFileThatIsCutOff() throws IOException {
    Path file = Files.write(folder.resolve("cut.readings"), new byte[17]);
    Pipeline pipeline =
        Pipeline.named("r").from(new Readings(file, OnError.fail())).to(Sinks.discard());

    assertThatThrownBy(() -> runtime.run(pipeline))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("no multiple of 16");
  }

  @Test
  void shouldLeaveNothingBehindWhenTheJobFails() {
    Pipeline failing =
        Pipeline.named("r")
            .from(Sources.of(1, 2))
            .map(n -> new Reading(6 / (2 - n), n))
            .to(new ReadingsFile(folder.resolve("out.readings")));

    assertThatThrownBy(() -> runtime.run(failing)).isInstanceOf(JobException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static Path write(Path folder, List<Reading> readings) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(readings.size() * Reading.BYTES);
    readings.forEach(reading -> bytes.putLong(reading.millis()).putDouble(reading.value()));
    return Files.write(folder.resolve("in.readings"), bytes.array());
  }

  private List<Reading> read(Path file) {
    return runtime.collect(Pipeline.named("r").from(new Readings(file, OnError.fail())));
  }

  @Nested
  // guide
  class ReadingsContractTest extends SourceContractTest<Reading> {

    @TempDir Path place;

    @Override
    protected Reading element(int index) {
      return new Reading(index, index / 2.0);
    }

    @Override
    protected Source<Reading> source(List<Reading> elements) throws IOException {
      return new Readings(write(place, elements), OnError.fail());
    }

    @Override
    protected Source<Reading> broken(List<Reading> elements) throws IOException {
      List<Reading> damaged = new ArrayList<>(elements);
      damaged.add(new Reading(0, Double.NaN));
      return source(damaged);
    }

    @Override
    protected Source<Reading> unusable() {
      return new Readings(place.resolve("missing"), OnError.fail());
    }
  }

  // end

  @Nested
  // guide
  class ReadingsFileContractTest extends SinkContractTest<Reading> {

    @TempDir Path place;

    @Override
    protected Reading element(int index) {
      return new Reading(index, index / 2.0);
    }

    @Override
    protected Sink<Reading> sink() {
      return new ReadingsFile(place.resolve("out.readings"));
    }

    @Override
    protected List<Reading> published() {
      Path file = place.resolve("out.readings");
      return Files.exists(file) ? read(file) : List.of();
    }

    @Override
    protected Sink<Reading> unusable() {
      return new ReadingsFile(place.resolve("missing/out.readings"));
    }
  }

  // end
}
