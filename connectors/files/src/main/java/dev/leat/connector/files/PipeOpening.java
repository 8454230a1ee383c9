package dev.leat.connector.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Opens a named pipe for reading. The operating system waits in that call for a writer and cannot
 * be interrupted, so it is made on a thread of its own, which ends with the call. When the waiting
 * thread is interrupted, the call is released by opening the pipe for writing.
 */
final class PipeOpening {

  private final Path path;
  private final FutureTask<FileChannel> opening;

  PipeOpening(Path path) {
    this.path = path;
    opening = new FutureTask<>(() -> FileChannel.open(path, StandardOpenOption.READ));
  }

  FileChannel await() throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("leat-open-" + path.getFileName()).start(opening);
    try {
      return opening.get();
    } catch (ExecutionException e) {
      throw new IOException("cannot open '%s': %s".formatted(path, e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      abandon();
      throw e;
    }
  }

  /** Lets the call end, and closes what it opened. Does not wait for it. */
  private void abandon() {
    Thread.ofPlatform()
        .daemon()
        .name("leat-close-" + path.getFileName())
        .start(this::releaseAndClose);
  }

  private void releaseAndClose() {
    try {
      FileChannel.open(path, StandardOpenOption.WRITE).close();
      opening.get().close();
    } catch (IOException | InterruptedException | ExecutionException e) {
      // the pipe is gone or cannot be opened, so nobody waits for it
    }
  }
}
