package dev.leat.connector.files;

import dev.leat.pipeline.bytes.LineSplitter;
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
    recycle();
    lines.reset(next.bytes, next.from, next.scanned, next.to);
    loaded = next;
    return next;
  }

  private boolean emit(Emitter<? super T> out, Loaded now, int from, int to) {
    long within = now.origin + (long) from;
    long position = entry.nextLine(within);
    byte[] bytes = now.bytes;
    T element;
    try {
      element = format.element(bytes, from, to);
    } catch (MalformedException e) {
      if (to - from <= format.maxLine()) {
        entry.malformed(within, Place.inLine(bytes, from, e.at()));
      }
      return out.reject(LineFormat.head(bytes, from, to), position, cause(within, e));
    }
    return element == null || out.emit(element, position);
  }

  private IOException cause(long within, MalformedException e) {
    return new IOException(
        "'%s': the line at offset %d %s"
            .formatted(entry.file.name(), entry.fileOffset + within, e.getMessage()),
        e.getCause());
  }

  /** Publishes the number of lines and lets go of the bytes. */
  private boolean finish() throws IOException {
    exhausted = true;
    recycle();
    lines.reset(new byte[0], 0, 0, 0);
    entry.finish();
    source.release();
    return true;
  }

  private void recycle() {
    Loaded done = loaded;
    loaded = null;
    if (done != null && !format.keepsBytes()) {
      source.recycle(done);
    }
  }
}
