package dev.leat.pipeline.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Searches bytes for newlines ({@code '\n'}), eight at a time. Stateless; for whole lines see
 * {@link LineSplitter}.
 *
 * {@snippet :
 * int first = Newlines.indexOf(bytes, 0, bytes.length);
 * int lines = Newlines.count(bytes, 0, bytes.length);
 * }
 */
public final class Newlines {

  /** Reads eight bytes as a long whose lowest byte is the first of them. */
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

  private Newlines() {}

  /** The index of the first newline in {@code [from, to)}, or -1. */
  public static int indexOf(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long found = match((long) LONGS.get(bytes, i));
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The index of the last newline in {@code [from, to)}, or -1. */
  public static int lastIndexOf(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int i = to;
    for (; i - Long.BYTES >= from; i -= Long.BYTES) {
      long found = match((long) LONGS.get(bytes, i - Long.BYTES));
      if (found != 0) {
        return i - 1 - (Long.numberOfLeadingZeros(found) >>> 3);
      }
    }
    while (--i >= from) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The number of newlines in {@code [from, to)}. */
  public static int count(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int count = 0;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      count += Long.bitCount(match((long) LONGS.get(bytes, i)));
    }
    for (; i < to; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  /** Sets the top bit of every byte that is a newline and no other bit. */
  static long match(long eightBytes) {
    return match(eightBytes, (byte) '\n');
  }

  /** Sets the top bit of every byte with a value and no other bit (exact, no false positives). */
  static long match(long eightBytes, byte value) {
    long zeroWhereEqual = eightBytes ^ (value & 0xFF) * EACH_BYTE;
    return ~(((zeroWhereEqual & LOW_BITS) + LOW_BITS) | zeroWhereEqual | LOW_BITS);
  }
}
