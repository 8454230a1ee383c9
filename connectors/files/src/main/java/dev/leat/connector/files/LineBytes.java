package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Newlines;
import java.io.IOException;

/** Where a {@link LineBlock} gets its bytes from. Used by one thread at a time. */
sealed interface LineBytes {

  /** Gets the bytes. Called once. */
  Loaded load() throws IOException;

  /**
   * Gets more bytes for the line that begins at an index of what was loaded and has no end there.
   * Called again as long as there are more and the line is not too long.
   */
  Loaded more(Loaded loaded, int line, int maxLine) throws IOException;

  /** Nobody will look at these bytes any more, so they may be overwritten. */
  void recycle(Loaded loaded);

  /** Lets go of what is held. Called once, when the block has been read. */
  void release() throws IOException;

  /** Bytes that were read before the block was handed out. */
  record Ready(Loaded loaded) implements LineBytes {
    @Override
    public Loaded load() {
      return loaded;
    }

    @Override
    public Loaded more(Loaded loaded, int line, int maxLine) {
      throw new IllegalStateException("whole lines have no more");
    }

    @Override
    public void recycle(Loaded loaded) {}

    @Override
    public void release() {}
  }

  /**
   * A range of a file, which is read by whoever reads the block. A line belongs to the range in
   * which it begins: the byte before the range tells whether one begins right there, and the last
   * one is read on past the end.
   *
   * @param from where the range begins in the file
   * @param to where it ends (exclusive)
   */
  record Range(SharedFile source, long from, long to) implements LineBytes {

    /** How much is read past the end at once, in the hope that the last line ends there. */
    private static final int SLACK = 2 * 1024;

    private static final int MORE = 16 * 1024;

    @Override
    public Loaded load() throws IOException {
      InputFile file = source.file();
      int before = from == file.dataStart() ? 0 : 1;
      long end = Math.min(file.size(), to + SLACK);
      int length = Math.toIntExact(end - from) + before;
      byte[] bytes = source.buffer(length);
      source.read(bytes, 0, length, from - before);
      int startsBefore = Math.toIntExact(to - from) + before;
      int first = before == 0 ? 0 : afterFirstNewline(bytes, startsBefore);
      return new Loaded(bytes, first, length, startsBefore, -before, end == file.size(), first);
    }

    @Override
    public Loaded more(Loaded loaded, int line, int maxLine) throws IOException {
      InputFile file = source.file();
      int have = loaded.to - line;
      long next = from + loaded.origin + loaded.to;
      long wanted = Math.min(Math.max(2L * have, have + MORE), maxLine + 2L);
      int size = (int) Math.min(wanted, have + file.size() - next);
      byte[] bytes = new byte[size];
      System.arraycopy(loaded.bytes, line, bytes, 0, have);
      source.read(bytes, have, size - have, next);
      boolean last = next + (size - have) == file.size();
      return new Loaded(bytes, 0, size, 1, loaded.origin + line, last, have);
    }

    @Override
    public void recycle(Loaded loaded) {
      source.recycle(loaded.bytes);
    }

    @Override
    public void release() throws IOException {
      source.release();
    }

    private static int afterFirstNewline(byte[] bytes, int startsBefore) {
      int newline = Newlines.indexOf(bytes, 0, startsBefore - 1);
      return newline < 0 ? startsBefore : newline + 1;
    }
  }
}
