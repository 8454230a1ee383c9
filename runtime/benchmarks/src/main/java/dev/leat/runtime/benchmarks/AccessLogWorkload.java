package dev.leat.runtime.benchmarks;

import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import dev.leat.samples.accesslog.BenchmarkLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** W8, W8e: the sample {@code access-log} as a user runs it. Each job is a process of its own. */
final class AccessLogWorkload {

  private static final String LEAT = Contender.LEAT.title();

  private final int linesPerError;

  private AccessLogWorkload(int linesPerError) {
    this.linesPerError = linesPerError;
  }

  static Workload few() {
    return new AccessLogWorkload(1_000)
        .workload("W8", "access-log as whole processes, 0.1 % of the lines are errors");
  }

  static Workload many() {
    return new AccessLogWorkload(20)
        .workload("W8e", "access-log as whole processes, 5 % of the lines are errors");
  }

  private Workload workload(String id, String title) {
    return new Workload(
        id,
        title,
        10_000_000,
        10_000,
        List.of(
            new Figure("wall", "s", false, (run, base) -> run.wallNanos() / 1e9),
            new Figure("wall / leat", "", false, Figure.TIMES.formula()),
            Figure.own("CPU", "s", false),
            Figure.own("peak memory", "MB", false)),
        Arrays.stream(Contender.values()).map(this::candidate).toList());
  }

  private Candidate candidate(Contender contender) {
    return new Candidate(contender.title(), LEAT, size -> open(contender, size));
  }

  private Program open(Contender contender, Size size) throws IOException {
    Path input =
        size.folder()
            .resolve(
                String.format(Locale.ROOT, "access-%d-%d.log", size.elements(), linesPerError));
    if (!Files.exists(input)) {
      Files.createDirectories(size.folder());
      BenchmarkLog.write(input, size.elements(), linesPerError);
    }
    Path output = size.folder().resolve("access-log").resolve(contender.title());
    List<String> jvm =
        size.quick() ? AccessLogBenchmark.jvm() : Row.sharing(AccessLogBenchmark.jvm(), output);
    return new JobProcess(contender, input, output, jvm);
  }

  private static final class JobProcess implements Program {

    private final Contender contender;
    private final Path input;
    private final Path output;
    private final List<String> jvm;
    private Map<String, Double> measured = Map.of();

    JobProcess(Contender contender, Path input, Path output, List<String> jvm) {
      this.contender = contender;
      this.input = input;
      this.output = output;
      this.jvm = jvm;
    }

    @Override
    public long run() throws Exception {
      Run run = Run.of(contender, jvm, input, output);
      measured = Map.of("CPU", run.cpu().toNanos() / 1e9, "peak memory", run.peakMemory() / 1e6);
      JobOutput made = JobOutput.read(output);
      return made.checksum();
    }

    @Override
    public Map<String, Double> measured() {
      return measured;
    }
  }
}
