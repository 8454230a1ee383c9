package dev.leat.samples.accesslog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Collects the parts of an answer of the lookup service, up to a limit. One thread at a time. */
final class Answer {

  private static final int MOST_BYTES = 64 * 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Answer append(byte[] part) {
    if (bytes.size() + part.length > MOST_BYTES) {
      IOException cause =
          new IOException("the lookup service answered more than " + MOST_BYTES + " bytes");
      throw new UncheckedIOException(cause.getMessage(), cause);
    }
    bytes.writeBytes(part);
    return this;
  }

  String network() {
    try {
      return Json.readNetwork(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
