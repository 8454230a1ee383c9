package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.util.List;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;

/** W3t: what is too cheap to be worth a second thread is declared as computing all the same. */
final class CheapCpu {

  private static final int ROUNDS = 17;
  private static final int CHUNK = 1_024;
  private static final CpuWork WORK = new CpuWork(ROUNDS, CHUNK);

  private CheapCpu() {}

  static Workload workload() {
    return new Workload(
        "W3t",
        "20 ns of CPU an element, declared as computing, beside the same inline; order kept",
        10_000_000,
        2_000,
        List.of(
            new Figure("wall / inline", "", false, Figure.TIMES.formula()),
            Figure.NANOS,
            Figure.CPU,
            Figure.BYTES),
        List.of(
            Candidate.of("limit", WORK::loop),
            new Candidate("leat-inline", "leat-inline", CheapCpu::leatInline),
            new Candidate("leat", "leat-inline", WORK::leat),
            new Candidate("streams-inline", "streams-inline", CheapCpu::streamsInline),
            new Candidate("streams", "streams-inline", WORK::streams),
            new Candidate("reactor-inline", "reactor-inline", CheapCpu::reactorInline),
            new Candidate("reactor", "reactor-inline", WORK::reactor),
            new Candidate("reactor-chunked", "reactor-inline", WORK::reactorChunked)));
  }

  private static long compute(long x) {
    return Arithmetic.spin(x, ROUNDS);
  }

  private static Program leatInline(Size size) {
    return OrderedSum.byLeat(sum ->
        Pipeline.named("W3t")
            .from(Sources.range(0, size.elements()))
            .map(CheapCpu::compute)
            .to(Sinks.each(sum::add)));
  }

  private static Program streamsInline(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      LongStream.range(0, size.elements()).boxed().map(CheapCpu::compute).forEachOrdered(sum::add);
      return sum.value();
    };
  }

  private static Program reactorInline(Size size) {
    return () -> {
      OrderedSum sum = new OrderedSum();
      Flux.range(0, (int) size.elements()).map(CheapCpu::compute).doOnNext(sum::add).then().block();
      return sum.value();
    };
  }
}
