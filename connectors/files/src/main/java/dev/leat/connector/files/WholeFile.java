package dev.leat.connector.files;

import java.io.IOException;
import java.nio.file.Path;

/** One file that appears when the job has succeeded. */
final class WholeFile implements Output {

  private final Unfinished file;

  WholeFile(Path target, byte[] header) throws IOException {
    file = Unfinished.begin(target, header);
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    file.write(bytes, length);
  }

  @Override
  public void flush() throws IOException {
    file.sync();
  }

  @Override
  public void commit() throws IOException {
    file.publish();
  }

  @Override
  public void abort() throws IOException {
    file.discard();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
