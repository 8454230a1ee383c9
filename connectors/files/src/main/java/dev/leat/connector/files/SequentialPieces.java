package dev.leat.connector.files;

import dev.leat.pipeline.connector.Block;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hands out an input that is read from front to back as pieces of bytes, each as long as what was
 * there.
 */
final class SequentialPieces implements Feed<byte[]> {

  private final SequentialInput input;
  private final LaneIndex index;
  private final int blockSize;

  SequentialPieces(SequentialInput input, LaneIndex index, int blockSize) {
    this.input = input;
    this.index = index;
    this.blockSize = blockSize;
  }

  @Override
  public @Nullable Block<byte[]> next() throws IOException {
    byte[] buffer = new byte[blockSize];
    int n = input.read(buffer, 0, blockSize);
    if (n < 0) {
      return null;
    }
    byte[] piece = n == blockSize ? buffer : Arrays.copyOf(buffer, n);
    return new PieceBlock(index.add(input.file(), n, input.stored(), false), () -> piece);
  }

  @Override
  public void finish() throws IOException {
    input.close();
  }
}
