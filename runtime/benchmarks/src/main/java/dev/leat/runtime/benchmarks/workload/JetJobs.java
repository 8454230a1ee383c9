package dev.leat.runtime.benchmarks.workload;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.aggregate.AggregateOperations;
import com.hazelcast.jet.pipeline.BatchSource;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.ServiceFactories;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.SinkBuilder;
import com.hazelcast.jet.pipeline.SourceBuilder;
import com.hazelcast.jet.pipeline.file.FileFormat;
import com.hazelcast.jet.pipeline.file.FileSources;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What Hazelcast Jet does, with one member and no network. Jobs are serialized, so what they add up
 * and what they call stands in static fields.
 */
final class JetJobs {

  private static final int BATCH = 1_024;

  /** Where the one sink of the job that runs adds. */
  private static final AtomicReference<OrderedSum> SUM = new AtomicReference<>(new OrderedSum());

  private static final AtomicReference<CallTimer> TIMER = new AtomicReference<>();

  private JetJobs() {}

  private static Program program(Pipeline pipeline) {
    Config config = new Config();
    config.getJetConfig().setEnabled(true);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.local.localAddress", "127.0.0.1");
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
    Program program =
        () -> {
          SUM.set(new OrderedSum());
          member.getJet().newJob(pipeline).join();
          return SUM.get().value();
        };
    return program.closing(member::shutdown);
  }

  private static BatchSource<Long> numbers(long count) {
    return SourceBuilder.batch("numbers", context -> new long[1])
        .<Long>fillBufferFn((next, buffer) -> fill(count, next, buffer))
        .build();
  }

  private static void fill(long count, long[] next, SourceBuilder.SourceBuffer<Long> buffer) {
    for (int i = 0; i < BATCH && next[0] < count; i++) {
      buffer.add(next[0]++);
    }
    if (next[0] == count) {
      buffer.close();
    }
  }

  private static Sink<Long> sum() {
    return SinkBuilder.sinkBuilder("sum", context -> SUM.get())
        .<Long>receiveFn(OrderedSum::add)
        .preferredLocalParallelism(1)
        .build();
  }

  private static Pipeline ordered() {
    Pipeline pipeline = Pipeline.create();
    pipeline.setPreserveOrder(true);
    return pipeline;
  }

  /** W1. */
  static Program fused(Size size) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .readFrom(numbers(size.elements()))
        .map(Arithmetic::first)
        .filter(Arithmetic::keep)
        .map(Arithmetic::second)
        .aggregate(AggregateOperations.summingLong(x -> x))
        .writeTo(sum());
    return program(pipeline);
  }

  /** W2: the source, the stage in the middle and the sink are vertices, with queues between. */
  static Program edges(Size size) {
    long count = size.elements();
    Pipeline pipeline = ordered();
    pipeline
        .readFrom(
            SourceBuilder.batch("numbers", context -> new long[1])
                .<Long>fillBufferFn((next, buffer) -> fillMapped(count, next, buffer))
                .build())
        .map(Arithmetic::second)
        .setLocalParallelism(1)
        .writeTo(
            SinkBuilder.sinkBuilder("sum", context -> SUM.get())
                .<Long>receiveFn((sum, x) -> sum.add(Arithmetic.first(x)))
                .preferredLocalParallelism(1)
                .build());
    return program(pipeline);
  }

  private static void fillMapped(long count, long[] next, SourceBuilder.SourceBuffer<Long> buffer) {
    for (int i = 0; i < BATCH && next[0] < count; i++) {
      buffer.add(Arithmetic.first(next[0]++));
    }
    if (next[0] == count) {
      buffer.close();
    }
  }

  /** W4k. */
  static Program calls(Size size, int concurrency, boolean uneven) {
    CallTimer timer = new CallTimer();
    TIMER.set(timer);
    Pipeline pipeline = ordered();
    pipeline
        .readFrom(numbers(size.elements()))
        .mapUsingServiceAsync(
            ServiceFactories.sharedService(context -> Peers.value(TIMER.get())),
            concurrency,
            true,
            (service, x) -> uneven ? service.unevenCall(x) : service.call(x))
        .setLocalParallelism(1)
        .writeTo(sum());
    return program(pipeline).closing(timer);
  }

  /** W5. */
  static Program log(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    Pipeline pipeline = Pipeline.create();
    pipeline
        .readFrom(
            FileSources.files(size.folder().toAbsolutePath().toString())
                .glob(log.getFileName().toString())
                .format(FileFormat.lines())
                .build())
        .map(line -> LogCount.status(line))
        .filter(LogCount::isError)
        .groupingKey(status -> status)
        .aggregate(AggregateOperations.counting())
        .map(entry -> entry.getKey() * entry.getValue())
        .aggregate(AggregateOperations.summingLong(x -> x))
        .writeTo(sum());
    return program(pipeline);
  }

  /** W9. */
  static Program keyedCount(Size size) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .readFrom(numbers(size.elements()))
        .groupingKey(KeyedCount::key)
        .aggregate(AggregateOperations.counting())
        .map(entry -> KeyedCount.weight(entry.getKey(), entry.getValue()))
        .aggregate(AggregateOperations.summingLong(x -> x))
        .writeTo(sum());
    return program(pipeline);
  }
}
