package dev.leat.runtime.benchmarks.workload;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Framing;
import org.apache.pekko.stream.javadsl.FramingTruncation;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What Pekko Streams does. */
final class PekkoStreams {

  private static final long LIMIT_SECONDS = 300;
  private static final int LONGEST = 1_024;
  private static final int PARALLELISM = 256;

  private PekkoStreams() {}

  /** A program that needs an actor system. */
  @FunctionalInterface
  interface Body {
    long run(ActorSystem system) throws Exception;
  }

  /** Does something in an actor system that says nothing. */
  static Program program(Body body) {
    Config quiet = ConfigFactory.parseString("pekko { loglevel = OFF, stdout-loglevel = OFF }");
    ActorSystem system = ActorSystem.create("bench", quiet.withFallback(ConfigFactory.load()));
    Program program = () -> body.run(system);
    return program.closing(() -> {
      system.terminate();
      await(system.getWhenTerminated());
    });
  }

  static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private static int last(Size size) {
    return (int) size.elements() - 1;
  }

  /** W1. */
  static Program fused(Size size) {
    return program(system ->
        await(
            Source.range(0, last(size))
                .map(x -> Arithmetic.first(x))
                .filter(Arithmetic::keep)
                .map(Arithmetic::second)
                .runFold(0L, Long::sum, system)));
  }

  /** W2. */
  static Program edges(Size size) {
    return program(system -> {
      OrderedSum sum = new OrderedSum();
      await(
          Source.range(0, last(size))
              .map(x -> Arithmetic.first(x))
              .async()
              .map(Arithmetic::second)
              .async()
              .runForeach(x -> sum.add(Arithmetic.first(x)), system));
      return sum.value();
    });
  }

  /** W3, W3s. */
  static Program computing(Size size, LongUnaryOperator function) {
    return program(system -> {
      OrderedSum sum = new OrderedSum();
      Executor cores = system.dispatcher();
      await(
          Source.range(0, last(size))
              .mapAsync(PARALLELISM, x -> computed(x, function, cores))
              .runForeach(sum::add, system));
      return sum.value();
    });
  }

  private static CompletionStage<Long> computed(
      long x, LongUnaryOperator function, Executor cores) {
    return CompletableFuture.supplyAsync(() -> function.applyAsLong(x), cores);
  }

  /** W4 and its variants. */
  static Program calls(
      Size size, int concurrency, CallTimer timer, LongFunction<CompletableFuture<Long>> service) {
    Program program =
        program(system -> {
          OrderedSum sum = new OrderedSum();
          await(
              Source.range(0, last(size))
                  .mapAsync(concurrency, x -> service.apply(x))
                  .runForeach(sum::add, system));
          return sum.value();
        });
    return program.closing(timer);
  }

  /** W5. */
  static Program log(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    return program(system ->
        LogCount.checksum(
            await(
                FileIO.fromPath(log)
                    .via(
                        Framing.delimiter(
                            ByteString.fromString("\n"), LONGEST, FramingTruncation.ALLOW))
                    .map(line -> LogCount.status(line.utf8String()))
                    .filter(LogCount::isError)
                    .runFold(new HashMap<>(), PekkoStreams::counted, system))));
  }

  private static Map<Integer, Long> counted(Map<Integer, Long> counts, Integer status) {
    counts.merge(status, 1L, Long::sum);
    return counts;
  }
}
