package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.IndexedBlock;
import org.jspecify.annotations.Nullable;

/**
 * What flows between segments: elements of one lane in order, also as an indexed block, or a block
 * that is not yet divided. Its receiver owns its {@link AckSet} and releases it when every element
 * is dealt with. Immutable once sent, but for the block, which is a cursor; several receivers may
 * share a chunk of elements.
 */
final class Chunk {

  private static final Object[] NO_ELEMENTS = {};

  final Object[] elements;

  final Positions positions;

  /** The keys of the elements inside a byKey; null where there are none. */
  final @Nullable Object @Nullable [] keys;

  final int size;
  final int bytes;
  final @Nullable LaneAccount lane;
  final AckSet acks;
  final @Nullable Block<Object> block;

  /** What the elements are taken from, instead of {@link #elements}. */
  final @Nullable IndexedBlock<Object> indexed;

  /** Elements with their positions; {@code bytes} is 0 where their size is unknown. */
  Chunk(
      Object[] elements,
      Positions positions,
      int size,
      int bytes,
      @Nullable LaneAccount lane,
      AckSet acks) {
    this(elements, positions, null, size, bytes, lane, acks);
  }

  /** Elements with their positions and keys. */
  Chunk(
      Object[] elements,
      Positions positions,
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
    this.indexed = null;
  }

  /** A block as it comes from a source. */
  Chunk(Block<Object> block, LaneAccount lane, AckSet acks) {
    this.elements = NO_ELEMENTS;
    this.keys = null;
    this.positions = new Positions(block.from(), null);
    this.bytes = 0;
    this.lane = lane;
    this.acks = acks;
    int known = block instanceof IndexedBlock<Object> elements ? elements.size() : 0;
    this.indexed = known > 0 ? (IndexedBlock<Object>) block : null;
    this.block = known > 0 ? null : block;
    this.size = known;
  }

  /** The position of an element. */
  long position(int at) {
    return positions.at(at);
  }

  /** The key of an element, or null if it has none. */
  @Nullable Object key(int at) {
    return keys == null ? null : keys[at];
  }
}
