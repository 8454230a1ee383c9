package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.flowables.GroupedFlowable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;

/** W9: how often each of a million keys occurs. */
final class KeyedCount {

  private static final int KEYS = 1_000_000;

  private KeyedCount() {}

  static Workload workload() {
    return new Workload(
        "W9",
        "keyed count, 1,000,000 keys",
        10_000_000,
        20_000,
        List.of(Figure.NANOS, Figure.TIMES, Figure.CPU, Figure.BYTES),
        List.of(
            Candidate.of("limit", KeyedCount::limit),
            Candidate.of("leat", size -> leat(size, KEYS)),
            Candidate.of("leat-count-by", KeyedCount::leatCountBy),
            Candidate.of("streams", KeyedCount::streams),
            Candidate.of("streams-one", KeyedCount::streamOfOneThread),
            Candidate.of("reactor", KeyedCount::reactor),
            Candidate.of("reactor-collect", KeyedCount::reactorCollect),
            Candidate.of("rxjava", KeyedCount::rxjava),
            Candidate.of("jet", JetJobs::keyedCount)));
  }

  static long key(long x) {
    return key(x, KEYS);
  }

  private static long key(long x, int keys) {
    return Long.remainderUnsigned(Arithmetic.spin(x, 1), keys);
  }

  static long weight(long key, long count) {
    return (key + 17) * count * count;
  }

  private static long checksum(Map<Long, Long> counts) {
    return counts.entrySet().stream().mapToLong(e -> weight(e.getKey(), e.getValue())).sum();
  }

  /** An array by key, because the keys are known to be small numbers. */
  private static Program limit(Size size) {
    return () -> {
      int[] counts = new int[KEYS];
      for (long i = 0; i < size.elements(); i++) {
        counts[(int) key(i)]++;
      }
      long sum = 0;
      for (int key = 0; key < counts.length; key++) {
        sum += weight(key, counts[key]);
      }
      return sum;
    };
  }

  static Program leat(Size size, int keys) {
    LocalRuntime runtime = LocalRuntime.create();
    Program program =
        () -> {
          AtomicLong sum = new AtomicLong();
          runtime.run(
              Pipeline.named("W9")
                  .from(Sources.range(0, size.elements()))
                  .byKey(
                      x -> key(x, keys),
                      lane -> lane.aggregate(Aggregators.count()),
                      KeyedCount::weight,
                      options -> options.maxKeys(keys))
                  .to(Sinks.each(sum::addAndGet)));
          return sum.get();
        };
    return program.closing(runtime);
  }

  private static Program leatCountBy(Size size) {
    LocalRuntime runtime = LocalRuntime.create();
    Program program =
        () ->
            checksum(
                runtime
                    .collect(
                        Pipeline.named("W9")
                            .from(Sources.range(0, size.elements()))
                            .cpu("key", KeyedCount::key)
                            .aggregate(Aggregators.countBy(key -> key, KEYS)))
                    .getFirst());
    return program.closing(runtime);
  }

  private static Program streams(Size size) {
    return () -> {
      ConcurrentMap<Long, Long> counts =
          LongStream.range(0, size.elements())
              .parallel()
              .map(KeyedCount::key)
              .boxed()
              .collect(Collectors.groupingByConcurrent(Function.identity(), Collectors.counting()));
      return checksum(counts);
    };
  }

  private static Program streamOfOneThread(Size size) {
    return () ->
        checksum(
            LongStream.range(0, size.elements())
                .map(KeyedCount::key)
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
  }

  /**
   * Each group is subscribed to by hand: with {@code flatMap}, as usually written, the time grows
   * with the square of the number of groups and a million of them take hours.
   */
  private static Program reactor(Size size) {
    return () -> {
      AtomicLong sum = new AtomicLong();
      Flux.range(0, (int) size.elements())
          .groupBy(x -> key(x))
          .doOnNext(group -> counted(group).subscribe(sum::addAndGet))
          .then()
          .block();
      return sum.get();
    };
  }

  private static Mono<Long> counted(GroupedFlux<Long, Integer> group) {
    return group.count().map(count -> weight(group.key(), count));
  }

  private static Program reactorCollect(Size size) {
    return () ->
        checksum(
            Peers.value(
                Flux.range(0, (int) size.elements())
                    .collect(Collectors.groupingBy(x -> key(x), Collectors.counting()))
                    .block()));
  }

  private static Program rxjava(Size size) {
    return () ->
        Flowable.rangeLong(0, size.elements())
            .groupBy(KeyedCount::key)
            .flatMapSingle(KeyedCount::counted, false, Integer.MAX_VALUE)
            .reduce(0L, Long::sum)
            .blockingGet();
  }

  private static Single<Long> counted(GroupedFlowable<Long, Long> group) {
    return group.count().map(count -> weight(Peers.value(group.getKey()), count));
  }
}
