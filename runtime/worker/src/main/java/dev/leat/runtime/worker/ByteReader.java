package dev.leat.runtime.worker;

import java.util.Arrays;

/**
 * Reads what a {@link ByteWriter} wrote. Input that ends early or holds impossible lengths is
 * reported as a {@link ProtocolException}. Used by one thread at a time.
 */
public final class ByteReader {

  private byte[] bytes;
  private int at;
  private int end;

  ByteReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  void reset(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    end = to;
  }

  private int take(int length) {
    int from = at;
    if (length < 0 || length > end - from) {
      throw new ProtocolException(
          "%,d bytes were announced, but only %,d are there".formatted(length, end - from));
    }
    at = from + length;
    return from;
  }

  /** The next byte, from 0 to 255. */
  public int readByte() {
    return bytes[take(1)] & 0xff;
  }

  /** The next four bytes. */
  public int readInt() {
    return (int) ByteWriter.INTS.get(bytes, take(Integer.BYTES));
  }

  /** The next eight bytes. */
  public long readLong() {
    return (long) ByteWriter.LONGS.get(bytes, take(Long.BYTES));
  }

  /** The next bytes, in an array of their own. */
  public byte[] readBytes(int length) {
    int from = take(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /** Passes over bytes; returns where they begin in {@link #array}. */
  int skip(int length) {
    return take(length);
  }

  byte[] array() {
    return bytes;
  }

  int remaining() {
    return end - at;
  }
}
