package dev.leat.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Reads the bytes of a {@link SharedTable}. Positions count bytes from 0. Thread-safe. Reading
 * throws {@link IndexOutOfBoundsException} outside of the table and {@link IllegalStateException}
 * when the job has ended.
 *
 * {@snippet :
 * SharedTable<SharedBytes> model = SharedTable.file(Path.of("model.bin"));
 * Stage<Long> weights = places.cpu("weigh", model, (bytes, place) -> bytes.getLong(place));
 * }
 */
public final class SharedBytes extends SharedView {

  SharedBytes(MappedFile data) {
    super(data);
  }

  /** How many bytes there are. */
  public long size() {
    return data.size();
  }

  /** One byte. */
  public byte get(long at) {
    return data.getByte(at);
  }

  /** Eight bytes as a whole number, the lowest byte first. */
  public long getLong(long at) {
    return data.getLong(at);
  }

  /** Eight bytes as a floating-point number (IEEE 754), the lowest byte first. */
  public double getDouble(long at) {
    return Double.longBitsToDouble(data.getLong(at));
  }

  /** Copies bytes into an array. */
  public void read(long at, byte[] into, int from, int count) {
    Objects.checkFromIndexSize(from, count, into.length);
    data.read(at, into, from, count);
  }

  /** Bytes as text, in UTF-8. */
  public String text(long at, int count) {
    byte[] bytes = new byte[count];
    data.read(at, bytes, 0, count);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
