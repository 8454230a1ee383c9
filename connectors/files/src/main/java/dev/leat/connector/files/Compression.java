package dev.leat.connector.files;

/**
 * How the bytes of an input are compressed.
 *
 * {@snippet :
 * Source<String> lines = FileSource.lines(path, o -> o.compression(Compression.ZSTD));
 * }
 */
public enum Compression {
  /**
   * Looks at the first bytes of each input, whatever its name; the default. A file named {@code
   * .gz} or {@code .zst} that does not begin like one is an error, because it is damaged.
   */
  AUTO,
  /** Not compressed, whatever it looks like. */
  NONE,
  /** gzip, also several members one after the other. */
  GZIP,
  /** Zstandard, also several frames one after the other. */
  ZSTD;

  /** The most bytes that {@link #detect} wants to see. */
  static final int MAGIC_LENGTH = 4;

  private static final int[] GZIP_MAGIC = {0x1F, 0x8B};
  private static final int[] ZSTD_MAGIC = {0x28, 0xB5, 0x2F, 0xFD};

  /** The compression that bytes begin like; AUTO if these are too few to tell. */
  static Compression detect(byte[] head, int length) {
    if (length == 0) {
      return AUTO;
    }
    if (beginsLike(GZIP_MAGIC, head, length)) {
      return length < GZIP_MAGIC.length ? AUTO : GZIP;
    }
    if (beginsLike(ZSTD_MAGIC, head, length)) {
      return length < ZSTD_MAGIC.length ? AUTO : ZSTD;
    }
    return NONE;
  }

  /** The compression that a file name promises. */
  static Compression named(String name) {
    return name.endsWith(".gz") ? GZIP : name.endsWith(".zst") ? ZSTD : NONE;
  }

  private static boolean beginsLike(int[] magic, byte[] head, int length) {
    for (int i = 0; i < Math.min(magic.length, length); i++) {
      if ((head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
