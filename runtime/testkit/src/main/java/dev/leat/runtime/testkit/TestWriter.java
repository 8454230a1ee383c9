package dev.leat.runtime.testkit;

import dev.leat.pipeline.connector.SinkWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The writer of a {@link TestSink}. It checks that the runtime calls it as the contract says; all
 * fields are guarded by {@link #shared}.
 */
final class TestWriter<T> implements SinkWriter<T> {

  private final Shared shared = new Shared();
  private final String name;
  private final List<T> received = new ArrayList<>();
  private @Nullable String job;
  private int seen;
  private long demand;
  private @Nullable Exception failure;
  private boolean flushed;
  private boolean committed;
  private boolean aborted;
  private boolean closed;

  TestWriter(String name) {
    this.name = name;
  }

  // The test's side.

  void request(long elements) {
    shared.change(() -> {
      long sum = demand + elements;
      demand = sum < 0 ? Long.MAX_VALUE : sum;
    });
  }

  void fail(Exception reason) {
    shared.change(() -> failure = reason);
  }

  T next() {
    shared.await("an element", () -> seen < received.size() || closed || hopeless(), this::state);
    return shared.read(() -> {
      if (seen < received.size()) {
        return received.get(seen++);
      }
      throw new AssertionError(
          (closed ? "no element came before the end: " : "no element was requested: ") + state());
    });
  }

  /** Whether no element can come because none was asked for. */
  private boolean hopeless() {
    return demand == 0;
  }

  void expectNothing(Duration time) {
    if (shared.becomes(() -> seen < received.size() || flushed || aborted || closed, time)) {
      throw new AssertionError("nothing was to happen within " + time + ": " + state());
    }
  }

  void expectEnd(String word, BooleanSupplier wanted) {
    shared.await("the sink to be " + word, () -> closed, this::state);
    if (!wanted.getAsBoolean()) {
      throw new AssertionError("the sink was not " + word + ": " + state());
    }
    if (shared.read(() -> seen < received.size() && demand < Long.MAX_VALUE / 2)) {
      throw new AssertionError("elements are left at the end: " + state());
    }
  }

  List<T> received() {
    return shared.read(() -> List.copyOf(received));
  }

  boolean flushed() {
    return shared.read(() -> flushed);
  }

  boolean committed() {
    return shared.read(() -> committed);
  }

  boolean aborted() {
    return shared.read(() -> aborted);
  }

  boolean closed() {
    return shared.read(() -> closed);
  }

  String state() {
    return shared.read(() ->
        "%s; %d elements received, of which the test has not looked at %s; demand %s%s%s%s%s"
            .formatted(
                job == null ? "no job has opened it" : "opened by '" + job + "'",
                received.size(),
                beginning(received.subList(seen, received.size())),
                demand > Long.MAX_VALUE / 2 ? "without end" : demand,
                flushed ? "; flushed" : "",
                committed ? "; committed" : "",
                aborted ? "; aborted" : "",
                closed ? "; closed" : ""));
  }

  private static String beginning(List<?> elements) {
    return elements.size() <= 10
        ? elements.toString()
        : elements.subList(0, 10) + " and " + (elements.size() - 10) + " more";
  }

  // The job's side.

  void claim(String pipeline) {
    shared.change(() -> {
      require(job == null, "serves one job, and '" + job + "' has used it: make another one");
      job = pipeline;
    });
  }

  @Override
  public void write(List<? extends T> chunk) throws Exception {
    for (T element : chunk) {
      write(element);
    }
  }

  private void write(T element) throws Exception {
    shared.awaitInterrupt(() -> demand > 0 || failure != null);
    Exception reason = shared.read(() -> failure);
    if (reason != null) {
      throw reason;
    }
    shared.change(() -> {
      require(!flushed && !aborted && !closed, "was written to after its end");
      demand -= demand > Long.MAX_VALUE / 2 ? 0 : 1;
      received.add(element);
    });
  }

  @Override
  public void flush() {
    shared.change(() -> {
      require(!flushed && !aborted && !closed, "was flushed twice or after its end");
      flushed = true;
    });
  }

  @Override
  public void commit() {
    shared.change(() -> {
      require(flushed && !committed && !aborted && !closed, "was committed without a flush");
      committed = true;
    });
  }

  @Override
  public void abort() {
    shared.change(() -> {
      require(!committed && !aborted && !closed, "was aborted after its end");
      aborted = true;
    });
  }

  @Override
  public void close() {
    shared.change(() -> {
      require(!closed, "was closed twice");
      closed = true;
    });
  }

  private void require(boolean rightly, String what) {
    if (!rightly) {
      throw new IllegalStateException("test sink '%s' %s; %s".formatted(name, what, state()));
    }
  }
}
