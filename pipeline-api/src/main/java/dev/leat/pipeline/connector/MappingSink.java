package dev.leat.pipeline.connector;

import dev.leat.pipeline.CheckedFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a function makes of each element to another sink. */
record MappingSink<T, R>(CheckedFunction<? super T, ? extends @Nullable R> function, Sink<R> sink)
    implements Sink<T> {

  @Override
  public String describe() {
    return sink.describe();
  }

  @Override
  public SinkWriter<T> open(ConnectorContext context) throws Exception {
    return new Writer<>(function, sink.open(context));
  }

  private record Writer<T, R>(
      CheckedFunction<? super T, ? extends @Nullable R> function, SinkWriter<R> writer)
      implements SinkWriter<T> {

    @Override
    public void write(List<? extends T> chunk) throws Exception {
      List<R> mapped = new ArrayList<>(chunk.size());
      for (T element : chunk) {
        R result = function.apply(element);
        if (result == null) {
          throw new NullPointerException("the function of the sink returned null for " + element);
        }
        mapped.add(result);
      }
      writer.write(mapped);
    }

    @Override
    public void flush() throws Exception {
      writer.flush();
    }

    @Override
    public void commit() throws Exception {
      writer.commit();
    }

    @Override
    public void abort() {
      writer.abort();
    }

    @Override
    public void close() throws Exception {
      writer.close();
    }
  }
}
