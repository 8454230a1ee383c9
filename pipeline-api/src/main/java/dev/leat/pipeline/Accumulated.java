package dev.leat.pipeline;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The value of an {@link Accumulator} in one job and one process. Thread-safe.
 *
 * {@snippet :
 * Stage<Integer> lengths = lines.cpu("length", longest, (length, line) -> {
 *   length.add((long) line.length());
 *   return line.length();
 * });
 * }
 *
 * @param <V> the type of the value
 */
public final class Accumulated<V> {

  private final String name;
  private final V zero;
  private final CheckedBiFunction<? super V, ? super V, ? extends V> combine;
  private V value; // guarded by this
  private boolean changed; // guarded by this

  Accumulated(String name, V zero, CheckedBiFunction<? super V, ? super V, ? extends V> combine) {
    this.name = name;
    this.zero = Objects.requireNonNull(zero, "zero");
    this.combine = combine;
    this.value = zero;
  }

  /** The name of the accumulator. */
  public String name() {
    return name;
  }

  /**
   * Combines the value with another one.
   *
   * @throws IllegalArgumentException if they cannot be combined; the value stays what it was
   */
  public synchronized void add(V other) {
    try {
      value =
          Objects.requireNonNull(
              combine.apply(value, Objects.requireNonNull(other, "the value is null")),
              "combining returned null");
      changed = true;
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "the accumulator '%s' cannot take %s: %s".formatted(name, described(other), e), e);
    }
  }

  private static String described(@Nullable Object other) {
    return other == null ? "null" : "a " + other.getClass().getSimpleName();
  }

  /** The value that was accumulated in this process, and in others as far as it was reported. */
  public synchronized V value() {
    return value;
  }

  /** What was added since the last call, or null if nothing was; called by runtimes in workers. */
  public synchronized @Nullable V take() {
    if (!changed) {
      return null;
    }
    V taken = value;
    value = zero;
    changed = false;
    return taken;
  }
}
