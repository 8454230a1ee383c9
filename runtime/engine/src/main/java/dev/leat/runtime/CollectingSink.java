package dev.leat.runtime;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.util.ArrayList;
import java.util.List;

/** Keeps everything in a list; for one job. The list is read after the job has ended. */
final class CollectingSink<T> implements Sink<T> {

  private final List<T> elements = new ArrayList<>();

  List<T> elements() {
    return elements;
  }

  @Override
  public String describe() {
    return "list";
  }

  @Override
  public SinkWriter<T> open(ConnectorContext context) {
    return elements::addAll;
  }
}
