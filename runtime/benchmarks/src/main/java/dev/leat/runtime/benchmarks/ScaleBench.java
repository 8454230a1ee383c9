package dev.leat.runtime.benchmarks;

import dev.leat.runtime.benchmarks.suite.JsonReport;
import dev.leat.runtime.benchmarks.suite.Launcher;
import dev.leat.runtime.benchmarks.suite.Pace;
import dev.leat.runtime.benchmarks.suite.Series;
import dev.leat.runtime.benchmarks.suite.SeriesReport;
import dev.leat.runtime.benchmarks.suite.Summary;
import dev.leat.runtime.benchmarks.suite.Workload;
import dev.leat.runtime.benchmarks.workload.ScaleSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code leat bench scale}. */
@Command(
    name = "scale",
    description =
        "Measure how the cost of Leat grows: with elements, stages, pipelines, concurrency, keys and bytes.",
    sortOptions = false)
final class ScaleBench implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "SERIES",
      arity = "0..*",
      description =
          "What grows: elements, jobs, stages, pipelines, io, coroutine, keys, files (needs 11 GB), first. Default: all")
  private List<String> chosen = new ArrayList<>();

  @Option(
      names = "--quick",
      description = "Little work and one run of each, to see that everything works.")
  private boolean quick;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "./leat-out/bench",
      description = "For scale.json, scale.svg and inputs. Default: ${DEFAULT-VALUE}")
  private Path folder = Path.of("");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli answers it itself
  private boolean help;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Series> series = chosenSeries();
    Files.createDirectories(folder);
    Pace pace = quick ? Pace.quick() : Pace.full(5, 1);
    Launcher launcher = new Launcher(BenchProcess.class, folder, quick, pace, System.err::println);
    Map<Series, List<Summary>> measured = new LinkedHashMap<>();
    for (Series one : series) {
      List<Summary> points = new ArrayList<>();
      for (Workload point : one.points()) {
        points.add(launcher.measure(point, point.candidates(), one.jvm()));
      }
      measured.put(one, points);
      System.out.print(SeriesReport.text(one, points));
      write(measured); // each time, because the next one may fail or be ended
    }
    System.out.printf("%nfigures: %s%nchart: %s%n", json(), chart());
    return 0;
  }

  private Path json() {
    return folder.resolve("scale.json").normalize();
  }

  private Path chart() {
    return folder.resolve("scale.svg").normalize();
  }

  private void write(Map<Series, List<Summary>> measured) throws IOException {
    List<Summary> all = measured.values().stream().flatMap(List::stream).toList();
    Files.writeString(json(), JsonReport.of("leat bench scale", all));
    Files.writeString(chart(), SeriesReport.chart(measured));
  }

  private List<Series> chosenSeries() {
    List<Series> all = ScaleSeries.all();
    if (chosen.isEmpty()) {
      return all;
    }
    List<String> known = all.stream().map(Series::id).toList();
    for (String id : chosen) {
      if (!known.contains(id) && spec != null) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no series '%s'; there are %s".formatted(id, String.join(", ", known)));
      }
    }
    return all.stream().filter(one -> chosen.contains(one.id())).toList();
  }
}
