package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import dev.leat.runtime.benchmarks.workload.Ticker.Tick;
import io.reactivex.rxjava3.core.Emitter;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** W7, W7io: how long single elements take, one each 100 us. */
final class LoneElements {

  private static final int TICKS = 10_000;
  private static final int QUICK_TICKS = 300;

  private final boolean call;

  private LoneElements(boolean call) {
    this.call = call;
  }

  static Workload edges() {
    return new LoneElements(false)
        .workload("W7", "lone elements, one each 100 us, through two edges");
  }

  static Workload edgesAndCall() {
    return new LoneElements(true)
        .workload("W7io", "the same through two edges and a call that another thread answers");
  }

  private Workload workload(String id, String title) {
    return new Workload(
        id,
        title,
        TICKS,
        QUICK_TICKS,
        List.of(
            Figure.own("p99", "us", false),
            Figure.own("p50", "us", false),
            Figure.own("idle CPU", "%", false),
            Figure.CPU,
            Figure.BYTES),
        candidates());
  }

  private List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    all.add(Candidate.of("limit", this::limit));
    all.add(Candidate.of("leat", this::leat));
    all.add(Candidate.of("reactor", this::reactor));
    all.add(Candidate.of("rxjava", this::rxjava));
    if (!call) {
      all.add(Candidate.of("jox", LoneElements::jox));
    }
    return all;
  }

  /** What is done with the ticks of a job. */
  @FunctionalInterface
  private interface Passing {
    void pass(Ticker ticker) throws Exception;
  }

  private static Program program(Size size, Passing passing) {
    return new Program() {
      private Ticker last = new Ticker(size);

      @Override
      public long run() throws Exception {
        last = new Ticker(size);
        passing.pass(last);
        return last.sum();
      }

      @Override
      public Map<String, Double> measured() {
        return last.measured();
      }
    };
  }

  private static CompletableFuture<Tick> answer(Tick tick, ExecutorService service) {
    return CompletableFuture.supplyAsync(() -> tick, service);
  }

  private Program limit(Size size) {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    ExecutorService service = Executors.newSingleThreadExecutor();
    Tick end = new Tick(-1, 0);
    return program(
            size,
            ticker -> {
              Handover<Tick> first = new Handover<>();
              Handover<Tick> second = new Handover<>();
              Future<?> middle = threads.submit(() -> pass(first, second, end, service));
              Future<?> sink = threads.submit(() -> take(second, end, ticker));
              while (ticker.hasNext()) {
                first.put(ticker.next());
              }
              first.put(end);
              middle.get();
              sink.get();
            })
        .closing(threads)
        .closing(service);
  }

  private void pass(Handover<Tick> in, Handover<Tick> out, Tick end, ExecutorService service) {
    Tick tick = in.take();
    while (!tick.equals(end)) {
      if (call) {
        answer(tick, service).thenAccept(out::put).join();
      } else {
        out.put(tick);
      }
      tick = in.take();
    }
    out.put(end);
  }

  private static void take(Handover<Tick> in, Tick end, Ticker ticker) {
    for (Tick tick = in.take(); !tick.equals(end); tick = in.take()) {
      ticker.take(tick);
    }
  }

  private Program leat(Size size) {
    LocalRuntime runtime = LocalRuntime.create();
    ExecutorService service = Executors.newSingleThreadExecutor();
    return program(
            size,
            ticker -> {
              Stage<Tick> passed =
                  Pipeline.named("W7")
                      .from(Sources.<Tick>endless(() -> ticker))
                      .cpu("pass", tick -> tick);
              Stage<Tick> answered =
                  call ? passed.io("call", tick -> answer(tick, service)) : passed;
              runtime.run(answered.to(Sinks.each(ticker::take)));
            })
        .closing(runtime)
        .closing(service);
  }

  private static Program jox(Size size) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    return program(size, ticker -> JoxChannels.lone(ticker, threads)).closing(threads);
  }

  private Program reactor(Size size) {
    ExecutorService service = Executors.newSingleThreadExecutor();
    return program(
            size,
            ticker -> {
              Flux<Tick> passed =
                  Flux.<Tick>generate(sink -> generate(ticker, sink))
                      .subscribeOn(Schedulers.boundedElastic())
                      .publishOn(Schedulers.parallel());
              Flux<Tick> answered =
                  call
                      ? passed.flatMapSequential(t -> Mono.fromFuture(answer(t, service)))
                      : passed;
              answered.publishOn(Schedulers.parallel()).doOnNext(ticker::take).then().block();
            })
        .closing(service);
  }

  private static void generate(Ticker ticker, SynchronousSink<Tick> sink) {
    if (ticker.hasNext()) {
      sink.next(ticker.next());
    } else {
      sink.complete();
    }
  }

  private Program rxjava(Size size) {
    ExecutorService service = Executors.newSingleThreadExecutor();
    return program(
            size,
            ticker -> {
              Flowable<Tick> passed =
                  Flowable.<Tick>generate(emitter -> generate(ticker, emitter))
                      .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                      .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation());
              Flowable<Tick> answered =
                  call
                      ? passed.concatMapEager(
                          tick -> Single.fromCompletionStage(answer(tick, service)).toFlowable())
                      : passed;
              answered
                  .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                  .doOnNext(ticker::take)
                  .ignoreElements()
                  .blockingAwait();
            })
        .closing(service);
  }

  private static void generate(Ticker ticker, Emitter<Tick> emitter) {
    if (ticker.hasNext()) {
      emitter.onNext(ticker.next());
    } else {
      emitter.onComplete();
    }
  }
}
