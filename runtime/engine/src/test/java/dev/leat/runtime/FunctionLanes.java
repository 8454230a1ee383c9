package dev.leat.runtime;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A source whose lanes call a function for each element. */
record FunctionLanes<T>(List<Named<T>> lanes) implements Source<T> {

  @Override
  public String describe() {
    return "functions";
  }

  @Override
  public List<Named<T>> lanes(ConnectorContext context) {
    return lanes;
  }

  /** A lane that never ends by itself. */
  record Named<T>(String name, Callable<T> function) implements Lane<T> {

    @Override
    public LaneReader<T> open() {
      return new Reader<>(name, function);
    }
  }

  private static final class Reader<T> implements LaneReader<T> {

    private final String name;
    private final Callable<T> function;
    private long position;

    Reader(String name, Callable<T> function) {
      this.name = name;
      this.function = function;
    }

    @Override
    public @Nullable Block<T> next() throws Exception {
      return new One<>(function.call(), position++);
    }

    @Override
    public Position describe(long at) {
      return new Position(name, at + 1, -1);
    }

    @Override
    public void close() {}
  }

  private record One<T>(T element, long from) implements Block<T> {

    @Override
    public boolean read(Emitter<? super T> out) {
      out.emit(element, from);
      return true;
    }

    @Override
    public long to() {
      return from + 1;
    }

    @Override
    public long weight() {
      return 1;
    }
  }
}
