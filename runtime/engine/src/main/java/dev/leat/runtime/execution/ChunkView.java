package dev.leat.runtime.execution;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;

/** The elements of a chunk as a list that cannot be changed. */
final class ChunkView extends AbstractList<Object> implements RandomAccess {

  private final Object[] elements;
  private final int size;

  ChunkView(Chunk chunk) {
    this.elements = chunk.elements;
    this.size = chunk.size;
  }

  @Override
  public Object get(int index) {
    return elements[Objects.checkIndex(index, size)];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<Object> iterator() {
    return new Elements();
  }

  private final class Elements implements Iterator<Object> {

    private int at;

    @Override
    public boolean hasNext() {
      return at < size;
    }

    @Override
    public Object next() {
      int current = at;
      if (current >= size) {
        throw new NoSuchElementException();
      }
      at = current + 1;
      return elements[current];
    }
  }
}
