package dev.leat.connector.files;

/** Bytes of a block, and where its lines may begin in them. */
final class Loaded {

  final byte[] bytes;

  /** Where the first line begins; not less than {@link #startsBefore} if no line does. */
  final int from;

  /** Where the bytes end (exclusive). */
  final int to;

  /** Lines that begin here or later belong to the next block. */
  final int startsBefore;

  /** The offset of {@code bytes[0]} in the block. */
  final int origin;

  /** Whether the file has nothing after {@link #to}, so that an unfinished line is complete. */
  final boolean last;

  /** There is no newline between {@link #from} and here. */
  final int scanned;

  Loaded(byte[] bytes, int from, int to, int startsBefore, int origin, boolean last, int scanned) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.startsBefore = startsBefore;
    this.origin = origin;
    this.last = last;
    this.scanned = scanned;
  }

  /** Whole lines that are there already. */
  static Loaded whole(byte[] bytes, int from, int to) {
    return new Loaded(bytes, from, to, to, 0, true, from);
  }
}
