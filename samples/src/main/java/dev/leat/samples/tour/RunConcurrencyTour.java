package dev.leat.samples.tour;

import dev.leat.samples.Figures;
import dev.leat.samples.Signals;
import dev.leat.samples.Stop;
import dev.leat.samples.pythonscore.Interpreter;
import dev.leat.samples.pythonscore.PythonFolder;
import dev.leat.samples.tour.Lap.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat run concurrency-tour}. */
@Command(
    name = "concurrency-tour",
    description = {
      "Measure a job that waits and a job that computes under threads, loops, coroutines, processes.",
      "",
      "Shows tables with advice that follows from the figures of this machine, and writes them with charts to tour.html. Takes one to two minutes; the machine should have nothing else to do."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class RunConcurrencyTour implements Callable<Integer> {

  static final String PAGE = "tour.html";

  private static final int FAILED = 1;
  private static final double SHORTEST = 0.05;
  private static final double LONGEST = 60;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TourOptions options = new TourOptions();

  /** Runs the sample and returns the exit code. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(options.seconds() >= SHORTEST && options.seconds() <= LONGEST) && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "--seconds must be from 0.05 to 60, but is " + options.seconds());
    }
    Stop stop = new Stop();
    Signals signals = Signals.handle(stop);
    Path page = page();
    try (PythonFolder folder =
        PythonFolder.create(RunConcurrencyTour.class, "lap.py", "asking.py")) {
      Tour tour = new Measuring(options, interpreter(), folder, stop, this::show).run();
      Files.writeString(page, new HtmlReport(tour).page());
      System.out.print(new TextReport(tour).text());
      System.out.printf(
          "%nMeasured in %s. The same with charts: %s%n", Figures.time(tour.took()), page);
      System.out.flush();
      return tour.hasFailures() && signals.exitCode() == 0 ? FAILED : signals.exitCode();
    } catch (StoppedException e) {
      System.err.println("leat: " + stop.reason() + ": ended before all was measured");
      return signals.exitCode();
    } finally {
      signals.ended();
    }
  }

  /** Made before anything is measured, so that nothing is measured in vain. */
  private Path page() throws IOException {
    try {
      return Files.createDirectories(options.output()).resolve(PAGE);
    } catch (IOException e) {
      throw new IOException(
          "cannot make the folder '%s' (%s); choose another --output"
              .formatted(options.output(), e),
          e);
    }
  }

  private @Nullable Interpreter interpreter() throws InterruptedException {
    try {
      return Interpreter.find(options.interpreter());
    } catch (IOException e) {
      System.err.println("leat: " + e.getMessage() + "; the rows of Python are left out");
      return null;
    }
  }

  private void show(String next) {
    if (options.progress()) {
      System.err.println("leat: " + next);
    }
  }
}
