package dev.leat.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is mapped for reading, of any size: in pieces, because a buffer has room for 2 GiB.
 * Thread-safe. After {@link #close} nothing can be read any more; the address space is given back
 * when the garbage collector finds that nobody is reading.
 */
final class MappedFile {

  private static final int PIECE_BITS = 30;
  private static final long PIECE = 1L << PIECE_BITS;

  private final Path file;
  private final long size;
  private ByteBuffer @Nullable [] pieces;

  private MappedFile(Path file, long size, ByteBuffer[] pieces) {
    this.file = file;
    this.size = size;
    this.pieces = pieces;
  }

  static MappedFile map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer[] pieces = new ByteBuffer[Math.toIntExact((size + PIECE - 1) / PIECE)];
      for (int i = 0; i < pieces.length; i++) {
        long from = i * PIECE;
        pieces[i] =
            channel
                .map(FileChannel.MapMode.READ_ONLY, from, Math.min(PIECE, size - from))
                .order(ByteOrder.LITTLE_ENDIAN);
      }
      return new MappedFile(file, size, pieces);
    }
  }

  Path file() {
    return file;
  }

  long size() {
    return size;
  }

  void close() {
    pieces = null;
  }

  private ByteBuffer piece(long at, int length) {
    ByteBuffer[] open = pieces;
    if (open == null) {
      throw new IllegalStateException("the shared table is closed, because its job has ended");
    }
    if (at < 0 || at > size - length) {
      throw new IndexOutOfBoundsException(
          "%,d bytes from %,d on do not exist in a shared table of %,d"
              .formatted(length, at, size));
    }
    return open[(int) (at >>> PIECE_BITS)];
  }

  byte getByte(long at) {
    return piece(at, 1).get((int) (at & (PIECE - 1)));
  }

  long getLong(long at) {
    ByteBuffer piece = piece(at, Long.BYTES);
    int from = (int) (at & (PIECE - 1));
    if (from <= piece.limit() - Long.BYTES) {
      return piece.getLong(from);
    }
    byte[] bytes = new byte[Long.BYTES];
    read(at, bytes, 0, Long.BYTES);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  void read(long at, byte[] into, int from, int count) {
    if (count == 0) {
      return;
    }
    int done = 0;
    while (done < count) {
      ByteBuffer piece = piece(at + done, count - done);
      int begin = (int) ((at + done) & (PIECE - 1));
      int part = Math.min(count - done, piece.limit() - begin);
      piece.get(begin, into, from + done, part);
      done += part;
    }
  }
}
