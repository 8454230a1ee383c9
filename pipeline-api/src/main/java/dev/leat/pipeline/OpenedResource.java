package dev.leat.pipeline;

import dev.leat.pipeline.connector.ConnectorContext;
import java.util.Objects;

/** A resource that is opened and closed by functions. */
final class OpenedResource<C> extends Resource<C> {

  private static final long serialVersionUID = 1L;

  private final CheckedFunction<ConnectorContext, C> open;
  private final CheckedConsumer<? super C> close;

  OpenedResource(CheckedFunction<ConnectorContext, C> open, CheckedConsumer<? super C> close) {
    this.open = Objects.requireNonNull(open, "open");
    this.close = Objects.requireNonNull(close, "close");
  }

  @Override
  public C open(ConnectorContext context) throws Exception {
    return Objects.requireNonNull(open.apply(context), "the resource opened as null");
  }

  @Override
  public void close(C opened) throws Exception {
    close.accept(opened);
  }
}
