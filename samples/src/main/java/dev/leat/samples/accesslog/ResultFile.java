package dev.leat.samples.accesslog;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.samples.Stop;
import java.io.IOException;
import java.util.List;

/**
 * One file of the results: makes lines of the elements and publishes the file unless the run was
 * aborted.
 */
record ResultFile<T>(Sink<String> file, Content<T> content, Stop stop) implements Sink<T> {

  /** What stands in the file. Called by one thread at a time. */
  interface Content<T> {

    /** The lines for some elements. */
    List<String> lines(List<? extends T> elements);

    /** What follows when all files of the run have their last element. */
    default List<String> end() {
      return List.of();
    }
  }

  @Override
  public String describe() {
    return file.describe();
  }

  @Override
  public SinkWriter<T> open(ConnectorContext context) throws Exception {
    return new Writer<>(file.open(context), content, stop);
  }

  private record Writer<T>(SinkWriter<String> file, Content<T> content, Stop stop)
      implements SinkWriter<T> {

    @Override
    public void write(List<? extends T> chunk) throws Exception {
      List<String> lines = content.lines(chunk);
      if (!lines.isEmpty()) {
        file.write(lines);
      }
    }

    @Override
    public void flush() throws Exception {
      List<String> end = content.end();
      if (!end.isEmpty()) {
        file.write(end);
      }
      file.flush();
    }

    @Override
    public void commit() throws Exception {
      if (!stop.beginPublishing()) {
        throw new IOException("nothing was written: the run was aborted");
      }
      file.commit();
    }

    @Override
    public void abort() {
      file.abort();
    }

    @Override
    public void close() throws Exception {
      file.close();
    }
  }
}
