package dev.leat.connector.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/** Says what went wrong with an output, where, and what to do. */
final class FileSinkErrors {

  private FileSinkErrors() {}

  static IOException cannotWrite(Path target, IOException cause) {
    return new IOException("cannot write '%s': %s".formatted(target, reason(cause)), cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied; check the rights of the folder";
    }
    String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    if (cause instanceof FileSystemException e && e.getReason() != null) {
      message = e.getReason();
    }
    if (message.contains("No space left") || message.contains("quota")) {
      return message + "; free some space or write to another disk";
    }
    return message;
  }
}
