package dev.leat.runtime.testkit;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.runtime.LocalRuntime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The context of a job that does nothing else, so that a test can open a connector by hand and the
 * connector finds what a runtime lends. It holds until it is closed. Used by one thread.
 */
final class LentContext implements AutoCloseable {

  private final LocalRuntime runtime;
  private final TestSource<Object> source = TestSource.named("contract");
  private final Job job;
  private final ConnectorContext context;

  /** Starts the job; the runtime is then owned by this. */
  LentContext(LocalRuntime runtime) throws Exception {
    this.runtime = runtime;
    CompletableFuture<ConnectorContext> opened = new CompletableFuture<>();
    job = runtime.start(Pipeline.named("contract").from(source).to(new Opened(opened)));
    context = opened.get(Shared.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  ConnectorContext context() {
    return context;
  }

  @Override
  public void close() {
    source.complete();
    job.await();
    runtime.close();
  }

  private record Opened(CompletableFuture<ConnectorContext> context) implements Sink<Object> {

    @Override
    public String describe() {
      return "contract";
    }

    @Override
    public SinkWriter<Object> open(ConnectorContext given) {
      context.complete(given);
      return chunk -> {};
    }
  }
}
