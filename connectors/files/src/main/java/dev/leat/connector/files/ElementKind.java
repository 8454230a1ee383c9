package dev.leat.connector.files;

import dev.leat.pipeline.connector.Block;

/** What the elements of a source are: lines in some form, or pieces of bytes. */
sealed interface ElementKind<T> {

  boolean hasLines();

  /** Whether a plain file can be cut anywhere into ranges that are read on their own. */
  boolean hasRanges();

  /** Whether blocks have exactly the size asked for, because one sees it. */
  boolean fixedBlocks();

  /** A block for a range of a plain file. */
  Block<T> range(BlockEntry entry, SharedFile source, long from, long to);

  /** A feed for an input that is read from front to back. */
  Feed<T> sequential(SequentialInput input, LaneIndex index, int blockSize);

  /** Lines. */
  record Lines<T>(LineFormat<T> format) implements ElementKind<T> {
    @Override
    public boolean hasLines() {
      return true;
    }

    @Override
    public boolean hasRanges() {
      return true;
    }

    @Override
    public boolean fixedBlocks() {
      return false;
    }

    @Override
    public Block<T> range(BlockEntry entry, SharedFile source, long from, long to) {
      return new LineBlock<>(entry, new LineBytes.Range(source, from, to), format);
    }

    @Override
    public Feed<T> sequential(SequentialInput input, LaneIndex index, int blockSize) {
      return new SequentialLines<>(input, index, format, blockSize);
    }
  }

  /** Pieces of bytes. */
  record Pieces() implements ElementKind<byte[]> {
    @Override
    public boolean hasLines() {
      return false;
    }

    @Override
    public boolean hasRanges() {
      return true;
    }

    @Override
    public boolean fixedBlocks() {
      return true;
    }

    @Override
    public Block<byte[]> range(BlockEntry entry, SharedFile source, long from, long to) {
      return new PieceBlock(entry, PieceBlock.Piece.range(source, from, to));
    }

    @Override
    public Feed<byte[]> sequential(SequentialInput input, LaneIndex index, int blockSize) {
      return new SequentialPieces(input, index, blockSize);
    }
  }

  /**
   * Rows of comma-separated values. Where a row ends depends on all quotes before, so a file is
   * read from front to back and cut into blocks of whole rows.
   */
  record Rows<T>(CsvFormat<T> format) implements ElementKind<T> {
    @Override
    public boolean hasLines() {
      return true;
    }

    @Override
    public boolean hasRanges() {
      return false;
    }

    @Override
    public boolean fixedBlocks() {
      return false;
    }

    @Override
    public Block<T> range(BlockEntry entry, SharedFile source, long from, long to) {
      throw new IllegalStateException("rows are not read in ranges");
    }

    @Override
    public Feed<T> sequential(SequentialInput input, LaneIndex index, int blockSize) {
      return new CsvFeed<>(input, index, format, blockSize);
    }
  }
}
