package dev.leat.runtime.execution;

import dev.leat.pipeline.bytes.Line;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The end of a chain: collects elements into chunks. A chunk is handed over when it is full in
 * elements or in bytes, and at the end of each input of the task.
 */
abstract class Output extends Op implements StrideEnd {

  private static final int FIRST_SIZE = 16;

  /**
   * The room of strides each of whose elements has to be looked at. Not no stride at all: what may
   * be null or new is not kept in registers by every JVM (JDK-8289943).
   */
  private static final int LOOK = -1;

  private final Cursor cursor;
  private final int limit;
  private final int maxBytes;
  private final AckSet.Builder acks = new AckSet.Builder();
  private Object[] elements;

  /** Where the elements are not one behind the other, their positions; else null. */
  private long @Nullable [] positions;

  private long first;
  private @Nullable Object @Nullable [] keys;
  private int size;

  /** Up to here an element can be added without looking at anything but what is below. */
  private int room;

  private int bytes;
  private boolean weighs;
  private @Nullable LaneAccount lane;

  /**
   * An empty output.
   *
   * @param limit the most elements of a chunk
   * @param maxBytes the bytes at which a chunk is full, where the size of elements is known
   */
  Output(Cursor cursor, int limit, int maxBytes) {
    this.cursor = cursor;
    this.limit = limit;
    this.maxBytes = maxBytes;
    this.elements = new Object[Math.min(limit, FIRST_SIZE)];
  }

  /**
   * Hands over what was collected, if possible now; returns whether it was and more may be pushed.
   */
  abstract boolean handOver();

  @Override
  final boolean push(Object element) {
    int at = size;
    if (at >= room || !acks.ends(cursor.acks) || cursor.key != null) {
      return add(element);
    }
    long position = cursor.position;
    long[] all = positions;
    if (all != null) {
      all[at] = position;
    } else if (position != first + at) {
      return add(element);
    }
    elements[at] = element;
    size = at + 1;
    return true;
  }

  /** As {@link #push}, but what changes with each element belongs to the stride. */
  @Override
  final long pass(Object element, @Nullable Object stride) {
    if (!(stride instanceof Stride here) || here.room == LOOK) {
      return push(element) ? 0 : STOP;
    }
    int at = here.size;
    long position = cursor.position;
    long[] all = here.positions;
    if (at >= here.room || cursor.key != null || (all == null && position != here.first + at)) {
      size = at;
      boolean more = add(element);
      here.size = size;
      return more ? LAST : STOP; // what belongs to the stride is out of date
    }
    if (all != null) {
      all[at] = position;
    }
    here.elements[at] = element;
    here.size = at + 1;
    return 0;
  }

  /** What is collected in the course of a stride. */
  private static final class Stride {

    private final Object[] elements;
    private final long @Nullable [] positions;
    private final long first;
    private final int room;
    private int size;

    Stride(Output output, int room) {
      this.elements = output.elements;
      this.positions = output.positions;
      this.first = output.first;
      this.room = room;
      this.size = output.size;
    }
  }

  @Override
  final StrideEnd strideEnd() {
    return this;
  }

  @Override
  public final Object begin() {
    return new Stride(this, weighs || keys != null ? LOOK : acks.ends(cursor.acks) ? room : 0);
  }

  @Override
  public final boolean end(Object stride) {
    Stride ended = (Stride) stride;
    if (ended.room != LOOK) {
      size = ended.size;
    }
    return true;
  }

  /** Adds an element, whatever there is to do besides; {@link #push} is for the others. */
  private boolean add(Object element) {
    int at = size;
    long position = cursor.position;
    if (at == 0) {
      first = position;
      lane = cursor.lane;
      weighs = weight(element) > 0;
    }
    acks.add(cursor.acks);
    if (at == elements.length) {
      elements = Arrays.copyOf(elements, 2 * at);
    }
    elements[at] = element;
    if (positions != null || position != first + at) {
      addPosition(at, position);
    }
    if (cursor.key != null) {
      addKey(at, cursor.key);
    }
    size = at + 1;
    if (weighs) {
      bytes += weight(element);
    }
    room = weighs || keys != null ? 0 : Math.min(limit - 1, room());
    return !full() || handOver();
  }

  private int room() {
    long[] all = positions;
    return all == null ? elements.length : Math.min(elements.length, all.length);
  }

  private void addPosition(int at, long position) {
    long[] all = positions;
    if (all == null) {
      all = new long[elements.length];
      for (int i = 0; i < at; i++) {
        all[i] = first + i;
      }
    } else if (at >= all.length) {
      all = Arrays.copyOf(all, elements.length);
    }
    all[at] = position;
    positions = all;
  }

  private void addKey(int at, Object key) {
    @Nullable Object[] all = keys;
    if (all == null) {
      all = new @Nullable Object[elements.length];
    } else if (at >= all.length) {
      all = Arrays.copyOf(all, elements.length);
    }
    all[at] = key;
    keys = all;
  }

  final boolean full() {
    return size >= limit || bytes >= maxBytes;
  }

  final boolean isEmpty() {
    return size == 0;
  }

  /** Takes out what was collected. */
  final Chunk take() {
    @Nullable Object[] taken = keys == null ? null : Arrays.copyOf(keys, size);
    Chunk chunk =
        new Chunk(elements, new Positions(first, positions), taken, size, bytes, lane, acks.take());
    keys = null;
    positions = null;
    // A small chunk at the end of an input says little of the next one.
    int next = Math.max(size + (size >> 2), elements.length >> 1);
    elements = new Object[Math.clamp(next, Math.min(limit, FIRST_SIZE), limit)];
    size = 0;
    room = 0;
    bytes = 0;
    return chunk;
  }

  final int size() {
    return size;
  }

  private static int weight(Object element) {
    return switch (element) {
      case String text -> text.length() + 40;
      case Line line -> line.length() + 32;
      case byte[] array -> array.length + 16;
      default -> 0;
    };
  }

  @Override
  boolean resume() {
    if (full()) {
      handOver();
    }
    return !full();
  }

  /** Hands over what was collected, also if it is not much; returns whether nothing is left. */
  boolean flush() {
    return isEmpty() || handOver();
  }

  @Override
  boolean finish() {
    return true;
  }

  @Override
  void count(long in) {}

  @Override
  Object state() {
    return Linear.NONE;
  }
}
