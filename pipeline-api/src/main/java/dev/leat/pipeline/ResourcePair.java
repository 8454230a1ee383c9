package dev.leat.pipeline;

import dev.leat.pipeline.connector.ConnectorContext;
import java.util.Objects;

/**
 * Two resources for a stage that needs both, made by {@link Resource#and}. Each of them is opened
 * and closed as if it were named alone, so other stages may share one of them.
 *
 * {@snippet :
 * lines.cpu("parse", countries.and(rejected), (both, line) -> {
 *   String country = both.first().get(line);
 *   if (country == null) {
 *     both.second().add(1L);
 *   }
 *   return String.valueOf(country);
 * });
 * }
 *
 * @param <A> the type of what the first one is opened as
 * @param <B> the type of what the second one is opened as
 */
public final class ResourcePair<A, B> extends Resource<ResourcePair.Opened<A, B>> {

  private static final long serialVersionUID = 1L;

  private final Resource<A> first;
  private final Resource<B> second;

  /**
   * Both, open.
   *
   * @param first what the first one was opened as
   * @param second what the second one was opened as
   */
  public record Opened<A, B>(A first, B second) {}

  /** Both are opened, the first one first. */
  public ResourcePair(Resource<A> first, Resource<B> second) {
    this.first = Objects.requireNonNull(first, "first");
    this.second = Objects.requireNonNull(second, "second");
  }

  /** The one that is opened first. */
  public Resource<A> first() {
    return first;
  }

  /** The other one. */
  public Resource<B> second() {
    return second;
  }

  @Override
  public Opened<A, B> open(ConnectorContext context) throws Exception {
    A opened = first.open(context);
    try {
      return new Opened<>(opened, second.open(context));
    } catch (Exception e) {
      closeAfter(e, opened);
      throw e;
    }
  }

  private void closeAfter(Exception failure, A opened) {
    try {
      first.close(opened);
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close(Opened<A, B> opened) throws Exception {
    try {
      second.close(opened.second());
    } finally {
      first.close(opened.first());
    }
  }
}
