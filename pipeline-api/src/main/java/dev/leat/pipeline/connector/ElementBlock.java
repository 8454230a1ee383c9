package dev.leat.pipeline.connector;

import java.util.List;

/** Elements that are already there, with positions that count up by one. */
final class ElementBlock<T> implements IndexedBlock<T> {

  private final List<T> elements;
  private final long from;
  private int next;

  ElementBlock(List<T> elements, long from) {
    this.elements = elements;
    this.from = from;
  }

  @Override
  public boolean read(Emitter<? super T> out) {
    while (next < elements.size()) {
      int current = next++;
      if (!out.emit(elements.get(current), from + current)) {
        break;
      }
    }
    return next == elements.size();
  }

  @Override
  public long from() {
    return from;
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public T get(int index) {
    return elements.get(index);
  }
}
