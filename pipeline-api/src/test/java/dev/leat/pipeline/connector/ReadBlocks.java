package dev.leat.pipeline.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads sources and blocks in tests, and notes positions. */
final class ReadBlocks {

  static final ConnectorContext CONTEXT = new TestContext();

  private record TestContext() implements ConnectorContext {

    @Override
    public String pipeline() {
      return "p";
    }

    @Override
    public String stage() {
      return "s";
    }

    @Override
    public <S> Optional<S> service(Class<S> type) {
      return type == String.class ? Optional.of(type.cast("lent")) : Optional.empty();
    }
  }

  record At<T>(T element, long position) {}

  private ReadBlocks() {}

  /** All elements of all lanes of a source. */
  static <T> List<At<T>> all(Source<T> source) throws Exception {
    List<At<T>> elements = new ArrayList<>();
    for (Lane<T> lane : source.lanes(CONTEXT)) {
      elements.addAll(all(lane.open()));
    }
    return elements;
  }

  static <T> List<At<T>> all(LaneReader<T> reader) throws Exception {
    List<At<T>> elements = new ArrayList<>();
    for (Block<T> block = reader.next(); block != null; block = reader.next()) {
      elements.addAll(read(block, Integer.MAX_VALUE));
    }
    reader.close();
    return elements;
  }

  /** The next block, which there must be. */
  static <T> Block<T> next(LaneReader<T> reader) throws Exception {
    Block<T> block = reader.next();
    if (block == null) {
      throw new AssertionError("the lane has ended");
    }
    return block;
  }

  /** The elements of a block, read again and again with room for {@code room} elements. */
  static <T> List<At<T>> read(Block<T> block, int room) throws Exception {
    List<At<T>> elements = new ArrayList<>();
    boolean exhausted = false;
    while (!exhausted) {
      exhausted = block.read(new Room<>(room, elements));
    }
    return elements;
  }

  private static final class Room<T> implements Emitter<T> {

    private final List<At<T>> elements;
    private int room;

    Room(int room, List<At<T>> elements) {
      this.room = room;
      this.elements = elements;
    }

    @Override
    public boolean emit(T element, long position) {
      if (room == 0) {
        throw new AssertionError("emitted although there was no room");
      }
      elements.add(new At<>(element, position));
      return --room > 0;
    }

    @Override
    public boolean reject(String text, long position, Exception cause) {
      throw new AssertionError("rejected " + text, cause);
    }
  }
}
