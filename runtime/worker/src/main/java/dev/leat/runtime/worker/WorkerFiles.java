package dev.leat.runtime.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a worker and its parent meet at: a socket in a folder that only this user may
 * enter, and the progress word. Their names are deleted as soon as the worker has opened both.
 */
final class WorkerFiles implements AutoCloseable {

  /** The longest path that the address of a socket has room for. */
  private static final int MOST_PATH = 104;

  private static final String KIND = "worker";

  private final Path folder;
  private final Path socket;
  private final Path progress;
  private final FileChannel word;
  private final ServerSocketChannel server;

  private WorkerFiles(
      Path folder, Path socket, Path progress, FileChannel word, ServerSocketChannel server) {
    this.folder = folder;
    this.socket = socket;
    this.progress = progress;
    this.word = word;
    this.server = server;
  }

  /**
   * Where the files are made.
   *
   * @param temp the folder for temporary files
   * @param memory a folder whose files are kept in memory; the word lives beside the socket if
   *     there is no room in it
   */
  record Places(Path temp, Path memory) {

    static Places usual() {
      return new Places(PrivateFiles.usualTemp(), Path.of("/dev/shm"));
    }
  }

  /** Deletes what killed processes have left behind. */
  static void deleteLeftBehind(Places places) {
    PrivateFiles all = PrivateFiles.ofThisMachine();
    all.deleteLeftBehind(places.temp());
    all.deleteLeftBehind(places.memory());
  }

  /**
   * Makes the files of one worker.
   *
   * @throws IOException if there is no place for them; the message says what to do
   */
  static WorkerFiles create(Places places) throws IOException {
    Path folder;
    try {
      folder = PrivateFiles.ofThisMachine().createFolder(places.temp(), KIND);
    } catch (IOException | RuntimeException e) {
      throw noPlace(places, e);
    }
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      Path progress = progressFile(places, folder);
      opened.add(() -> Files.deleteIfExists(progress));
      FileChannel word = ProgressFile.create(progress);
      opened.add(word);
      Path socket = folder.resolve("socket");
      int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
      if (length > MOST_PATH) {
        throw new IOException(
            "the address of a socket has room for %d bytes, and %s has %d; set -Djava.io.tmpdir to a shorter folder"
                .formatted(MOST_PATH, socket, length));
      }
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      opened.add(server);
      server.bind(UnixDomainSocketAddress.of(socket), 1);
      return new WorkerFiles(folder, socket, progress, word, server);
    } catch (IOException | RuntimeException e) {
      opened.add(() -> Files.deleteIfExists(folder.resolve("socket")));
      opened.add(() -> Files.deleteIfExists(folder.resolve("progress")));
      opened.add(() -> Files.deleteIfExists(folder));
      opened.forEach(each -> close(each, e));
      throw e instanceof IOException known
              && known.getMessage() != null
              && known.getMessage().startsWith("the address")
          ? known
          : noPlace(places, e);
    }
  }

  private static IOException noPlace(Places places, Exception reason) {
    return new IOException(
        "cannot make the files that workers need in %s: %s; make room there, or set -Djava.io.tmpdir to a folder that can be written"
            .formatted(places.temp(), reason),
        reason);
  }

  private static Path progressFile(Places places, Path folder) throws IOException {
    Path fallback = folder.resolve("progress");
    @Nullable Path inMemory = null;
    try {
      inMemory = PrivateFiles.ofThisMachine().createFile(places.memory(), KIND);
      ProgressFile.create(inMemory).close();
      return inMemory;
    } catch (IOException | RuntimeException e) {
      if (inMemory != null) {
        Files.deleteIfExists(inMemory);
      }
      return Files.createFile(fallback);
    }
  }

  private static void close(AutoCloseable what, Exception reason) {
    try {
      what.close();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }

  Path socket() {
    return socket;
  }

  Path progress() {
    return progress;
  }

  ServerSocketChannel server() {
    return server;
  }

  /** The progress word. */
  long word() {
    try {
      return ProgressFile.read(word);
    } catch (IOException e) {
      return 0; // closed: nobody is blamed
    }
  }

  /** The worker has opened both files, so nobody needs their names any more. */
  void unlink() {
    try {
      server.close();
      Files.deleteIfExists(socket);
      Files.deleteIfExists(progress);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      System.getLogger(WorkerFiles.class.getName())
          .log(System.Logger.Level.WARNING, "cannot delete the files of a worker in " + folder, e);
    }
  }

  @Override
  public void close() {
    unlink();
    try {
      word.close();
    } catch (IOException e) {
      System.getLogger(WorkerFiles.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot close a progress word", e);
    }
  }
}
