package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.IoOptions;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

/** W4, W4k, W4h: asynchronous calls of a service that takes a millisecond, answers in order. */
final class AsyncCalls {

  private static final int WINDOW = 65_536;

  private final int concurrency;
  private final boolean uneven;

  private AsyncCalls(int concurrency, boolean uneven) {
    this.concurrency = concurrency;
    this.uneven = uneven;
  }

  static Workload wide() {
    return new AsyncCalls(10_000, false)
        .workload(
            "W4",
            "async calls of 1 ms, 10,000 in flight, order kept",
            2_000_000,
            List.of(Figure.NANOS, Figure.TIMES, Figure.CPU, Figure.BYTES));
  }

  static Workload narrow() {
    return new AsyncCalls(1_000, false)
        .workload(
            "W4k",
            "async calls of 1 ms, 1,000 in flight, order kept: CPU",
            1_000_000,
            List.of(Figure.CPU, Figure.NANOS, Figure.TIMES, Figure.BYTES));
  }

  static Workload uneven() {
    return new AsyncCalls(1_000, true)
        .workload(
            "W4h",
            "async calls, 1 in 100 takes 50 ms, the others 1 ms, 1,000 in flight, order kept",
            500_000,
            List.of(Figure.RATE, Figure.TIMES, Figure.CPU, Figure.BYTES));
  }

  private Workload workload(String id, String title, long elements, List<Figure> figures) {
    return new Workload(
        id,
        title,
        elements,
        5_000,
        figures,
        List.of(
            Candidate.of("limit", this::limit),
            Candidate.of("leat", this::leat),
            Candidate.of("reactor", this::reactor),
            Candidate.of("rxjava", this::rxjava),
            Candidate.of("mutiny", this::mutiny),
            Candidate.of("pekko", this::pekko),
            Candidate.of("jet", size -> JetJobs.calls(size, concurrency, uneven))));
  }

  private LongFunction<CompletableFuture<Long>> service(CallTimer timer) {
    return uneven ? timer::unevenCall : timer::call;
  }

  /** A ring of slots: the thread that completes the call at the head starts the next ones. */
  private Program limit(Size size) {
    CallTimer timer = new CallTimer();
    Program program =
        () ->
            new CallRing(
                    size.elements(), concurrency, uneven ? WINDOW : concurrency, service(timer))
                .run();
    return program.closing(timer);
  }

  private Program leat(Size size) {
    CallTimer timer = new CallTimer();
    LongFunction<CompletableFuture<Long>> service = service(timer);
    return OrderedSum.byLeat(sum ->
            Pipeline.named("W4")
                .from(Sources.range(0, size.elements()))
                .io("call", service::apply, this::options)
                .to(Sinks.each(sum::add)))
        .closing(timer);
  }

  private IoOptions options(IoOptions io) {
    IoOptions chosen = io.concurrency(concurrency);
    return uneven ? chosen.reorderWindow(WINDOW) : chosen;
  }

  private Program pekko(Size size) {
    CallTimer timer = new CallTimer();
    return PekkoStreams.calls(size, concurrency, timer, service(timer));
  }

  private Program reactor(Size size) {
    CallTimer timer = new CallTimer();
    LongFunction<CompletableFuture<Long>> service = service(timer);
    Program program =
        () -> {
          OrderedSum sum = new OrderedSum();
          Flux.range(0, (int) size.elements())
              .flatMapSequential(x -> answer(service, x), concurrency, Queues.XS_BUFFER_SIZE)
              .doOnNext(sum::add)
              .then()
              .block();
          return sum.value();
        };
    return program.closing(timer);
  }

  private static Mono<Long> answer(LongFunction<CompletableFuture<Long>> service, long x) {
    return Mono.fromFuture(() -> service.apply(x));
  }

  private Program rxjava(Size size) {
    CallTimer timer = new CallTimer();
    LongFunction<CompletableFuture<Long>> service = service(timer);
    Program program =
        () -> {
          OrderedSum sum = new OrderedSum();
          Flowable.rangeLong(0, size.elements())
              .concatMapEager(
                  x -> Single.fromCompletionStage(service.apply(x)).toFlowable(), concurrency, 1)
              .doOnNext(sum::add)
              .ignoreElements()
              .blockingAwait();
          return sum.value();
        };
    return program.closing(timer);
  }

  /** Mutiny runs calls at the same time only where the order may be lost, or in joined groups. */
  private Program mutiny(Size size) {
    CallTimer timer = new CallTimer();
    LongFunction<CompletableFuture<Long>> service = service(timer);
    Program program =
        () -> {
          OrderedSum sum = new OrderedSum();
          Multi.createFrom()
              .range(0, (int) size.elements())
              .group()
              .intoLists()
              .of(concurrency)
              .onItem()
              .transformToUniAndConcatenate(numbers -> joined(numbers, service))
              .invoke(answers -> answers.forEach(sum::add))
              .onItem()
              .ignoreAsUni()
              .await()
              .indefinitely();
          return sum.value();
        };
    return program.closing(timer);
  }

  private static Uni<List<Long>> joined(
      List<Integer> numbers, LongFunction<CompletableFuture<Long>> service) {
    List<Uni<Long>> calls =
        numbers.stream().map(x -> Uni.createFrom().completionStage(service.apply(x))).toList();
    return Uni.join().all(calls).andFailFast();
  }
}
