package dev.leat.samples.accesslog;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.bytes.LineSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * Reads the lines of a file one after the other, as views of large blocks, which takes less time
 * than a {@code BufferedReader}. One thread at a time.
 */
final class LineReader {

  private static final int BLOCK = 256 * 1024;
  private static final int LONGEST = 1024 * 1024;

  private final InputStream in;
  private final LineSplitter lines = new LineSplitter();
  private byte[] block = {};
  private int filled;
  private long before;
  private long number;
  private boolean ended;

  private LineReader(Path file) throws IOException {
    in = Files.newInputStream(file);
  }

  /** The lines of a file, read by a thread that may block. */
  static Flux<PlacedLine> lines(Path file) {
    return read(file, LineReader::next);
  }

  /** The same in lists of {@code size} lines; the last one may be shorter. */
  static Flux<List<PlacedLine>> chunks(Path file, int size) {
    return read(file, reader -> reader.next(size));
  }

  /** The same as a stream, which is to be closed. Read by the thread that consumes it. */
  static Stream<List<PlacedLine>> stream(Path file, int size) throws IOException {
    LineReader reader = new LineReader(file);
    return Stream.iterate(
            reader.chunk(size), chunk -> !chunk.isEmpty(), chunk -> reader.chunk(size))
        .onClose(reader::close);
  }

  /** The next lines; none at the end. */
  private List<PlacedLine> chunk(int size) {
    try {
      List<PlacedLine> chunk = next(size);
      return chunk == null ? List.of() : chunk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one element; null at the end. */
  @FunctionalInterface
  private interface Step<T> {
    @Nullable T next(LineReader reader) throws IOException;
  }

  private static <T> Flux<T> read(Path file, Step<T> step) {
    return Flux.<T, LineReader>generate(
            () -> new LineReader(file),
            (reader, sink) -> reader.emit(step, sink),
            LineReader::close)
        .subscribeOn(Schedulers.boundedElastic());
  }

  private <T> LineReader emit(Step<T> step, SynchronousSink<T> sink) {
    try {
      T element = step.next(this);
      if (element == null) {
        sink.complete();
      } else {
        sink.next(element);
      }
    } catch (IOException e) {
      sink.error(e);
    }
    return this;
  }

  private @Nullable List<PlacedLine> next(int size) throws IOException {
    List<PlacedLine> chunk = new ArrayList<>(size);
    PlacedLine line = next();
    while (line != null) {
      chunk.add(line);
      line = chunk.size() < size ? next() : null;
    }
    return chunk.isEmpty() ? null : chunk;
  }

  private @Nullable PlacedLine next() throws IOException {
    while (!lines.next()) {
      if (ended) {
        return last();
      }
      refill();
    }
    return placed(lines.start(), lines.end());
  }

  /** What follows the last newline of the file. */
  private @Nullable PlacedLine last() {
    int from = lines.rest();
    lines.reset(block, filled, filled, filled);
    return from == filled ? null : placed(from, filled);
  }

  private PlacedLine placed(int from, int to) {
    return new PlacedLine(new Line(block, from, to - from), ++number, before + from);
  }

  /** Makes a new block, because lines are views of the old one. */
  private void refill() throws IOException {
    int from = lines.rest();
    int kept = filled - from;
    if (kept > LONGEST) {
      throw new IOException("line %d is longer than %d bytes".formatted(number + 1, LONGEST));
    }
    byte[] next = new byte[Math.max(BLOCK, 2 * kept)];
    System.arraycopy(block, from, next, 0, kept);
    int read = in.readNBytes(next, kept, next.length - kept);
    ended = kept + read < next.length;
    before += from;
    block = next;
    filled = kept + read;
    lines.reset(block, 0, kept, filled);
  }

  private void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
