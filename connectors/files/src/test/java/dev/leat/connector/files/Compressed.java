package dev.leat.connector.files;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Makes compressed test data. */
final class Compressed {

  private Compressed() {}

  private interface Wrapping {
    OutputStream around(OutputStream out) throws IOException;
  }

  static byte[] gzip(String text) {
    return compress(text.getBytes(StandardCharsets.UTF_8), GZIPOutputStream::new);
  }

  static byte[] gzip(byte[] bytes) {
    return compress(bytes, GZIPOutputStream::new);
  }

  static byte[] zstd(String text) {
    return compress(text.getBytes(StandardCharsets.UTF_8), ZstdOutputStreamNoFinalizer::new);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] compress(byte[] bytes, Wrapping wrapping) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressing = wrapping.around(out)) {
      compressing.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
