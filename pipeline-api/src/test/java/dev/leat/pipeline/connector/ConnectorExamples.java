package dev.leat.pipeline.connector;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The examples in the docs of this package, so that they are compiled; {@code SnippetsTest} checks
 * that they are the same.
 */
@SuppressWarnings({"unused", "CheckReturnValue"}) // examples show, they do not use
final class ConnectorExamples {

  private ConnectorExamples() {}

  interface Meter {
    void close();
  }

  interface Meters {
    Meter meter(String name);
  }

  static void sources() {
    Pipeline.named("squares").from(Sources.range(0, 1_000)).map(n -> n * n);
  }

  static void sinks(Stage<String> stage) {
    stage.to(Sinks.each(System.out::println));
  }

  static void mapping(Sink<String> lines) {
    Sink<DeadLetter> letters =
        Sinks.mapping(letter -> letter.position() + " " + letter.text(), lines);
  }

  static void connectorContext() {
    Resource<Meter> meter =
        Resource.using(
            context -> context.require(Meters.class).meter(context.stage()), Meter::close);
  }

  record Ticks(int count) implements Source<Instant> {

    @Override
    public String describe() {
      return count + " ticks";
    }

    @Override
    public List<Lane<Instant>> lanes(ConnectorContext context) {
      return List.of(new TickLane(count));
    }
  }

  record TickLane(int count) implements Lane<Instant> {

    @Override
    public String name() {
      return "ticks";
    }

    @Override
    public long size() {
      return count;
    }

    @Override
    public LaneReader<Instant> open() {
      return new TickReader(count);
    }
  }

  static final class TickReader implements LaneReader<Instant> {

    private final int count;
    private int next;

    TickReader(int count) {
      this.count = count;
    }

    @Override
    public @Nullable Block<Instant> next() throws InterruptedException {
      if (next == count) {
        return null;
      }
      TimeUnit.SECONDS.sleep(1);
      return new TickBlock(next++, Instant.now());
    }

    @Override
    public Position describe(long position) {
      return new Position("ticks", position + 1, -1);
    }

    @Override
    public void close() {}
  }

  record TickBlock(long from, Instant tick) implements Block<Instant> {

    @Override
    public boolean read(Emitter<? super Instant> out) {
      out.emit(tick, from);
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

  static final class Squares implements IndexedBlock<Long> {

    private int next;

    @Override
    public int size() {
      return 1_000;
    }

    @Override
    public Long get(int index) {
      return (long) index * index;
    }

    @Override
    public boolean read(Emitter<? super Long> out) {
      boolean room = true;
      while (room && next < size()) {
        int index = next++;
        room = out.emit(get(index), index);
      }
      return next == size();
    }

    @Override
    public long from() {
      return 0;
    }
  }

  interface Door {
    void open(Consumer<String> visitors);

    void onVisit(Runnable action);

    @Nullable Instant nextVisit();

    Executor thread();

    void shut();
  }

  record Visits(Door door) implements LiveSource<Instant> {

    @Override
    public String describe() {
      return "visits";
    }

    @Override
    public LiveListener listen(ConnectorContext context, LaneAcceptor<Instant> acceptor) {
      door.open(name -> acceptor.accept(new VisitLane(name, door)));
      return new LiveListener() {
        @Override
        public void stop() {
          door.shut();
          acceptor.ended();
        }

        @Override
        public void close() {
          door.shut();
        }
      };
    }
  }

  record DoorListener(Door door, LaneAcceptor<Instant> acceptor) implements LiveListener {

    @Override
    public void stop() {
      door.shut();
      acceptor.ended();
    }

    @Override
    public void close() {
      door.shut();
    }
  }

  static void laneAcceptor(LaneAcceptor<Instant> acceptor, Door door) {
    if (!acceptor.accept(new VisitLane("front", door))) {
      door.shut();
    }
  }

  static final class VisitLane implements LiveLane<Instant> {

    private final String name;
    private final Door door;
    private long visits;
    private boolean ended;

    VisitLane(String name, Door door) {
      this.name = name;
      this.door = door;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Executor executor() {
      return door.thread();
    }

    @Override
    public void open(Runnable wake) {
      door.onVisit(wake);
    }

    @Override
    public @Nullable Block<Instant> poll() {
      Instant visit = door.nextVisit();
      return visit == null ? null : new TickBlock(visits++, visit);
    }

    @Override
    public boolean ended() {
      return ended;
    }

    @Override
    public void stop() {
      ended = true;
    }

    @Override
    public Position describe(long position) {
      return new Position(name, position + 1, -1);
    }

    @Override
    public void close() {
      door.shut();
    }
  }

  static void emitter(Emitter<? super Integer> out, List<String> texts) {
    boolean room = true;
    for (int i = 0; room && i < texts.size(); i++) {
      try {
        room = out.emit(Integer.parseInt(texts.get(i)), i);
      } catch (NumberFormatException e) {
        room = out.reject(texts.get(i), i, e);
      }
    }
  }

  record Names(Path file) implements Sink<String> {

    @Override
    public String describe() {
      return "names in " + file;
    }

    @Override
    public SinkWriter<String> open(ConnectorContext context) throws IOException {
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      return new NamesWriter(file, temporary, Files.newBufferedWriter(temporary));
    }
  }

  record NamesWriter(Path file, Path temporary, Writer out) implements SinkWriter<String> {

    @Override
    public void write(List<? extends String> chunk) throws IOException {
      for (String name : chunk) {
        out.append(name).append('\n');
      }
    }

    @Override
    public void flush() throws IOException {
      out.close();
    }

    @Override
    public void commit() throws IOException {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void abort() {
      temporary.toFile().delete();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
