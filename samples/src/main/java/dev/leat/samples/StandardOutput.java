package dev.leat.samples;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes to standard output and remembers what went wrong, which {@link PrintStream} does not tell.
 * A reader who has gone away disturbs nobody. Used by one thread at a time.
 */
final class StandardOutput extends OutputStream {

  private final OutputStream out;
  private volatile @Nullable IOException failure;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** Becomes {@link System#out}. */
  static StandardOutput install() {
    StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    OutputStream buffered = new BufferedOutputStream(output);
    System.setOut(new PrintStream(buffered, false, System.out.charset()));
    return output;
  }

  /** Why something is missing that somebody waits for, or null. */
  @Nullable String problem() {
    IOException seen = failure;
    if (seen == null) {
      return null;
    }
    String message = String.valueOf(seen.getMessage());
    boolean nobodyReads =
        message.contains("Broken pipe") || message.contains("Bad file descriptor");
    return nobodyReads ? null : "cannot write to standard output: " + message;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (failure != null) {
      return;
    }
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = e;
    }
  }
}
