package dev.leat.connector.files;

import dev.leat.pipeline.connector.Block;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Hands out one file of a lane block by block. Used by the thread of the lane. */
interface Feed<T> {

  /** Waits for input and returns the next block, or null at the end of the file. */
  @Nullable Block<T> next() throws IOException;

  /** Lets go of what the lane itself holds; blocks that were handed out may still be read. */
  void finish() throws IOException;
}
