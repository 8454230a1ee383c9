package dev.leat.runtime.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow as they are written, little-endian. Used by one thread at a time. */
public final class ByteWriter {

  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A buffer that a huge element has made larger than this is not kept. */
  private static final int KEPT = 1 << 22;

  private byte[] bytes = new byte[8_192];
  private int size;

  ByteWriter() {}

  private int room(int more) {
    int at = size;
    if (more > bytes.length - at) {
      long wanted = Math.max((long) at + more, 2L * bytes.length);
      if ((long) at + more > Integer.MAX_VALUE - 8) {
        throw new UntransferableException("is larger than 2 GB");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
    size = at + more;
    return at;
  }

  /** Writes the lowest eight bits. */
  public void writeByte(int value) {
    int at = room(1);
    bytes[at] = (byte) value;
  }

  /** Writes four bytes. */
  public void writeInt(int value) {
    int at = room(Integer.BYTES);
    INTS.set(bytes, at, value);
  }

  /** Writes eight bytes. */
  public void writeLong(long value) {
    int at = room(Long.BYTES);
    LONGS.set(bytes, at, value);
  }

  /** Writes bytes without their number. */
  public void writeBytes(byte[] source) {
    int at = room(source.length);
    System.arraycopy(source, 0, bytes, at, source.length);
  }

  /** Makes room for bytes that the caller writes itself; returns where. */
  int reserve(int length) {
    return room(length);
  }

  void setInt(int at, int value) {
    INTS.set(bytes, at, value);
  }

  void setLong(int at, long value) {
    LONGS.set(bytes, at, value);
  }

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Forgets what was written after a place. */
  void truncate(int at) {
    size = at;
  }

  void clear() {
    size = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[8_192];
    }
  }
}
