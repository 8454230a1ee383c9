package dev.leat.connector.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One input as it was found when the job started.
 *
 * @param path where it is; null for standard input
 * @param name what it is called in messages and positions: the path as given, or {@code stdin}
 * @param size its size in bytes, which is where reading stops; -1 if it is no regular file
 * @param compression how it is compressed; AUTO if that shows when it is read
 * @param dataStart where the text begins: 3 in a plain file that begins with a byte order mark,
 *     else 0
 */
record InputFile(
    @Nullable Path path, String name, long size, Compression compression, int dataStart) {

  static final int BOM_LENGTH = 3;
  static final byte BOM_FIRST = (byte) 0xEF;

  static InputFile stdin(Compression compression) {
    return new InputFile(null, "stdin", -1, compression, 0);
  }

  /** Looks at a file: what it is, whether it can be read, how it is compressed. */
  static InputFile probe(Path path, Compression wanted) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        throw new IOException(
            "cannot read '%s': it is a folder; use Inputs.directory to read the files in it"
                .formatted(path));
      }
      if (!attributes.isRegularFile()) {
        return special(path, wanted);
      }
      return regular(path, attributes.size(), wanted);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "cannot read '%s': there is no such file (relative to %s)"
              .formatted(path, Path.of("").toAbsolutePath()),
          e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          "cannot read '%s': permission denied; check the rights of the file and of its folders"
              .formatted(path),
          e);
    }
  }

  /** Whether ranges of the file can be read in any order. */
  boolean hasRanges() {
    return size >= 0 && compression == Compression.NONE;
  }

  /** The error of a file that has become shorter since it was looked at. */
  IOException shrunk(long found) {
    return new IOException(
        "'%s' shrank from %d to %d bytes while it was read; read a copy of it, or read it when nothing truncates it"
            .formatted(name, size, found));
  }

  /** The path of an input that is not standard input. */
  Path requiredPath() {
    return Objects.requireNonNull(path, "stdin has no path");
  }

  private static InputFile special(Path path, Compression wanted) throws IOException {
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    return new InputFile(path, path.toString(), -1, wanted, 0);
  }

  private static InputFile regular(Path path, long size, Compression wanted) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(path)) {
      head = in.readNBytes(Compression.MAGIC_LENGTH);
    }
    Compression compression = wanted == Compression.AUTO ? detect(path, head) : wanted;
    if (size == 0 && head.length > 0) { // a file of the kernel, whose size is not known
      return new InputFile(path, path.toString(), -1, compression, 0);
    }
    boolean bom = compression == Compression.NONE && startsWithBom(head, 0, head.length);
    return new InputFile(path, path.toString(), size, compression, bom ? BOM_LENGTH : 0);
  }

  private static Compression detect(Path path, byte[] head) throws IOException {
    Compression found = Compression.detect(head, head.length);
    Compression named = Compression.named(path.toString());
    if (found == Compression.AUTO) {
      found = Compression.NONE;
    }
    if (found == Compression.NONE && named != Compression.NONE) {
      throw new IOException(
          "cannot read '%s': it is named like a %s file but %s; if it is meant to be plain, say compression(NONE)"
              .formatted(path, named, head.length == 0 ? "is empty" : "does not begin like one"));
    }
    return found;
  }

  static boolean startsWithBom(byte[] bytes, int from, int to) {
    return to - from >= BOM_LENGTH
        && bytes[from] == BOM_FIRST
        && bytes[from + 1] == (byte) 0xBB
        && bytes[from + 2] == (byte) 0xBF;
  }
}
