package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import reactor.core.publisher.Flux;

/** W2: numbers that pass from thread to thread twice, mapped by each, in order. */
final class TwoEdges {

  private static final int CHUNK = 1_024;

  private TwoEdges() {}

  static Workload workload() {
    return new Workload(
        "W2",
        "map of Longs on each of three threads, order kept",
        10_000_000,
        10_000,
        List.of(Figure.NANOS, Figure.TIMES, Figure.CPU, Figure.BYTES),
        List.of(
            Candidate.of("limit", TwoEdges::limit),
            Candidate.of("leat", TwoEdges::leat),
            Candidate.of("reactor", TwoEdges::reactor),
            Candidate.of("leat-chunked", TwoEdges::leatChunked),
            Candidate.of("reactor-chunked", TwoEdges::reactorChunked),
            Candidate.of("rxjava", TwoEdges::rxjava),
            Candidate.of("mutiny", TwoEdges::mutiny),
            Candidate.of("pekko", PekkoStreams::edges),
            Candidate.of("jet", JetJobs::edges),
            Candidate.of("jox", JoxChannels::edges)));
  }

  /** Chunks of primitives through bounded queues. */
  private static Program limit(Size size) {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Program program =
        () -> {
          Handover<long[]> first = new Handover<>();
          Handover<long[]> second = new Handover<>();
          Future<?> source = threads.submit(() -> produce(size, first));
          Future<?> middle = threads.submit(() -> pass(first, second));
          OrderedSum sum = new OrderedSum();
          for (long[] chunk = second.take(); chunk.length > 0; chunk = second.take()) {
            for (long x : chunk) {
              sum.add(Arithmetic.first(x));
            }
          }
          source.get();
          middle.get();
          return sum.value();
        };
    return program.closing(threads);
  }

  private static Void produce(Size size, Handover<long[]> out) {
    for (int i = 0; i < Chunks.count(size, CHUNK); i++) {
      long[] chunk = Chunks.of(size, CHUNK, i);
      for (int k = 0; k < chunk.length; k++) {
        chunk[k] = Arithmetic.first(chunk[k]);
      }
      out.put(chunk);
    }
    out.put(new long[0]);
    return null;
  }

  private static Void pass(Handover<long[]> in, Handover<long[]> out) {
    long[] chunk;
    do {
      chunk = in.take();
      for (int k = 0; k < chunk.length; k++) {
        chunk[k] = Arithmetic.second(chunk[k]);
      }
      out.put(chunk);
    } while (chunk.length > 0);
    return null;
  }

  /** A computing stage with one worker between two sequential segments. */
  private static Program leat(Size size) {
    return OrderedSum.byLeat(sum -> pipeline(size, sum));
  }

  static Pipeline pipeline(Size size, OrderedSum sum) {
    return Pipeline.named("W2")
        .from(Sources.range(0, Long.MAX_VALUE))
        .map(Arithmetic::first)
        .take(size.elements())
        .cpu("second", Arithmetic::second, cpu -> cpu.parallelism(1))
        .to(Sinks.each(x -> sum.add(Arithmetic.first(x))));
  }

  /** As an expert does it by hand: the elements are arrays. */
  private static Program leatChunked(Size size) {
    return OrderedSum.byLeat(sum ->
        Pipeline.named("W2")
            .from(Sources.range(0, Long.MAX_VALUE))
            .take(Chunks.count(size, CHUNK))
            .map(i -> Chunks.map(Chunks.of(size, CHUNK, Math.toIntExact(i)), Arithmetic::first))
            .cpu(
                "second", chunk -> Chunks.map(chunk, Arithmetic::second), cpu -> cpu.parallelism(1))
            .to(Sinks.each(chunk -> Chunks.add(sum, Chunks.map(chunk, Arithmetic::first)))));
  }

  private static Program reactor(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      Flux.range(0, (int) size.elements())
          .map(Arithmetic::first)
          .publishOn(reactor.core.scheduler.Schedulers.parallel())
          .map(Arithmetic::second)
          .publishOn(reactor.core.scheduler.Schedulers.parallel())
          .doOnNext(x -> sum.add(Arithmetic.first(x)))
          .then()
          .block();
      return sum.value();
    };
  }

  private static Program reactorChunked(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      Flux.range(0, Chunks.count(size, CHUNK))
          .map(i -> Chunks.map(Chunks.of(size, CHUNK, i), Arithmetic::first))
          .publishOn(reactor.core.scheduler.Schedulers.parallel())
          .map(chunk -> Chunks.map(chunk, Arithmetic::second))
          .publishOn(reactor.core.scheduler.Schedulers.parallel())
          .doOnNext(chunk -> Chunks.add(sum, Chunks.map(chunk, Arithmetic::first)))
          .then()
          .block();
      return sum.value();
    };
  }

  private static Program rxjava(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      Flowable.rangeLong(0, size.elements())
          .map(Arithmetic::first)
          .observeOn(Schedulers.computation())
          .map(Arithmetic::second)
          .observeOn(Schedulers.computation())
          .doOnNext(x -> sum.add(Arithmetic.first(x)))
          .ignoreElements()
          .blockingAwait();
      return sum.value();
    };
  }

  private static Program mutiny(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      Multi.createFrom()
          .range(0, (int) size.elements())
          .map(Arithmetic::first)
          .emitOn(Infrastructure.getDefaultExecutor())
          .map(Arithmetic::second)
          .emitOn(Infrastructure.getDefaultExecutor())
          .invoke(x -> sum.add(Arithmetic.first(x)))
          .onItem()
          .ignoreAsUni()
          .await()
          .indefinitely();
      return sum.value();
    };
  }
}
