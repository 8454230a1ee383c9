package dev.leat.connector.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files {@code name-00000.ext}, {@code name-00001.ext}, .. each of which appears when it is
 * complete. Counting goes on after the highest number there is, so no part is ever replaced.
 */
final class Parts implements Output {

  private final Path target;
  private final Rolling rolling;
  private final byte[] header;
  private long number;
  private @Nullable Unfinished part;

  /** The bytes of the part behind its header. */
  private long size;

  private @Nullable Long begun;

  Parts(Path target, Rolling rolling, byte[] header) throws IOException {
    this.target = target;
    this.rolling = rolling;
    this.header = header;
    number = highestNumber() + 1;
    part = begin();
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    if (length > 0) {
      part().write(bytes, length);
      size += length;
    }
    if (size > 0 && (room() <= 0 || isOld())) {
      flush();
      commit();
    }
  }

  @Override
  public long room() {
    return rolling.size() - header.length - size;
  }

  @Override
  public boolean isDue() {
    if (begun == null) {
      begun = rolling.nanoTime().getAsLong();
    }
    return isOld();
  }

  @Override
  public void flush() throws IOException {
    Unfinished current = part;
    if (current != null) {
      current.sync();
    }
  }

  /** Publishes the part unless it is empty; a new one is begun when there is something to write. */
  @Override
  public void commit() throws IOException {
    Unfinished current = part;
    if (current == null) {
      return;
    }
    if (size > 0) {
      current.publish();
      number++;
    }
    end(current);
  }

  @Override
  public void abort() throws IOException {
    Unfinished current = part;
    if (current != null) {
      end(current);
    }
  }

  @Override
  public void close() throws IOException {
    abort();
  }

  private void end(Unfinished current) throws IOException {
    part = null;
    size = 0;
    begun = null;
    try {
      current.discard();
    } finally {
      current.close();
    }
  }

  private boolean isOld() {
    return begun != null && rolling.nanoTime().getAsLong() - begun >= rolling.age().toNanos();
  }

  private Unfinished part() throws IOException {
    Unfinished current = part;
    if (current == null) {
      current = begin();
      part = current;
    }
    return current;
  }

  /** Begins the next part whose number is free; it is ours as soon as it is locked. */
  private Unfinished begin() throws IOException {
    while (true) {
      Unfinished next = Unfinished.begin(name(), header);
      if (!Files.exists(name())) {
        return next;
      }
      end(next);
      number++;
    }
  }

  private Path name() {
    return target.resolveSibling(stem() + "-%05d".formatted(number) + extension());
  }

  private long highestNumber() throws IOException {
    Pattern pattern =
        Pattern.compile(Pattern.quote(stem()) + "-(\\d{5,18})" + Pattern.quote(extension()));
    try (Stream<Path> files = Files.list(target.toAbsolutePath().getParent())) {
      return files
          .map(file -> pattern.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToLong(match -> Long.parseLong(match.group(1)))
          .max()
          .orElse(-1);
    }
  }

  private String stem() {
    String name = target.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  private String extension() {
    return target.getFileName().toString().substring(stem().length());
  }
}
