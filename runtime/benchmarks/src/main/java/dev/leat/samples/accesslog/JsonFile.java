package dev.leat.samples.accesslog;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of JSON lines that gets its name when it is complete and on the disk. Thread-safe. */
final class JsonFile implements AutoCloseable {

  private final Path file;
  private final Path unfinished;
  private final FileOutputStream bytes;
  private final Writer text;
  private long count;

  JsonFile(Path file) throws IOException {
    this.file = file;
    unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    bytes = new FileOutputStream(unfinished.toFile());
    text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
  }

  synchronized void write(String json) {
    try {
      text.write(json);
      text.write('\n');
      count++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many lines were written. */
  synchronized long count() {
    return count;
  }

  synchronized void publish() throws IOException {
    text.flush();
    bytes.getFD().sync();
    text.close();
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public synchronized void close() throws IOException {
    text.close();
    Files.deleteIfExists(unfinished);
  }
}
