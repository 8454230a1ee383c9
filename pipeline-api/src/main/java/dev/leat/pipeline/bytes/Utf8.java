package dev.leat.pipeline.bytes;

import java.util.Objects;

/**
 * Checks whether bytes are well-formed UTF-8, as the Unicode standard defines it (table 3-7),
 * without decoding them.
 *
 * {@snippet :
 * if (!Utf8.isValid(bytes, 0, bytes.length)) {
 *   throw new IOException("not UTF-8 at " + Utf8.indexOfMalformed(bytes, 0, bytes.length));
 * }
 * }
 */
public final class Utf8 {

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /** Whether the bytes in {@code [from, to)} are well-formed UTF-8. */
  public static boolean isValid(byte[] bytes, int from, int to) {
    return indexOfMalformed(bytes, from, to) < 0;
  }

  /**
   * The index of the first byte of the first malformed sequence in {@code [from, to)}, or -1 if all
   * is well.
   */
  public static int indexOfMalformed(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int i = from;
    while (i < to) {
      i = skipAscii(bytes, i, to);
      if (i == to) {
        break;
      }
      int length = sequenceLength(bytes, i, to);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  private static int skipAscii(byte[] bytes, int from, int to) {
    int i = from;
    while (i + Long.BYTES <= to && ((long) Newlines.LONGS.get(bytes, i) & HIGH_BITS) == 0) {
      i += Long.BYTES;
    }
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    return i;
  }

  /**
   * The length of the well-formed sequence of several bytes at {@code i}, or 0 if it is malformed.
   */
  private static int sequenceLength(byte[] bytes, int i, int to) {
    int first = bytes[i] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (to - i < length || !isSecond(first, bytes[i + 1] & 0xFF)) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /**
   * Whether the second byte may follow the first: excludes overlong forms, surrogates and what is
   * past U+10FFFF.
   */
  private static boolean isSecond(int first, int second) {
    int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= lowest && second <= highest;
  }
}
