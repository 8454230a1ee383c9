package dev.leat.runtime.testkit;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.List;
import reactor.blockhound.BlockHound;

/**
 * The examples in the docs of this package, so that they are compiled; {@link SnippetsTest} checks
 * that they are the same.
 */
@SuppressWarnings({"unused", "CheckReturnValue"}) // examples show, they do not use
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
}
