package dev.leat.connector.files;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.LaneReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the inputs of a lane one after the other. */
final class FilesReader<T> implements LaneReader<T> {

  private final Iterator<InputFile> files;
  private final ElementKind<T> kind;
  private final int blockSize;
  private final LaneIndex index = new LaneIndex();

  /** Files of which blocks may still be read. Used by the thread of the lane. */
  private final List<SharedFile> open = new ArrayList<>();

  private @Nullable Feed<T> feed;

  FilesReader(List<InputFile> files, ElementKind<T> kind, int blockSize) {
    this.files = files.iterator();
    this.kind = kind;
    this.blockSize = blockSize;
  }

  @Override
  public @Nullable Block<T> next() throws IOException, InterruptedException {
    while (true) {
      Feed<T> current = feed;
      if (current == null) {
        if (!files.hasNext()) {
          return null;
        }
        current = begin(files.next());
        feed = current;
      }
      Block<T> block = current.next();
      if (block != null) {
        return block;
      }
      feed = null;
      current.finish();
    }
  }

  @Override
  public Position describe(long position) {
    return index.describe(position);
  }

  @Override
  public long done(long position) {
    return index.done(position);
  }

  @Override
  public void acknowledged(long position) {
    index.acknowledged(position);
  }

  @Override
  public void close() throws IOException {
    Feed<T> current = feed;
    feed = null;
    if (current != null) {
      current.finish();
    }
    for (SharedFile file : open) {
      file.close();
    }
    open.clear();
  }

  private Feed<T> begin(InputFile file) throws IOException, InterruptedException {
    boolean ranges = file.hasRanges() && kind.hasRanges();
    index.beginFile(file, ranges && kind.hasLines() ? file.dataStart() : 0);
    if (!ranges) {
      return kind.sequential(SequentialInput.open(file), index, blockSize);
    }
    SharedFile shared = new SharedFile(file);
    open.removeIf(SharedFile::isClosed);
    open.add(shared);
    return new RangeFeed<>(shared, index, kind, blockSize);
  }
}
