package dev.leat.connector.files;

import dev.leat.pipeline.bytes.LineSplitter;
import dev.leat.pipeline.bytes.Utf8;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A block that is split into lines by the thread that reads it. */
final class LineBlock<T> implements Block<T> {

  private final BlockEntry entry;
  private final LineBytes source;
  private final LineFormat<T> format;
  private final LineSplitter lines = new LineSplitter();
  private @Nullable Loaded loaded;
  private boolean exhausted;

  LineBlock(BlockEntry entry, LineBytes source, LineFormat<T> format) {
    this.entry = entry;
    this.source = source;
    this.format = format;
  }

  @Override
  public long from() {
    return entry.from();
  }

  @Override
  public long to() {
    return entry.to();
  }

  @Override
  public long weight() {
    return entry.length;
  }

  @Override
  public boolean read(Emitter<? super T> out) throws IOException {
    if (exhausted) {
      return true;
    }
    Loaded now = loaded == null ? use(source.load()) : loaded;
    while (lines.rest() < now.startsBefore) {
      if (lines.next()) {
        if (!emit(out, now, lines.start(), lines.end())) {
          return lines.rest() >= now.startsBefore && finish();
        }
      } else if (now.last || now.to - lines.rest() > format.maxLine() + 1) {
        emit(out, now, lines.rest(), now.to); // the last line of the file, or one that is too long
        return finish();
      } else {
        now = use(source.more(now, lines.rest(), format.maxLine()));
      }
    }
    return finish();
  }

  private Loaded use(Loaded next) {
    lines.reset(next.bytes, next.from, next.scanned, next.to);
    loaded = next;
    return next;
  }

  private boolean emit(Emitter<? super T> out, Loaded now, int from, int to) {
    long within = now.origin + (long) from;
    long position = entry.nextLine(within);
    byte[] bytes = now.bytes;
    if (format.accepts(bytes, from, to)) {
      return out.emit(format.element(bytes, from, to), position);
    }
    IOException cause =
        to - from > format.maxLine()
            ? tooLong(within)
            : malformed(within, Utf8.indexOfMalformed(bytes, from, to) - from);
    return out.reject(LineFormat.head(bytes, from, to), position, cause);
  }

  private IOException tooLong(long within) {
    return new IOException(
        "'%s': the line at offset %d is longer than %d bytes; see maxLine"
            .formatted(entry.file.name(), entry.fileOffset + within, format.maxLine()));
  }

  private IOException malformed(long within, int at) {
    return new IOException(
        "'%s': the line at offset %d is not UTF-8: malformed byte %d of the line"
            .formatted(entry.file.name(), entry.fileOffset + within, at + 1));
  }

  /** Publishes the number of lines and lets go of the bytes. */
  private boolean finish() throws IOException {
    exhausted = true;
    loaded = null;
    lines.reset(new byte[0], 0, 0, 0);
    entry.finish();
    source.release();
    return true;
  }
}
