package dev.leat.connector.sockets;

import dev.leat.pipeline.bytes.Line;

/**
 * How a stream of bytes is divided into elements, and how elements are written as bytes. Immutable.
 *
 * <pre>{@code
 * TcpSource.listen("127.0.0.1", 9000, Framing.lines().max(64 << 10))
 * }</pre>
 *
 * @param <T> the type of the elements
 */
public final class Framing<T> {

  /** The default of {@link #max}, in bytes: 1 MiB. */
  public static final int DEFAULT_MAX = 1 << 20;

  private static final int MOST = 1 << 30;

  private final Format<T> format;
  private final int max;

  private Framing(Format<T> format, int max) {
    this.format = format;
    this.max = max;
  }

  /**
   * Lines of text that end with {@code "\n"} or {@code "\r\n"}, decoded as UTF-8; a line that is
   * not UTF-8 is rejected.
   */
  public static Framing<String> lines() {
    return new Framing<>(new LineFormat.Text(), DEFAULT_MAX);
  }

  /** Lines as the bytes they were received as, whatever those are. */
  public static Framing<Line> lineViews() {
    return new Framing<>(new LineFormat.View(), DEFAULT_MAX);
  }

  /**
   * Any bytes, each element behind its length: four bytes, the highest first, not counting
   * themselves.
   */
  public static Framing<byte[]> lengthPrefixed() {
    return new Framing<>(new PrefixFormat(), DEFAULT_MAX);
  }

  /**
   * The same with another limit on the bytes of one element, without line end or length. A longer
   * line is rejected and skipped; after a longer element with a length in front the connection
   * ends, because such a length is most likely no length at all.
   *
   * @throws IllegalArgumentException if not from 1 to 1,073,741,824
   */
  public Framing<T> max(int bytes) {
    if (bytes < 1 || bytes > MOST) {
      throw new IllegalArgumentException(
          "the most bytes of an element must be from 1 to %,d, not %,d".formatted(MOST, bytes));
    }
    return new Framing<>(format, bytes);
  }

  Format<T> format() {
    return format;
  }

  int max() {
    return max;
  }

  @Override
  public String toString() {
    return format.noun() + "s";
  }
}
