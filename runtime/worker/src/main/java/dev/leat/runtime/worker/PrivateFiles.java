package dev.leat.runtime.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Temporary files and folders that only this user may enter, and whose names say which process owns
 * them: {@code leat-KIND-SYSTEM-PID-START-NUMBER}. So what a killed process has left behind is
 * known and can be deleted by the next one. Owners of another machine, of an earlier boot or of
 * another container are not known, and nothing of theirs is touched; where there is no {@code
 * /proc}, that is so for all of them. Thread-safe.
 */
public final class PrivateFiles {

  private static final String PREFIX = "leat-";

  /** The parts of a name. */
  private static final int PARTS = 6;

  private static final int RADIX = 36;
  private static final int MOST_TRIES = 100;

  /** What is looked at in a folder for temporary files, and deleted in one that is left behind. */
  private static final int MOST_ENTRIES = 10_000;

  /** Where the time of its start stands in what the system says of a process, behind its name. */
  private static final int START = 19;

  private final Path proc;

  PrivateFiles(Path proc) {
    this.proc = proc;
  }

  /** Those of this machine. */
  public static PrivateFiles ofThisMachine() {
    return new PrivateFiles(Path.of("/proc"));
  }

  /** The folder for temporary files. */
  public static Path usualTemp() {
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
  }

  /**
   * Makes a folder.
   *
   * @param temp where
   * @param kind what it is for: one word
   */
  public Path createFolder(Path temp, String kind) throws IOException {
    return create(temp, kind, "rwx------", Files::createDirectory);
  }

  /** Makes an empty file. */
  Path createFile(Path temp, String kind) throws IOException {
    return create(temp, kind, "rw-------", Files::createFile);
  }

  /** Makes something new. */
  @FunctionalInterface
  private interface Making {
    Path make(Path path, FileAttribute<?> permissions) throws IOException;
  }

  private Path create(Path temp, String kind, String permissions, Making making)
      throws IOException {
    long pid = ProcessHandle.current().pid();
    String owner = system() + "-" + Long.toString(pid, RADIX) + "-" + start(pid);
    for (int tries = 1; ; tries++) {
      String number =
          Integer.toString(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), RADIX);
      Path path = temp.resolve(PREFIX + kind + "-" + owner + "-" + number);
      try {
        return making.make(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
      } catch (FileAlreadyExistsException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  /** This boot of this machine and this container, within which a number names one process. */
  private String system() {
    try {
      String boot = Files.readString(proc.resolve("sys/kernel/random/boot_id"));
      Path space = Files.readSymbolicLink(proc.resolve("self/ns/pid"));
      return Integer.toString((boot + space).hashCode() & Integer.MAX_VALUE, RADIX);
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  /** When a process was started, in ticks; empty if there is none or that is not known. */
  private String start(long pid) {
    try {
      String all = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = all.substring(all.lastIndexOf(')') + 2).split(" ", -1);
      return Long.toString(Long.parseLong(fields[START]), RADIX);
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  /**
   * Deletes what processes of this user that run no more have left in a folder. Follows no link,
   * and throws nothing: what cannot be deleted stays.
   */
  public void deleteLeftBehind(Path temp) {
    String system = system();
    UserPrincipal user = user(proc.resolve(Long.toString(ProcessHandle.current().pid())));
    if (system.isEmpty() || user == null) {
      return;
    }
    int left = MOST_ENTRIES;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(temp, PREFIX + "*")) {
      for (Path entry : entries) {
        if (isLeftBehind(entry, system) && user.equals(user(entry))) {
          delete(entry);
        }
        if (--left == 0) {
          return;
        }
      }
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      System.getLogger(PrivateFiles.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot look for old files in " + temp, e);
    }
  }

  private static @Nullable UserPrincipal user(Path path) {
    try {
      return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private boolean isLeftBehind(Path entry, String system) {
    String[] parts = String.valueOf(entry.getFileName()).split("-", -1);
    if (parts.length != PARTS || !parts[2].equals(system) || parts[4].isEmpty()) {
      return false;
    }
    try {
      return !start(Long.parseLong(parts[3], RADIX)).equals(parts[4]);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void delete(Path entry) {
    try {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        deleteContent(entry);
      }
      Files.deleteIfExists(entry);
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      System.getLogger(PrivateFiles.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot delete " + entry, e);
    }
  }

  private static void deleteContent(Path folder) throws IOException {
    int left = MOST_ENTRIES;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
        if (--left == 0) {
          return;
        }
      }
    }
  }
}
