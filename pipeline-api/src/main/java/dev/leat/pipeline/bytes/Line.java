package dev.leat.pipeline.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A line of text as the bytes it was read as, without its line end.
 *
 * <p>A line is a view: it shares the block of bytes it was found in, so making one copies nothing.
 * It is immutable as long as nobody writes to that block, which the connectors of Leat never do. A
 * line that is kept keeps its block alive (some hundred kilobytes); keep {@link #copy()} or {@link
 * #text()} instead.
 *
 * <p>Two lines are equal when their bytes are.
 *
 * {@snippet :
 * int space = line.indexOf((byte) ' ', 0);
 * String address = space < 0 ? line.text() : line.text(0, space);
 * }
 */
public final class Line implements Comparable<Line> {

  private final byte[] block;
  private final int offset;
  private final int length;

  /**
   * Makes a view of {@code length} bytes of a block.
   *
   * @param block the bytes; not copied, and not to be changed from now on
   * @throws IndexOutOfBoundsException if the block does not hold that range
   */
  public Line(byte[] block, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, block.length);
    this.block = block;
    this.offset = offset;
    this.length = length;
  }

  /** Makes a line of its own from text, as UTF-8. */
  public static Line of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Line(bytes, 0, bytes.length);
  }

  /** The number of bytes, without the line end. */
  public int length() {
    return length;
  }

  /** Whether the line has no bytes. */
  public boolean isEmpty() {
    return length == 0;
  }

  /**
   * The byte at an index.
   *
   * @throws IndexOutOfBoundsException if the index is negative or not less than {@link #length()}
   */
  public byte byteAt(int index) {
    return block[offset + Objects.checkIndex(index, length)];
  }

  /** The index of the first such byte at or after {@code from}, or -1. */
  public int indexOf(byte value, int from) {
    int end = offset + length;
    int i = offset + Math.max(from, 0);
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      long found = Newlines.match((long) Newlines.LONGS.get(block, i), value);
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3) - offset;
      }
    }
    for (; i < end; i++) {
      if (block[i] == value) {
        return i - offset;
      }
    }
    return -1;
  }

  /** Whether the line begins with these bytes. */
  public boolean startsWith(byte... prefix) {
    return prefix.length <= length
        && Arrays.equals(block, offset, offset + prefix.length, prefix, 0, prefix.length);
  }

  /** The line as text, decoded as UTF-8; what is malformed becomes U+FFFD. */
  public String text() {
    return new String(block, offset, length, StandardCharsets.UTF_8);
  }

  /**
   * The bytes from {@code from} (inclusive) to {@code to} (exclusive) as text, decoded like {@link
   * #text()}.
   *
   * @throws IndexOutOfBoundsException if the line does not hold that range
   */
  public String text(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    return new String(block, offset + from, to - from, StandardCharsets.UTF_8);
  }

  /**
   * A view of the bytes from {@code from} (inclusive) to {@code to} (exclusive); copies nothing.
   *
   * @throws IndexOutOfBoundsException if the line does not hold that range
   */
  public Line slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    return new Line(block, offset + from, to - from);
  }

  /** Whether the bytes are well-formed UTF-8. */
  public boolean isUtf8() {
    return Utf8.isValid(block, offset, offset + length);
  }

  /**
   * Copies all bytes into an array, beginning at {@code at}.
   *
   * @throws IndexOutOfBoundsException if there is not enough room
   */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(block, offset, target, at, length);
  }

  /** The bytes in an array of their own. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(block, offset, offset + length);
  }

  /** The same line with bytes of its own, so that keeping it does not keep the block. */
  public Line copy() {
    return new Line(toBytes(), 0, length);
  }

  /** Compares byte by byte, unsigned: the order of the code points for well-formed text. */
  @Override
  public int compareTo(Line other) {
    return Arrays.compareUnsigned(
        block, offset, offset + length, other.block, other.offset, other.offset + other.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Line line
        && Arrays.equals(
            block, offset, offset + length, line.block, line.offset, line.offset + line.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + block[i];
    }
    return hash;
  }

  /** The same as {@link #text()}. */
  @Override
  public String toString() {
    return text();
  }
}
