package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects all elements of a block into one chunk, so that several workers can share them. */
final class DividedBlock implements Emitter<Object> {

  private Object[] elements = new Object[64];
  private long[] positions = new long[elements.length];
  private int size;

  private DividedBlock() {}

  /**
   * Stands in the chunk for something that is no element.
   *
   * @param text the beginning of what the source rejected; null if the block could not be read any
   *     further
   */
  record Fault(@Nullable String text, Exception cause) {}

  /** Divides the block of a chunk; the new chunk holds the same ranges. */
  static Chunk of(Chunk whole) {
    Block<Object> block = Objects.requireNonNull(whole.block);
    DividedBlock divided = new DividedBlock();
    try {
      if (!block.read(divided)) {
        throw new IllegalStateException(
            "the block from "
                + block.from()
                + " stopped before its end, though it was not asked to");
      }
    } catch (Exception e) {
      divided.add(new Fault(null, e), Cursor.NOWHERE);
    }
    return new Chunk(
        divided.elements,
        new Positions(0, divided.positions),
        divided.size,
        0,
        whole.lane,
        whole.acks);
  }

  @Override
  public boolean emit(Object element, long position) {
    add(element, position);
    return true;
  }

  @Override
  public boolean reject(String text, long position, Exception cause) {
    add(new Fault(text, cause), position);
    return true;
  }

  private void add(Object element, long position) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size);
      positions = Arrays.copyOf(positions, 2 * size);
    }
    elements[size] = element;
    positions[size] = position;
    size++;
  }
}
