package dev.leat.connector.files;

import dev.leat.pipeline.connector.Block;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Hands out a plain file as ranges, without reading it. */
final class RangeFeed<T> implements Feed<T> {

  /**
   * A file is cut into so many ranges at least, so that all cores get work, unless they became too
   * small.
   */
  private static final int MIN_RANGES = 8;

  private static final int MIN_RANGE = 16 * 1024;

  private final SharedFile source;
  private final LaneIndex index;
  private final ElementKind<T> kind;
  private final long blockSize;
  private long next;

  RangeFeed(SharedFile source, LaneIndex index, ElementKind<T> kind, int blockSize) {
    this.source = source;
    this.index = index;
    this.kind = kind;
    this.blockSize =
        kind.fixedBlocks()
            ? blockSize
            : Math.min(blockSize, Math.max(MIN_RANGE, source.file().size() / MIN_RANGES));
    next = kind.fixedBlocks() ? 0 : source.file().dataStart();
  }

  @Override
  public @Nullable Block<T> next() throws IOException {
    InputFile file = source.file();
    if (next >= file.size()) {
      return null;
    }
    long from = next;
    long to = Math.min(file.size(), from + blockSize);
    BlockEntry entry = index.add(file, to - from, to, kind.hasLines());
    next = to;
    source.retain();
    return kind.range(entry, source, from, to);
  }

  @Override
  public void finish() throws IOException {
    source.release();
  }
}
