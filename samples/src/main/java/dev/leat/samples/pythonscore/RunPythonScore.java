package dev.leat.samples.pythonscore;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import dev.leat.samples.Figures;
import dev.leat.samples.JobRun;
import dev.leat.samples.ProcessTree;
import dev.leat.samples.ShowOptions;
import dev.leat.samples.Signals;
import dev.leat.samples.Stop;
import dev.leat.samples.pythonscore.Timings.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat run python-score}. */
@Command(
    name = "python-score",
    description = {
      "Screen names with a Python function in worker processes, beside Python's own pools.",
      "",
      "Result: scores.tsv with the name, the closest one of a watch list, and their similarity in thousandths. The same is done by a plain loop and by two pools of Python's library, and all results are compared."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class RunPythonScore implements Callable<Integer> {

  static final String NAMES = "names.txt";
  static final String SCORES = "scores.tsv";

  private static final int WARM_UP = 500;
  private static final Duration TO_DRAIN = Duration.ofSeconds(5);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ScoreOptions options = new ScoreOptions();

  @Mixin private ShowOptions show = new ShowOptions();

  private final Timings timings = new Timings();

  /** Runs the sample and returns the exit code. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Stop stop = new Stop();
    Signals signals = Signals.handle(stop);
    Interpreter interpreter = Interpreter.find(options.interpreter());
    try (PythonFolder folder = PythonFolder.create(RunPythonScore.class, "pools.py");
        PipelineRuntime runtime = LocalRuntime.create()) {
      Path input = input();
      long lines = lines(input);
      Round round = new Round(runtime, interpreter, folder.path(), input, stop);
      boolean complete = round.warmUp();
      for (int i = 0; complete && i < options.rounds(); i++) {
        complete = round.run();
      }
      if (complete) {
        report(interpreter, lines);
      } else {
        System.err.println("leat: " + stop.reason() + ": ended before all was measured");
      }
      return signals.exitCode();
    } catch (JobException e) {
      if (!stop.aborted()) {
        throw e;
      }
      System.err.println("leat: aborted by a second signal");
      return signals.exitCode();
    } finally {
      signals.ended();
    }
  }

  private void check() {
    Path input = options.input();
    String wrong = null;
    if (options.lines() < 1) {
      wrong = "--lines must be at least 1, but is " + options.lines();
    } else if (input != null && !Files.isRegularFile(input)) {
      wrong = "--input: there is no file '%s'".formatted(input);
    } else if (input != null && input.toString().matches(".*\\.(gz|zst)")) {
      wrong =
          "--input: '%s' is compressed, and the plain loop would not read it; uncompress it first"
              .formatted(input);
    }
    if (wrong != null && spec != null) {
      throw new ParameterException(spec.commandLine(), wrong);
    }
  }

  private Path input() throws IOException {
    Path given = options.input();
    if (given != null) {
      return given;
    }
    Path made = options.output().resolve(NAMES);
    try (Stream<String> names = Names.made().limit(options.lines())) {
      Files.createDirectories(options.output());
      Files.write(made, names.toList());
    } catch (IOException e) {
      throw new IOException(
          "cannot write the names to '%s' (%s); choose another --output".formatted(made, e), e);
    }
    return made;
  }

  private static long lines(Path input) throws IOException {
    try (Stream<String> lines = Files.lines(input)) {
      return lines.count();
    } catch (java.io.UncheckedIOException e) {
      throw new IOException("'%s' is not UTF-8 text (%s)".formatted(input, e.getMessage()), e);
    }
  }

  private void report(Interpreter interpreter, long lines) {
    ScoreReport report = new ScoreReport(timings, options.workers(), lines);
    System.out.printf(
        "python-score: %s lines, Python %s, pools with chunks of %d; all results are equal%n%n%s%n%s%s%n",
        Figures.count(lines),
        interpreter.version(),
        options.chunk(),
        report.table(),
        report.summary(),
        "The results are in " + options.output().resolve(SCORES));
    System.out.flush();
  }

  /** Everything once, in turn. */
  private final class Round {

    private final PipelineRuntime runtime;
    private final Interpreter interpreter;
    private final Path folder;
    private final Path input;
    private final Stop stop;
    private final ProcessTree processes = new ProcessTree(ProcessHandle.current());

    Round(PipelineRuntime runtime, Interpreter interpreter, Path folder, Path input, Stop stop) {
      this.runtime = runtime;
      this.interpreter = interpreter;
      this.folder = folder;
      this.input = input;
      this.stop = stop;
    }

    /** Loads the code of this JVM, as the interpreter's is loaded before it measures itself. */
    boolean warmUp() throws IOException, InterruptedException {
      Path first = folder.resolve("first.txt");
      try (Stream<String> names = Names.made().limit(WARM_UP)) {
        Files.write(first, names.toList());
      }
      Path output = folder.resolve("first.tsv");
      ScoreJob job = new ScoreJob(first, interpreter.program(), folder, 1, output);
      return !new JobRun(false, stop, TO_DRAIN).run(runtime, job.pipeline()).drained();
    }

    /** False if it was ended early. */
    boolean run() throws IOException, InterruptedException {
      Path expected = folder.resolve("expected.tsv");
      if (!run(Contender.LOOP, 1, expected)) {
        return false;
      }
      for (int workers :
          options.workers() == 1 ? new int[] {1} : new int[] {1, options.workers()}) {
        for (Contender contender : Contender.values()) {
          Path output =
              contender == Contender.LEAT
                  ? options.output().resolve(SCORES)
                  : folder.resolve("scores.tsv");
          if (contender == Contender.LOOP) {
            continue;
          }
          if (!run(contender, workers, output)) {
            return false;
          }
          requireEqual(expected, output, contender, workers);
        }
      }
      return true;
    }

    private boolean run(Contender contender, int workers, Path output)
        throws IOException, InterruptedException {
      if (show.progress()) {
        System.err.printf(
            "leat: %s, %d %s%n",
            contender.title(), workers, workers == 1 ? "process" : "processes");
      }
      Duration before = processes.look().cpu();
      Optional<Duration> wall =
          contender == Contender.LEAT
              ? leat(workers, output)
              : new PoolRun(interpreter, folder, stop)
                  .run(contender, workers, options.chunk(), input, output);
      Duration cpu = processes.look().cpu().minus(before);
      wall.ifPresent(time -> timings.add(contender, workers, new Timing(time, cpu)));
      return wall.isPresent();
    }

    private Optional<Duration> leat(int workers, Path output) throws InterruptedException {
      ScoreJob job = new ScoreJob(input, interpreter.program(), folder, workers, output);
      JobResult result = new JobRun(show, stop).run(runtime, job.pipeline());
      return result.drained() ? Optional.empty() : Optional.of(result.elapsed());
    }

    private void requireEqual(Path expected, Path found, Contender contender, int workers)
        throws IOException {
      long differs = Files.mismatch(expected, found);
      if (differs >= 0) {
        throw new IOException(
            "%s with %d processes computed something else than the plain loop: the files differ at byte %,d"
                .formatted(contender.title(), workers, differs));
      }
    }
  }
}
