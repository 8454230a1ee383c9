package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Block;
import org.jspecify.annotations.Nullable;

/**
 * What flows between segments: elements of one lane in order, or one block that is not yet divided.
 * Its receiver owns its {@link AckSet} and releases it when every element is dealt with. Immutable
 * once sent, but for the block, which is a cursor; several receivers may share a chunk of elements.
 */
final class Chunk {

  private static final Object[] NO_ELEMENTS = {};
  private static final long[] NO_POSITIONS = {};

  final Object[] elements;
  final long[] positions;

  /** The keys of the elements inside a byKey; null where there are none. */
  final @Nullable Object @Nullable [] keys;

  final int size;
  final int bytes;
  final @Nullable LaneAccount lane;
  final AckSet acks;
  final @Nullable Block<Object> block;

  /** Elements with their positions; {@code bytes} is 0 where their size is unknown. */
  Chunk(
      Object[] elements,
      long[] positions,
      int size,
      int bytes,
      @Nullable LaneAccount lane,
      AckSet acks) {
    this(elements, positions, null, size, bytes, lane, acks);
  }

  /** Elements with their positions and keys. */
  Chunk(
      Object[] elements,
      long[] positions,
      @Nullable Object @Nullable [] keys,
      int size,
      int bytes,
      @Nullable LaneAccount lane,
      AckSet acks) {
    this.elements = elements;
    this.positions = positions;
    this.keys = keys;
    this.size = size;
    this.bytes = bytes;
    this.lane = lane;
    this.acks = acks;
    this.block = null;
  }

  /** A block that is not yet divided. */
  Chunk(Block<Object> block, LaneAccount lane, AckSet acks) {
    this.elements = NO_ELEMENTS;
    this.keys = null;
    this.positions = NO_POSITIONS;
    this.size = 0;
    this.bytes = 0;
    this.lane = lane;
    this.acks = acks;
    this.block = block;
  }

  /** The key of an element, or null if it has none. */
  @Nullable Object key(int at) {
    return keys == null ? null : keys[at];
  }
}
