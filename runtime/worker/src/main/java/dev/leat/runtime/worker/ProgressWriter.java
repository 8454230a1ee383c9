package dev.leat.runtime.worker;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes the progress word of a worker. Its file is mapped, because a store costs next to nothing,
 * but only behind the first answer and on a thread of its own: the first mapping takes a new JVM as
 * long as a fifth of its start. Until then each word is a write to the file. Used by one thread.
 */
final class ProgressWriter {

  private final FileChannel file;
  private final ByteBuffer word =
      ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private boolean mapping;

  /** Set once, by the thread that maps. */
  private volatile @Nullable MappedByteBuffer mapped;

  /** What {@link #mapped} was when the last request had been answered. */
  private @Nullable MappedByteBuffer known;

  private ProgressWriter(FileChannel file) {
    this.file = file;
  }

  /** Opens the file, so that its name can be deleted. */
  static ProgressWriter open(Path path) throws IOException {
    return new ProgressWriter(
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  void write(long value) throws IOException {
    MappedByteBuffer memory = known;
    if (memory == null) {
      word.putLong(0, value);
      while (word.hasRemaining()) {
        file.write(word, word.position());
      }
      word.clear();
      return;
    }
    // For compilers: what was done before stays before the word, and what is done next behind it.
    VarHandle.releaseFence();
    memory.putLong(0, value);
    VarHandle.storeStoreFence();
  }

  /**
   * A request has been answered: begins to map the file, or goes on with what was mapped.
   *
   * @return whether it is mapped
   */
  boolean map() throws IOException {
    if (known != null) {
      return true;
    }
    if (!mapping) {
      mapping = true;
      Thread thread = new Thread(this::mapFile, "leat-progress");
      thread.setDaemon(true);
      thread.start();
    }
    known = mapped;
    if (known == null) {
      return false;
    }
    file.close();
    return true;
  }

  private void mapFile() {
    try {
      MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, ProgressFile.SIZE);
      memory.order(ByteOrder.LITTLE_ENDIAN);
      mapped = memory;
    } catch (IOException e) {
      System.err.println("the progress word stays a file, which is slower: " + e);
    }
  }
}
