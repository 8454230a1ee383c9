package dev.leat.connector.files;

import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import java.io.IOException;

/** A block that is one element: a piece of a file as it is. */
final class PieceBlock implements Block<byte[]> {

  private final BlockEntry entry;
  private final Piece piece;
  private boolean exhausted;

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Piece {
    byte[] bytes() throws IOException;

    /** A range of a file, which is read by whoever reads the block. */
    static Piece range(SharedFile source, long from, long to) {
      return () -> {
        byte[] bytes = new byte[Math.toIntExact(to - from)];
        source.read(bytes, 0, bytes.length, from);
        source.release();
        return bytes;
      };
    }
  }

  PieceBlock(BlockEntry entry, Piece piece) {
    this.entry = entry;
    this.piece = piece;
  }

  @Override
  public boolean read(Emitter<? super byte[]> out) throws IOException {
    if (!exhausted) {
      byte[] bytes = piece.bytes();
      exhausted = true;
      out.emit(bytes, entry.from());
    }
    return true;
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
}
