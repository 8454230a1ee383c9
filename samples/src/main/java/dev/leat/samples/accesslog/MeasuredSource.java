package dev.leat.samples.accesslog;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A source that counts the uncompressed bytes of the blocks that another one hands out. All of them
 * are delivered, also when the job is drained.
 */
record MeasuredSource<T>(Source<T> source, LongAdder bytes) implements Source<T> {

  @Override
  public String describe() {
    return source.describe();
  }

  @Override
  public List<? extends Lane<T>> lanes(ConnectorContext context) throws Exception {
    return source.lanes(context).stream().map(lane -> new MeasuredLane<>(lane, bytes)).toList();
  }

  @Override
  public boolean finite() {
    return source.finite();
  }

  @Override
  public OnError onError() {
    return source.onError();
  }

  private record MeasuredLane<T>(Lane<T> lane, LongAdder bytes) implements Lane<T> {

    @Override
    public String name() {
      return lane.name();
    }

    @Override
    public LaneReader<T> open() throws Exception {
      return new MeasuredReader<>(lane.open(), bytes);
    }

    @Override
    public long size() {
      return lane.size();
    }

    @Override
    public String unit() {
      return lane.unit();
    }
  }

  private record MeasuredReader<T>(LaneReader<T> reader, LongAdder bytes) implements LaneReader<T> {

    @Override
    public @Nullable Block<T> next() throws Exception {
      Block<T> block = reader.next();
      if (block != null) {
        bytes.add(block.weight());
      }
      return block;
    }

    @Override
    public Position describe(long position) {
      return reader.describe(position);
    }

    @Override
    public long done(long position) {
      return reader.done(position);
    }

    @Override
    public void acknowledged(long position) {
      reader.acknowledged(position);
    }

    @Override
    public void close() throws Exception {
      reader.close();
    }
  }
}
