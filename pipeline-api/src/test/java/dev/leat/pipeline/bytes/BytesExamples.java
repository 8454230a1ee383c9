package dev.leat.pipeline.bytes;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * The examples in the docs of this package, so that they are compiled; {@code SnippetsTest} checks
 * that they are the same.
 */
@SuppressWarnings("unused") // examples show, they do not use
final class BytesExamples {

  private BytesExamples() {}

  static void line(Line line) {
    int space = line.indexOf((byte) ' ', 0);
    String address = space < 0 ? line.text() : line.text(0, space);
  }

  static void lineSplitter(LineSplitter splitter, byte[] block, Consumer<Line> consumer) {
    splitter.reset(block, 0, 0, block.length);
    while (splitter.next()) {
      consumer.accept(new Line(block, splitter.start(), splitter.length()));
    }
    int unfinished = block.length - splitter.rest();
  }

  static void newlines(byte[] bytes) {
    int first = Newlines.indexOf(bytes, 0, bytes.length);
    int lines = Newlines.count(bytes, 0, bytes.length);
  }

  static void utf8(byte[] bytes) throws IOException {
    if (!Utf8.isValid(bytes, 0, bytes.length)) {
      throw new IOException("not UTF-8 at " + Utf8.indexOfMalformed(bytes, 0, bytes.length));
    }
  }
}
