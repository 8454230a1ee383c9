package dev.leat.runtime.benchmarks.workload;

import dev.leat.connector.files.FileSource;
import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Series;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/** How the cost of Leat grows with what a pipeline has to do. */
public final class ScaleSeries {

  private static final String LEAT = "leat";
  private static final String SHARED = "shared";
  private static final Figure JOB =
      new Figure("wall", "us/job", false, (run, base) -> run.wallNanos() / 1e3);
  private static final Figure BESIDE_SHARED =
      new Figure("wall / shared", "", false, Figure.TIMES.formula());
  private static final List<Figure> PER_ELEMENT = List.of(Figure.NANOS, Figure.CPU, Figure.BYTES);

  private ScaleSeries() {}

  /** All series. */
  public static List<Series> all() {
    return List.of(
        elements(),
        jobs(),
        stages(),
        new Series("pipelines", "idle pipelines in one JVM", List.of(), IdlePipelines.points()),
        calls("io", false),
        calls("coroutine", true),
        keys(),
        files(),
        new Series("first", "the first element after start", List.of(), FirstElement.points()));
  }

  private static Workload point(
      String series, long size, long elements, List<Figure> figures, Candidate.Opening opening) {
    return new Workload(
        id(series, size),
        "",
        elements,
        Math.min(elements, 2_000),
        figures,
        List.of(new Candidate(LEAT, LEAT, opening)));
  }

  static String id(String series, long size) {
    return String.format(Locale.ROOT, "%s/%,d", series, size);
  }

  private static Series series(
      String id, String title, long[] sizes, LongFunction<Workload> point) {
    List<Workload> points = new ArrayList<>();
    for (long size : sizes) {
      points.add(point.apply(size));
    }
    return new Series(id, title, List.of(), points);
  }

  private static Series elements() {
    return series(
        "elements",
        "elements of one job: map, filter, map, sum",
        new long[] {100_000, 1_000_000, 10_000_000, 100_000_000},
        size -> point("elements", size, size, PER_ELEMENT, FusedChain::leat));
  }

  private static Series jobs() {
    return series(
        "jobs",
        "elements of short jobs: map, filter, map, sum; beside classes that all jobs share",
        new long[] {100, 1_000, 10_000, 100_000, 1_000_000},
        size ->
            new Workload(
                id("jobs", size),
                "",
                size,
                Math.min(size, 2_000),
                List.of(JOB, BESIDE_SHARED, Figure.CPU, Figure.BYTES),
                List.of(
                    new Candidate(SHARED, SHARED, FusedChain::leatShared),
                    new Candidate(LEAT, SHARED, FusedChain::leat))));
  }

  private static Series stages() {
    return series(
        "stages",
        "map stages in one segment",
        new long[] {1, 2, 4, 8, 12, 16, 24, 32, 50},
        stages -> point("stages", stages, 1_000_000, perStage(stages), size -> maps(size, stages)));
  }

  private static List<Figure> perStage(long stages) {
    Figure each =
        new Figure(
            "wall",
            "ns/element and stage",
            false,
            (run, base) -> run.wallNanos() / run.elements() / stages);
    return List.of(each, Figure.NANOS, Figure.BYTES);
  }

  private static Program maps(Size size, long stages) {
    LocalRuntime runtime = LocalRuntime.create();
    Stage<Long> stage = Pipeline.named("stages").from(Sources.range(0, size.elements()));
    for (int i = 0; i < stages; i++) {
      stage = stage.map(Arithmetic::second);
    }
    Stage<Long> sum = stage.aggregate(Aggregators.sumLong(x -> x & 0xFFFF));
    Program program = () -> runtime.collect(sum).getFirst();
    return program.closing(runtime);
  }

  private static Series calls(String id, boolean blocking) {
    return series(
        id,
        "concurrency of calls of 1 ms, order kept",
        new long[] {1, 10, 100, 1_000, 10_000, 100_000},
        concurrency ->
            point(
                id,
                concurrency,
                Math.min(1_000_000, 500 * concurrency),
                List.of(Figure.RATE, Figure.CPU, Figure.BYTES),
                size -> calls(size, (int) concurrency, blocking)));
  }

  private static Program calls(Size size, int concurrency, boolean blocking) {
    CallTimer timer = new CallTimer();
    Stage<Long> numbers = Pipeline.named("calls").from(Sources.range(0, size.elements()));
    Stage<Long> answers =
        blocking
            ? numbers.coroutine(
                "call", x -> timer.call(x).join(), call -> call.concurrency(concurrency))
            : numbers.io("call", timer::call, call -> call.concurrency(concurrency));
    return OrderedSum.byLeat(sum -> answers.to(Sinks.each(sum::add))).closing(timer);
  }

  private static Series keys() {
    return series(
        "keys",
        "keys of a keyed count of 10,000,000 elements",
        new long[] {1, 100, 10_000, 1_000_000, 10_000_000},
        keys ->
            point(
                "keys", keys, 10_000_000, PER_ELEMENT, size -> KeyedCount.leat(size, (int) keys)));
  }

  private static Series files() {
    List<Workload> points = new ArrayList<>();
    for (long size : new long[] {1_000_000, 100_000_000, 1_000_000_000, 10_000_000_000L}) {
      points.add(point("files", size, size, LogCount.FIGURES, ScaleSeries::lines));
    }
    return new Series(
        "files",
        "bytes of a log whose lines are counted, -Xmx256m",
        List.of("-Xms64m", "-Xmx256m"),
        points);
  }

  private static Program lines(Size size) throws IOException {
    Path log = LogFile.of(size.folder(), size.elements());
    Program program =
        LogCount.leat(
            Pipeline.named("files")
                .from(FileSource.lineViews(log))
                .cpu("status", line -> LogCount.status(line))
                .filter(LogCount::isError));
    return program.closing(() -> LogFile.deleteIfHuge(log));
  }
}
