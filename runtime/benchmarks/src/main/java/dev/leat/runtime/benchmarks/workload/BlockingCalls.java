package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Measured;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/** W4c: the calls of W4k in blocking style. */
final class BlockingCalls {

  private static final String ASYNC = "limit-async";
  private static final int CONCURRENCY = 1_000;

  private BlockingCalls() {}

  static Workload workload() {
    return new Workload(
        "W4c",
        "calls of 1 ms in blocking style, 1,000 in flight, order kept; base: limit of W4k",
        500_000,
        5_000,
        List.of(
            Figure.NANOS,
            Figure.TIMES,
            Figure.CPU,
            new Figure("CPU above base", "ns/element", false, BlockingCalls::cpuAboveBase),
            Figure.BYTES),
        List.of(
            new Candidate(Candidate.LIMIT, ASYNC, BlockingCalls::limit),
            new Candidate(ASYNC, ASYNC, BlockingCalls::async),
            new Candidate("leat", ASYNC, BlockingCalls::leat),
            new Candidate("reactor", ASYNC, BlockingCalls::reactor),
            new Candidate("jox", ASYNC, size -> JoxChannels.calls(size, CONCURRENCY))));
  }

  private static double cpuAboveBase(Measured run, Measured base) {
    return (run.cpuNanos() - base.cpuNanos()) / run.elements();
  }

  private static Program async(Size size) {
    CallTimer timer = new CallTimer();
    Program program =
        () -> new CallRing(size.elements(), CONCURRENCY, CONCURRENCY, timer::call).run();
    return program.closing(timer);
  }

  /** A virtual thread for each call, as many as there are permits. */
  private static Program limit(Size size) {
    CallTimer timer = new CallTimer();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Program program =
        () -> {
          long[] answers = new long[(int) size.elements()];
          Semaphore permits = new Semaphore(CONCURRENCY);
          for (int i = 0; i < answers.length; i++) {
            permits.acquire();
            int x = i;
            threads.execute(() -> {
              answers[x] = timer.call(x).join();
              permits.release();
            });
          }
          permits.acquire(CONCURRENCY);
          OrderedSum sum = new OrderedSum();
          Chunks.add(sum, answers);
          return sum.value();
        };
    return program.closing(threads).closing(timer);
  }

  private static Program leat(Size size) {
    CallTimer timer = new CallTimer();
    return OrderedSum.byLeat(sum ->
            Pipeline.named("W4c")
                .from(Sources.range(0, size.elements()))
                .coroutine("call", x -> timer.call(x).join(), call -> call.concurrency(CONCURRENCY))
                .to(Sinks.each(sum::add)))
        .closing(timer);
  }

  private static Program reactor(Size size) {
    CallTimer timer = new CallTimer();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Scheduler scheduler = Schedulers.fromExecutorService(threads);
    Program program =
        () -> {
          OrderedSum sum = new OrderedSum();
          Flux.range(0, (int) size.elements())
              .flatMapSequential(
                  x -> answer(timer, x).subscribeOn(scheduler), CONCURRENCY, Queues.XS_BUFFER_SIZE)
              .doOnNext(sum::add)
              .then()
              .block();
          return sum.value();
        };
    return program.closing(threads).closing(timer);
  }

  private static Mono<Long> answer(CallTimer timer, long x) {
    return Mono.fromCallable(() -> timer.call(x).join());
  }
}
