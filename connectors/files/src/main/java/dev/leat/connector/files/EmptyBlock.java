package dev.leat.connector.files;

import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;

/** A part of a file without elements. */
record EmptyBlock<T>(BlockEntry entry) implements Block<T> {

  @Override
  public boolean read(Emitter<? super T> out) {
    return true;
  }

  @Override
  public long from() {
    return entry.from();
  }

  @Override
  public long to() {
    return entry.to();
  }

  @Override
  public long weight() {
    return entry.length;
  }
}
