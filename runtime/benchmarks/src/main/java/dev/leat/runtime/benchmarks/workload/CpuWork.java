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
import io.reactivex.rxjava3.core.Single;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** W3, W3s: numbers that are computed on all cores, in order. */
final class CpuWork {

  static final String LOOP = "loop";
  private static final int JOINED = 256;
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final int rounds;
  private final int chunk;

  CpuWork(int rounds, int chunk) {
    this.rounds = rounds;
    this.chunk = chunk;
  }

  /**
   * The workload of that cost.
   *
   * @param rounds of {@link Arithmetic#spin}
   * @param chunk how many elements an expert takes together
   */
  static Workload of(String id, String cost, int rounds, long elements, int chunk) {
    CpuWork work = new CpuWork(rounds, chunk);
    return new Workload(
        id,
        cost + ", order kept; speed-up over a plain loop",
        elements,
        2_000,
        List.of(Figure.SPEED_UP, Figure.NANOS, Figure.CPU, Figure.BYTES),
        List.of(
            new Candidate(Candidate.LIMIT, LOOP, work::limit),
            new Candidate(LOOP, LOOP, work::loop),
            new Candidate("leat", LOOP, work::leat),
            new Candidate("leat-chunked", LOOP, work::leatChunked),
            new Candidate("streams", LOOP, work::streams),
            new Candidate("reactor", LOOP, work::reactor),
            new Candidate("reactor-chunked", LOOP, work::reactorChunked),
            new Candidate("rxjava", LOOP, work::rxjava),
            new Candidate("mutiny", LOOP, work::mutiny),
            new Candidate("pekko", LOOP, size -> PekkoStreams.computing(size, work::compute))));
  }

  private long compute(long x) {
    return Arithmetic.spin(x, rounds);
  }

  Program loop(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      for (long i = 0; i < size.elements(); i++) {
        sum.add(compute(i));
      }
      return sum.value();
    };
  }

  /** Each core claims slices of about 50 us; this thread adds them up in order. */
  Program limit(Size size) {
    int slice = Math.max(1, 45_000 / rounds);
    int slices = (int) ((size.elements() + slice - 1) / slice);
    ExecutorService threads = Executors.newFixedThreadPool(CORES);
    Program program =
        () -> {
          long[] results = new long[(int) size.elements()];
          AtomicLong next = new AtomicLong();
          List<Future<?>> workers = new ArrayList<>();
          for (int i = 0; i < CORES; i++) {
            workers.add(threads.submit(() -> work(results, slice, slices, next)));
          }
          for (Future<?> worker : workers) {
            worker.get();
          }
          OrderedSum sum = new OrderedSum();
          Chunks.add(sum, results);
          return sum.value();
        };
    return program.closing(threads);
  }

  private void work(long[] results, int slice, int slices, AtomicLong next) {
    for (long i = next.getAndIncrement(); i < slices; i = next.getAndIncrement()) {
      int from = (int) (i * slice);
      int to = Math.min(from + slice, results.length);
      for (int k = from; k < to; k++) {
        results[k] = compute(k);
      }
    }
  }

  Program leat(Size size) {
    return OrderedSum.byLeat(sum ->
        Pipeline.named("W3")
            .from(Sources.range(0, size.elements()))
            .cpu("compute", this::compute)
            .to(Sinks.each(sum::add)));
  }

  /** As an expert does it by hand: the elements are arrays. */
  Program leatChunked(Size size) {
    return OrderedSum.byLeat(sum ->
        Pipeline.named("W3")
            .from(Sources.range(0, Chunks.count(size, chunk)))
            .cpu("compute", i -> computeAll(Chunks.of(size, chunk, Math.toIntExact(i))))
            .to(Sinks.each(results -> Chunks.add(sum, results))));
  }

  Program streams(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      LongStream.range(0, size.elements())
          .boxed()
          .parallel()
          .map(this::compute)
          .forEachOrdered(sum::add);
      return sum.value();
    };
  }

  Program reactor(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      Flux.range(0, (int) size.elements())
          .flatMapSequential(x -> Mono.just(x).publishOn(Schedulers.parallel()).map(this::compute))
          .doOnNext(sum::add)
          .then()
          .block();
      return sum.value();
    };
  }

  Program reactorChunked(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      Flux.range(0, Chunks.count(size, chunk))
          .flatMapSequential(i ->
              Mono.just(Chunks.of(size, chunk, i))
                  .publishOn(Schedulers.parallel())
                  .map(this::computeAll))
          .doOnNext(results -> Chunks.add(sum, results))
          .then()
          .block();
      return sum.value();
    };
  }

  private long[] computeAll(long[] numbers) {
    long[] results = new long[numbers.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = compute(numbers[i]);
    }
    return results;
  }

  Program rxjava(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      Flowable.rangeLong(0, size.elements())
          .concatMapEager(this::rxCompute)
          .doOnNext(sum::add)
          .ignoreElements()
          .blockingAwait();
      return sum.value();
    };
  }

  private Flowable<Long> rxCompute(long x) {
    return Single.just(x)
        .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
        .map(this::compute)
        .toFlowable();
  }

  /** Mutiny has no operator that computes in parallel and keeps the order, but joins keep it. */
  Program mutiny(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      Multi.createFrom()
          .range(0, (int) size.elements())
          .group()
          .intoLists()
          .of(JOINED)
          .onItem()
          .transformToUniAndConcatenate(this::mutinyCompute)
          .invoke(results -> results.forEach(sum::add))
          .onItem()
          .ignoreAsUni()
          .await()
          .indefinitely();
      return sum.value();
    };
  }

  private Uni<List<Long>> mutinyCompute(List<Integer> numbers) {
    List<Uni<Long>> computing = new ArrayList<>();
    for (Integer x : numbers) {
      computing.add(
          Uni.createFrom()
              .item(() -> compute(x))
              .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }
    return Uni.join().all(computing).andFailFast();
  }
}
