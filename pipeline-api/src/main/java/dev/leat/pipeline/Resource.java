package dev.leat.pipeline;

import dev.leat.pipeline.connector.ConnectorContext;
import java.io.Serializable;
import java.util.Objects;

/**
 * Something that stages need while they run and that must be opened and closed: a client, a
 * connection pool, a model. It is opened once per job before the first element is read, shared by
 * all stages that name the same resource object, and closed after its last user has ended, in
 * reverse order of opening. Stages receive it as an argument instead of capturing it. A stage that
 * is {@linkplain CpuOptions#forked forked} has it opened once in each of its workers instead.
 *
 * {@snippet :
 * Resource<GeoClient> geo = Resource.of(GeoClient::connect, GeoClient::close);
 * stage.io("locate", geo, (client, ip) -> client.find(ip));
 * }
 *
 * <p>What is opened must be safe for use by several threads at once unless the stage runs with a
 * concurrency of one. Opening and closing happen on a thread that may block. If opening fails the
 * job fails before it reads anything.
 *
 * <p>A {@link SharedTable} is data that processes share instead of opening it in each; an {@link
 * Accumulator} takes figures back from them. A stage that needs two of these names them {@linkplain
 * #and together}.
 *
 * @param <C> the type of what is opened
 */
public abstract sealed class Resource<C> implements Serializable
    permits Accumulator, OpenedResource, ResourcePair, SharedTable {

  private static final long serialVersionUID = 1L;

  Resource() {}

  /** A resource made by {@code open} and released by {@code close}. */
  public static <C> Resource<C> of(CheckedSupplier<C> open, CheckedConsumer<? super C> close) {
    Objects.requireNonNull(open, "open");
    return new OpenedResource<>(context -> open.get(), close);
  }

  /** A resource that closes itself. */
  public static <C extends AutoCloseable> Resource<C> of(CheckedSupplier<C> open) {
    return of(open, AutoCloseable::close);
  }

  /** A resource that uses what the runtime lends out, such as its event loops. */
  public static <C> Resource<C> using(
      CheckedFunction<ConnectorContext, C> open, CheckedConsumer<? super C> close) {
    return new OpenedResource<>(open, close);
  }

  /** This resource and another one, for a stage that needs both. */
  public final <D> ResourcePair<C, D> and(Resource<D> other) {
    return new ResourcePair<>(this, other);
  }

  /** Opens it; called by runtimes. */
  public abstract C open(ConnectorContext context) throws Exception;

  /** Closes what {@link #open} returned; called by runtimes. */
  public abstract void close(C opened) throws Exception;
}
