package dev.leat.runtime;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A source of one lane, with the numbers below a limit, each in a block of its own. Tests override
 * what it is to do wrong.
 */
class NumberSource implements Source<Long>, Lane<Long>, LaneReader<Long> {

  private final long count;
  private final AtomicLong read = new AtomicLong();

  NumberSource(long count) {
    this.count = count;
  }

  final Stage<Long> stage() {
    return Pipeline.named("p").from(this);
  }

  /** How many blocks were handed out. */
  final long handedOut() {
    return read.get();
  }

  @Override
  public final String name() {
    return "numbers";
  }

  @Override
  public final String describe() {
    return name();
  }

  @Override
  public final List<NumberSource> lanes(ConnectorContext context) {
    return List.of(this);
  }

  @Override
  public LaneReader<Long> open() throws Exception {
    return this;
  }

  @Override
  public @Nullable Block<Long> next() {
    return read.get() == count ? null : new One(read.getAndIncrement());
  }

  @Override
  public Position describe(long position) {
    return new Position(name(), position + 1, -1);
  }

  @Override
  public void close() {}

  private record One(long from) implements Block<Long> {

    @Override
    public boolean read(Emitter<? super Long> out) {
      out.emit(from, from);
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
