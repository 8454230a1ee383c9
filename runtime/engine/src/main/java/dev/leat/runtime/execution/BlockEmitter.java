package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;

/**
 * What the blocks of a source emit to. All jobs share its class, whatever the class of the head is,
 * so that a tool that checks calls can see where reading, which may block, becomes the work of
 * stages.
 *
 * @param head takes the elements
 */
record BlockEmitter(Head head) implements Emitter<Object> {

  /** Reads a block until it is exhausted or an element is refused; returns whether it is. */
  boolean read(Block<Object> block) throws Exception {
    return block.read(this);
  }

  @Override
  public boolean emit(Object element, long position) {
    return head.emit(element, position);
  }

  @Override
  public boolean reject(String text, long position, Exception cause) {
    return head.reject(text, position, cause);
  }
}
