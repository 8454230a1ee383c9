package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.execution.JobWatch;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.blockhound.BlockHound;

/**
 * The examples in the docs of this package, so that they are compiled; {@link SnippetsTest} checks
 * that they are the same.
 */
@SuppressWarnings({"unused", "try", "CheckReturnValue"}) // examples show, they do not use
final class TestkitExamples {

  private TestkitExamples() {}

  static void manualTimers(Stage<Double> readings, TestSink<List<Double>> sink) {
    ManualTimers timers = ManualTimers.seeded(1);
    try (LocalRuntime runtime = LocalRuntime.builder().timers(timers).build()) {
      Job job = runtime.start(readings.batch(100, Duration.ofSeconds(5)).to(sink));
      timers.awaitTimer(Duration.ofSeconds(5));
      timers.advance(Duration.ofSeconds(5));
    }
  }

  static void testSource(LocalRuntime runtime) {
    TestSource<String> source = TestSource.named("orders");
    TestSink<Integer> sink = TestSink.named("lengths");
    Job job = runtime.start(Pipeline.named("lengths").from(source).map(String::length).to(sink));
    source.emit("a", "bb");
    sink.request(2);
    sink.expectNext(1, 2);
    source.complete();
    sink.expectCommitted();
  }

  static void testSink(LocalRuntime runtime, Stage<String> names) {
    TestSink<String> sink = TestSink.named("names");
    runtime.start(names.to(sink));
    sink.expectNothing(Duration.ofMillis(50));
    sink.request(2);
    sink.expectNext("ada", "grace");
    sink.requestAll();
    sink.expectCommitted();
  }

  static void engineBlocking() {
    BlockHound.builder().with(new EngineBlocking()).install();
  }

  static void blockingCalls(LocalRuntime runtime, Pipeline pipeline) {
    try (BlockingCalls calls = BlockingCalls.watch()) {
      runtime.run(pipeline);
    } // throws an AssertionError that names each stage that blocked
  }

  static void jobFindings(LocalRuntime runtime, Pipeline pipeline) {
    try (JobFindings findings = JobFindings.watch()) {
      runtime.run(pipeline);
    } // throws an AssertionError that names each stage
  }

  static void jobWatch(LocalRuntime runtime, Pipeline pipeline) {
    try (JobWatch watch = JobWatch.open()) {
      runtime.run(pipeline);
      watch.take().forEach(finding -> System.out.println(finding.message()));
    }
  }

  static void blockingCall(BlockingCalls calls) {
    for (BlockingCall call : calls.take()) {
      System.out.println(call.message());
      call.stack().forEach(frame -> System.out.println("    at " + frame));
    }
  }

  static void allowance() {
    Allowance warmUp =
        new Allowance(
            "", "com.acme.GeoClient.warmUp", "reads its table once, before the first element");
  }

  static void pipelineAssert(LocalRuntime runtime, Pipeline pipeline) {
    PipelineAssert.assertThat(runtime.explain(pipeline))
        .hasSegments(3)
        .stage("parse")
        .runsParallel(2)
        .runsWith("check");
  }

  static void stageAssert(LocalRuntime runtime, Pipeline pipeline) {
    PipelineAssert.assertThat(runtime.explain(pipeline))
        .stage("locate")
        .runsOnEventLoop()
        .hasConcurrency(64)
        .stage("owner")
        .runsOnVirtualThreads();
  }

  /** Where owners are. */
  interface Database {
    String owner(String name) throws IOException;
  }

  static void faults(Stage<String> names, Database database) {
    Faults faults = Faults.seeded(7).share(0.2).attempts(2);
    Stage<String> owners =
        names.coroutine(
            "owner", faults.failing(database::owner), co -> co.retry(Retry.immediately(3)));
  }

  static void injectedFault(LocalRuntime runtime, Pipeline pipeline) {
    assertThatThrownBy(() -> runtime.run(pipeline)).hasRootCauseInstanceOf(InjectedFault.class);
  }

  static final class LengthsParityTest extends ParityTest<Integer> {

    @Override
    protected Stage<Integer> stage() {
      return Pipeline.named("lengths")
          .from(Sources.of("a", "bb", "ccc"))
          .cpu("length", String::length);
    }
  }

  @LeatTest
  @AllowBlocking(stage = "enrich", reason = "the old client; goes with the next release")
  static final class OrdersTest {}

  @LeatTest
  static final class EnrichTest {

    @Test
    void shouldEnrich() {
      try (LocalRuntime runtime = LocalRuntime.create()) {
        Stage<String> names = Pipeline.named("test").from(Sources.of("ada", "grace"));
        runtime.collect(names.cpu("enrich", String::toUpperCase));
      }
    }
  }

  static final class NumbersContractTest extends SourceContractTest<Integer> {

    @Override
    protected Integer element(int index) {
      return index;
    }

    @Override
    protected Source<Integer> source(List<Integer> elements) {
      return Sources.from(elements);
    }

    @Override
    protected Source<Integer> broken(List<Integer> elements) {
      return Sources.endless(() -> new BreakingIterator(elements));
    }

    @Override
    protected Source<Integer> unusable() {
      return Sources.endless(() -> {
        throw new IOException("cannot read the numbers: no such table");
      });
    }
  }

  static final class NamesContractTest extends SinkContractTest<String> {

    @TempDir Path folder;

    @Override
    protected String element(int index) {
      return "name " + index;
    }

    @Override
    protected Sink<String> sink() {
      return new NamesFile(folder.resolve("names.txt"));
    }

    @Override
    protected List<String> published() throws IOException {
      Path file = folder.resolve("names.txt");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Override
    protected Sink<String> unusable() {
      return new NamesFile(folder.resolve("missing/names.txt"));
    }
  }

  /** Fails after its last element. */
  static final class BreakingIterator implements Iterator<Integer> {

    private final Iterator<Integer> numbers;

    BreakingIterator(List<Integer> numbers) {
      this.numbers = numbers.iterator();
    }

    @Override
    public boolean hasNext() {
      if (numbers.hasNext()) {
        return true;
      }
      throw new IllegalStateException("the connection is lost");
    }

    @Override
    public Integer next() {
      return numbers.next();
    }
  }

  /** Writes names to a file that appears when it is complete. */
  record NamesFile(Path file) implements Sink<String> {

    @Override
    public String describe() {
      return "names in " + file;
    }

    @Override
    public SinkWriter<String> open(ConnectorContext context) throws IOException {
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      return new NamesWriter(file, temporary, Files.newBufferedWriter(temporary));
    }
  }

  /** The writer of {@link NamesFile}. */
  record NamesWriter(Path file, Path temporary, Writer out) implements SinkWriter<String> {

    @Override
    public void write(List<? extends String> chunk) throws IOException {
      for (String name : chunk) {
        out.append(name).append('\n');
      }
    }

    @Override
    public void flush() throws IOException {
      out.close();
    }

    @Override
    public void commit() throws IOException {
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void abort() {
      temporary.toFile().delete();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
