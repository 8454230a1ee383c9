package dev.leat.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts by texts in a {@link SharedTable}, by binary search. Thread-safe. Reading throws
 * {@link IllegalStateException} when the job has ended.
 *
 * {@snippet :
 * Stage<String> found = rivers.cpu("find", countries, (table, river) -> table.get(river) + "");
 * }
 */
public final class SharedMap extends SharedView {

  /** The first eight bytes of the file. */
  static final long MAGIC = 0x3150414d5441454cL; // LEATMAP1

  /** Behind the first bytes and the number of entries: where keys and values begin, in turn. */
  static final int INDEX = 2 * Long.BYTES;

  private final long count;

  SharedMap(MappedFile data) throws IOException {
    super(data);
    if (data.size() < INDEX || data.getLong(0) != MAGIC) {
      throw new IOException("it does not hold a table of texts");
    }
    this.count = data.getLong(Long.BYTES);
  }

  /** How many keys there are. */
  public long size() {
    return count;
  }

  /** The text that belongs to another one, or null if there is none. */
  public @Nullable String get(String key) {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    long low = 0;
    long high = count - 1;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(bytes(2 * middle), wanted);
      if (order == 0) {
        return new String(bytes(2 * middle + 1), StandardCharsets.UTF_8);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** A key or a value. */
  private byte[] bytes(long number) {
    long at = data.getLong(INDEX + Long.BYTES * number);
    long end = data.getLong(INDEX + Long.BYTES * (number + 1));
    byte[] bytes = new byte[Math.toIntExact(end - at)];
    data.read(at, bytes, 0, bytes.length);
    return bytes;
  }
}
