package dev.leat.runtime.benchmarks.workload;

import dev.leat.connector.files.FileSource;
import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.bytes.LineSplitter;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import io.reactivex.rxjava3.core.Flowable;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** W5: the lines of a log, of which a field is parsed, filtered by and counted. */
final class LogCount {

  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int LINES = 1_024;
  private static final int BLOCK = 512 * 1024;
  private static final int VERTX_BUFFER = 1 << 20;
  private static final int LONGEST = 1_024;
  private static final int MAX_STATUS = 1_000;

  /** Where elements are bytes. */
  static final List<Figure> FIGURES =
      List.of(
          new Figure("rate", "MB/s", true, (run, base) -> run.elements() * 1e3 / run.wallNanos()),
          Figure.TIMES,
          new Figure("CPU", "s/GB", false, (run, base) -> run.cpuNanos() / run.elements()),
          new Figure("allocated", "B/byte", false, Figure.BYTES.formula()));

  private LogCount() {}

  static Workload workload() {
    return new Workload(
        "W5",
        "lines of a log, parse a field, filter, count per key; elements are bytes",
        1_000_000_000,
        3_000_000,
        FIGURES,
        List.of(
            Candidate.of("limit", LogCount::limit),
            Candidate.of("leat", LogCount::leat),
            Candidate.of("leat-strings", LogCount::leatStrings),
            Candidate.of("streams", LogCount::streams),
            Candidate.of("reactor", LogCount::reactor),
            Candidate.of("reactor-chunked", LogCount::reactorChunked),
            Candidate.of("rxjava", LogCount::rxjava),
            Candidate.of("mutiny", LogCount::mutiny),
            Candidate.of("pekko", PekkoStreams::log),
            Candidate.of("jet", JetJobs::log),
            Candidate.of("vertx", LogCount::vertx)));
  }

  // What all do.

  /** The status code: the last but one field. */
  static int status(String line) {
    int end = line.lastIndexOf(' ');
    return Integer.parseInt(line, line.lastIndexOf(' ', end - 1) + 1, end, 10);
  }

  static int status(Line line) {
    int i = line.length() - 1;
    while (line.byteAt(i) != ' ') {
      i--;
    }
    int value = 0;
    int weight = 1;
    for (i--; i >= 0 && line.byteAt(i) != ' '; i--) {
      value += weight * (line.byteAt(i) - '0');
      weight *= 10;
    }
    return value;
  }

  static boolean isError(int status) {
    return status >= 400;
  }

  static long checksum(Map<Integer, Long> counts) {
    return counts.entrySet().stream().mapToLong(e -> e.getKey() * e.getValue()).sum();
  }

  // By hand: each thread reads and counts a block of its own.

  private static Program limit(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    ExecutorService threads = Executors.newFixedThreadPool(CORES);
    Program program =
        () -> {
          AtomicLong next = new AtomicLong();
          List<Future<long[]>> workers = new ArrayList<>();
          for (int i = 0; i < CORES; i++) {
            workers.add(threads.submit(() -> count(log, next)));
          }
          long sum = 0;
          for (Future<long[]> worker : workers) {
            long[] counts = worker.get();
            for (int status = 0; status < counts.length; status++) {
              sum += status * counts[status];
            }
          }
          return sum;
        };
    return program.closing(threads);
  }

  private static long[] count(Path log, AtomicLong next) throws IOException {
    long[] counts = new long[MAX_STATUS];
    byte[] block = new byte[BLOCK + LONGEST];
    ByteBuffer buffer = ByteBuffer.wrap(block);
    LineSplitter lines = new LineSplitter();
    try (FileChannel file = FileChannel.open(log)) {
      long size = file.size();
      for (long at = next.getAndAdd(BLOCK); at < size; at = next.getAndAdd(BLOCK)) {
        buffer.clear();
        while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) > 0) {}
        count(block, at == 0, buffer.position(), lines, counts);
      }
    }
    return counts;
  }

  /** The lines that begin in a block, but for the first byte unless the file begins there. */
  private static void count(
      byte[] block, boolean first, int filled, LineSplitter lines, long[] counts) {
    int from = 0;
    if (!first) {
      while (block[from++] != '\n') {}
    }
    lines.reset(block, from, from, filled);
    while (lines.next()) {
      int status = status(block, lines.end());
      if (isError(status)) {
        counts[status]++;
      }
      if (lines.end() >= BLOCK) {
        break;
      }
    }
  }

  private static int status(byte[] block, int end) {
    int i = end - 1;
    while (block[i] != ' ') {
      i--;
    }
    int value = 0;
    int weight = 1;
    for (i--; block[i] != ' '; i--) {
      value += weight * (block[i] - '0');
      weight *= 10;
    }
    return value;
  }

  // Leat.

  private static Program leat(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    return leat(
        Pipeline.named("W5")
            .from(FileSource.lineViews(log))
            .cpu("status", line -> status(line))
            .filter(LogCount::isError));
  }

  private static Program leatStrings(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    return leat(
        Pipeline.named("W5")
            .from(FileSource.lines(log))
            .cpu("status", line -> status(line))
            .filter(LogCount::isError));
  }

  static Program leat(Stage<Integer> errors) {
    LocalRuntime runtime = LocalRuntime.create();
    Stage<Map<Integer, Long>> counts =
        errors.aggregate(Aggregators.countBy(status -> status, MAX_STATUS));
    Program program = () -> checksum(runtime.collect(counts).getFirst());
    return program.closing(runtime);
  }

  // Peers.

  @SuppressWarnings("StreamResourceLeak") // whoever asks for it closes it
  private static Stream<String> lines(Path log) {
    try {
      return Files.lines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Program streams(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    return () -> {
      try (Stream<String> lines = Files.lines(log)) {
        return checksum(
            lines
                .parallel()
                .map(line -> status(line))
                .filter(LogCount::isError)
                .collect(Collectors.groupingBy(status -> status, Collectors.counting())));
      }
    };
  }

  private static Program reactor(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    return () ->
        checksum(
            Peers.value(
                Flux.using(() -> lines(log), Flux::fromStream, Stream::close)
                    .map(line -> status(line))
                    .filter(LogCount::isError)
                    .collect(Collectors.groupingBy(status -> status, Collectors.counting()))
                    .block()));
  }

  private static Program reactorChunked(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    return () ->
        checksum(
            Peers.value(
                Flux.using(() -> lines(log), Flux::fromStream, Stream::close)
                    .buffer(LINES)
                    .flatMapSequential(LogCount::counted, 2 * CORES)
                    .reduceWith(HashMap::new, LogCount::merged)
                    .block()));
  }

  private static Mono<Map<Integer, Long>> counted(List<String> lines) {
    return Mono.fromCallable(() -> counts(lines)).subscribeOn(Schedulers.parallel());
  }

  private static Map<Integer, Long> counts(List<String> lines) {
    Map<Integer, Long> counts = new HashMap<>();
    lines.forEach(line -> count(line, counts));
    return counts;
  }

  private static Map<Integer, Long> merged(Map<Integer, Long> all, Map<Integer, Long> counts) {
    counts.forEach((status, count) -> all.merge(status, count, Long::sum));
    return all;
  }

  private static Program rxjava(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    return () ->
        checksum(
            Flowable.using(() -> lines(log), Flowable::fromStream, Stream::close)
                .map(line -> status(line))
                .filter(LogCount::isError)
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()))
                .blockingGet());
  }

  private static Program vertx(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    Vertx vertx = Vertx.vertx();
    Program program =
        () -> {
          CompletableFuture<Map<Integer, Long>> counted = new CompletableFuture<>();
          vertx.runOnContext(nothing -> vertxCount(vertx, log, counted));
          return checksum(counted.get());
        };
    return program.closing(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
  }

  private static void vertxCount(
      Vertx vertx, Path log, CompletableFuture<Map<Integer, Long>> counted) {
    Map<Integer, Long> counts = new HashMap<>();
    vertx
        .fileSystem()
        .open(log.toString(), new OpenOptions().setRead(true).setWrite(false).setCreate(false))
        .onFailure(counted::completeExceptionally)
        .onSuccess(file -> {
          file.setReadBufferSize(VERTX_BUFFER);
          RecordParser lines = RecordParser.newDelimited("\n", file);
          lines.exceptionHandler(counted::completeExceptionally);
          lines.endHandler(end -> counted.complete(counts));
          lines.handler(line -> count(line.toString(), counts));
        });
  }

  private static void count(String line, Map<Integer, Long> counts) {
    int status = status(line);
    if (isError(status)) {
      counts.merge(status, 1L, Long::sum);
    }
  }

  private static Program mutiny(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    return () ->
        checksum(
            Peers.value(
                Multi.createFrom()
                    .items(() -> lines(log))
                    .map(line -> status(line))
                    .filter(LogCount::isError)
                    .collect()
                    .with(Collectors.groupingBy(status -> status, Collectors.counting()))
                    .await()
                    .indefinitely()));
  }
}
