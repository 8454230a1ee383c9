package dev.leat.connector.files;

import dev.leat.pipeline.connector.SinkWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Encodes elements into a buffer and writes it when it is full. */
final class FilesWriter<T> implements SinkWriter<T> {

  private final Path target;
  private final FileEncoding.Encoder<? super T> encoder;
  private final Output output;
  private final OutputBuffer buffer = new OutputBuffer();

  FilesWriter(Path target, FileEncoding<T> encoding, Output output) {
    this.target = target;
    this.encoder = encoding.encoders().get();
    this.output = output;
  }

  @Override
  public void write(List<? extends T> chunk) throws IOException {
    try {
      if (output.isDue()) {
        spill();
      }
      long limit = Math.min(OutputBuffer.SIZE, output.room());
      for (T element : chunk) {
        encoder.encode(element, buffer);
        if (buffer.filled() >= limit) {
          spill();
          limit = Math.min(OutputBuffer.SIZE, output.room());
        }
      }
      if (output.isFollowed()) {
        spill();
      }
    } catch (IOException e) {
      throw FileSinkErrors.cannotWrite(target, e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      spill();
      output.flush();
    } catch (IOException e) {
      throw FileSinkErrors.cannotWrite(target, e);
    }
  }

  @Override
  public void commit() throws IOException {
    try {
      output.commit();
    } catch (IOException e) {
      throw FileSinkErrors.cannotWrite(target, e);
    }
  }

  @Override
  public void abort() {
    try {
      output.abort();
    } catch (IOException e) {
      // what is left is a .tmp file, which the next run replaces, or lines of an append that could
      // not be taken back
    }
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  private void spill() throws IOException {
    output.write(buffer.bytes(), buffer.filled());
    buffer.clear();
  }
}
