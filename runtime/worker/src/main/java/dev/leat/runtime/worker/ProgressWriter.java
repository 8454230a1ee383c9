package dev.leat.runtime.worker;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
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

  /** Loaded by the thread that maps, because that takes long as well. */
  private static final class Memory {

    /** Released, so that no compiler moves the word behind the work that it announces. */
    private static final VarHandle WORD =
        MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Memory() {}

    static MappedByteBuffer map(FileChannel file) throws IOException {
      MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, ProgressFile.SIZE);
      WORD.setRelease(memory, ProgressFile.SIZE - Long.BYTES, 0L); // a place that nobody reads
      return memory;
    }
  }

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
    Memory.WORD.setRelease(memory, 0, value);
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
      mapped = Memory.map(file);
    } catch (IOException e) {
      System.err.println("the progress word stays a file, which is slower: " + e);
    }
  }
}
