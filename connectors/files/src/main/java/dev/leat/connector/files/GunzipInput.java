package dev.leat.connector.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Uncompresses gzip (RFC 1952), all members of it. Unlike the one of the JDK it never takes a pause
 * of a pipe between two members for the end, and it tells a file that was cut off from one that is
 * complete. One thread.
 */
final class GunzipInput extends InputStream {

  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int next;
  private int filled;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean inMember;
  private boolean afterMember;
  private boolean ended;

  GunzipInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int at, int length) throws IOException {
    while (!ended) {
      if (!inMember && !beginMember()) {
        ended = true;
        break;
      }
      int n = inflate(target, at, length);
      if (n > 0) {
        return n;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private int inflate(byte[] target, int at, int length) throws IOException {
    try {
      int n = inflater.inflate(target, at, length);
      crc.update(target, at, n);
      if (n == 0 && inflater.finished()) {
        next = filled - inflater.getRemaining();
        endMember();
      } else if (n == 0 && inflater.needsDictionary()) {
        throw new ZipException("the data needs a dictionary");
      } else if (n == 0) {
        fill();
        inflater.setInput(buffer, 0, filled);
      }
      return n;
    } catch (DataFormatException e) {
      throw new ZipException("the compressed data is damaged: " + e.getMessage());
    }
  }

  /** Reads the header of the next member; false if there is none. */
  private boolean beginMember() throws IOException {
    int first = afterMember ? firstAfterPadding() : required();
    if (first < 0) {
      return false;
    }
    if (first != 0x1F || required() != 0x8B) {
      String what =
          afterMember ? "there is something else after the gzip data" : "not in gzip format";
      throw new ZipException(what);
    }
    if (required() != 8) {
      throw new ZipException("unknown compression method");
    }
    skipHeader(required());
    inMember = true;
    inflater.reset();
    crc.reset();
    inflater.setInput(buffer, next, filled - next);
    return true;
  }

  private void skipHeader(int flags) throws IOException {
    if ((flags & RESERVED) != 0) {
      throw new ZipException("unknown flags in the header");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(required() | required() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
  }

  private void endMember() throws IOException {
    long expectedCrc = int32();
    long expectedSize = int32();
    if (expectedCrc != crc.getValue()
        || expectedSize != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw new ZipException("the checksum is wrong");
    }
    inMember = false;
    afterMember = true;
  }

  /** Some tools fill the file with zeros up to the size of a disk block. */
  private int firstAfterPadding() throws IOException {
    int b = nextByte();
    while (b == 0) {
      b = nextByte();
    }
    return b;
  }

  private long int32() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (long) required() << shift;
    }
    return value;
  }

  private void skipText() throws IOException {
    int b = required();
    while (b != 0) {
      b = required();
    }
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      required();
    }
  }

  private int required() throws IOException {
    int b = nextByte();
    if (b < 0) {
      throw cutOff();
    }
    return b;
  }

  /** The next byte or -1 at the end. */
  private int nextByte() throws IOException {
    if (next == filled) {
      filled = Math.max(0, in.read(buffer, 0, buffer.length));
      next = 0;
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[next++] & 0xFF;
  }

  private void fill() throws IOException {
    next = 0;
    filled = Math.max(0, in.read(buffer, 0, buffer.length));
    if (filled == 0) {
      throw cutOff();
    }
  }

  private static EOFException cutOff() {
    return new EOFException("the data ends in the middle");
  }
}
