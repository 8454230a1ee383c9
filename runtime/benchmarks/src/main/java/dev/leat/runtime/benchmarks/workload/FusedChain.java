package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import io.reactivex.rxjava3.core.Flowable;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;

/** W1: numbers, mapped, filtered, mapped and summed by one thread. */
final class FusedChain {

  private static final int CHUNK = 1_024;

  private FusedChain() {}

  static Workload workload() {
    return new Workload(
        "W1",
        "map, filter, map, sum of Longs, one segment",
        10_000_000,
        10_000,
        List.of(Figure.NANOS, Figure.TIMES, Figure.CPU, Figure.BYTES),
        List.of(
            Candidate.of("limit", FusedChain::limit),
            Candidate.of("leat", FusedChain::leat),
            Candidate.of("streams", FusedChain::streams),
            Candidate.of("reactor", FusedChain::reactor),
            Candidate.of("leat-chunked", FusedChain::leatChunked),
            Candidate.of("reactor-chunked", FusedChain::reactorChunked),
            Candidate.of("rxjava", FusedChain::rxjava),
            Candidate.of("mutiny", FusedChain::mutiny),
            Candidate.of("pekko", PekkoStreams::fused),
            Candidate.of("jet", JetJobs::fused)));
  }

  private static Program limit(Size size) {
    return () -> {
      long sum = 0;
      for (long i = 0; i < size.elements(); i++) {
        long x = Arithmetic.first(i);
        if (Arithmetic.keep(x)) {
          sum += Arithmetic.second(x);
        }
      }
      return sum;
    };
  }

  static Program leat(Size size) {
    return leat(size, LocalRuntime.create());
  }

  /** On classes that all jobs share, also when there is much to do. */
  static Program leatShared(Size size) {
    return leat(size, LocalRuntime.builder().specializeAfter(Long.MAX_VALUE).build());
  }

  private static Program leat(Size size, LocalRuntime runtime) {
    Stage<Long> sum =
        Pipeline.named("W1")
            .from(Sources.range(0, size.elements()))
            .map(Arithmetic::first)
            .filter(Arithmetic::keep)
            .map(Arithmetic::second)
            .aggregate(Aggregators.sumLong(x -> x));
    return only(sum, runtime);
  }

  private static Program only(Stage<Long> result, LocalRuntime runtime) {
    Program program = () -> runtime.collect(result).getFirst();
    return program.closing(runtime);
  }

  /** As an expert does it by hand: the elements are arrays. */
  private static Program leatChunked(Size size) {
    Stage<Long> sum =
        Pipeline.named("W1")
            .from(Sources.range(0, Chunks.count(size, CHUNK)))
            .map(i -> Chunks.of(size, CHUNK, Math.toIntExact(i)))
            .map(chunk -> Chunks.map(chunk, Arithmetic::first))
            .map(chunk -> Chunks.filter(chunk, Arithmetic::keep))
            .map(chunk -> Chunks.map(chunk, Arithmetic::second))
            .aggregate(Aggregators.sumLong(Chunks::sum));
    return only(sum, LocalRuntime.create());
  }

  /** The documentation recommends streams of primitives where elements are numbers. */
  private static Program streams(Size size) {
    return () ->
        LongStream.range(0, size.elements())
            .map(Arithmetic::first)
            .filter(Arithmetic::keep)
            .map(Arithmetic::second)
            .sum();
  }

  private static Program reactor(Size size) {
    Flux<Long> sum =
        Flux.range(0, (int) size.elements())
            .map(Arithmetic::first)
            .filter(Arithmetic::keep)
            .map(Arithmetic::second)
            .reduce(0L, Long::sum)
            .flux();
    return () -> Peers.value(sum.blockLast());
  }

  private static Program reactorChunked(Size size) {
    Flux<long[]> chunks =
        Flux.range(0, Chunks.count(size, CHUNK)).map(i -> Chunks.of(size, CHUNK, i));
    Flux<Long> sum =
        chunks
            .map(chunk -> Chunks.map(chunk, Arithmetic::first))
            .map(chunk -> Chunks.filter(chunk, Arithmetic::keep))
            .map(chunk -> Chunks.map(chunk, Arithmetic::second))
            .reduce(0L, (total, chunk) -> total + Chunks.sum(chunk))
            .flux();
    return () -> Peers.value(sum.blockLast());
  }

  private static Program rxjava(Size size) {
    Flowable<Long> sum =
        Flowable.rangeLong(0, size.elements())
            .map(Arithmetic::first)
            .filter(Arithmetic::keep)
            .map(Arithmetic::second)
            .reduce(0L, Long::sum)
            .toFlowable();
    return sum::blockingSingle;
  }

  private static Program mutiny(Size size) {
    Multi<Long> numbers =
        Multi.createFrom()
            .range(0, (int) size.elements())
            .map(Arithmetic::first)
            .filter(Arithmetic::keep)
            .map(Arithmetic::second);
    return () ->
        Peers.value(numbers.collect().with(Collectors.summingLong(x -> x)).await().indefinitely());
  }
}
