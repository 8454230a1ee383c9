package dev.leat.samples.tour;

import dev.leat.samples.Stop;
import dev.leat.samples.pythonscore.Interpreter;
import dev.leat.samples.pythonscore.Names;
import dev.leat.samples.pythonscore.PythonFolder;
import dev.leat.samples.tour.Lap.StoppedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Measures everything, one process after the other. One thread. */
final class Measuring {

  static final Duration DELAY = Duration.ofMillis(10);

  private static final String NAMES = "names.txt";
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final int MOST_NAMES = 2_000_000;
  private static final double COST_PART = 0.075;

  private final TourOptions options;
  private final @Nullable Interpreter python;
  private final PythonFolder folder;
  private final Stop stop;
  private final Consumer<String> progress;

  /**
   * Prepares it.
   *
   * @param python null if there is none
   * @param folder the Python modules, and room for files
   * @param stop ends it early
   * @param progress is told what is measured next
   */
  Measuring(
      TourOptions options,
      @Nullable Interpreter python,
      PythonFolder folder,
      Stop stop,
      Consumer<String> progress) {
    this.options = options;
    this.python = python;
    this.folder = folder;
    this.stop = stop;
    this.progress = progress;
  }

  Tour run() throws IOException, InterruptedException, StoppedException {
    long begin = System.nanoTime();
    List<Row> rows = new ArrayList<>();
    try (DelayService service = new DelayService(DELAY)) {
      for (Workload workload : Workload.values()) {
        rows.addAll(job(workload, service.url()));
      }
    }
    progress.accept("what handing on costs");
    List<Cost> costs = new ArrayList<>();
    Map<Sharing, Double> sharing = new EnumMap<>(Sharing.class);
    costs(costs, sharing);
    return new Tour(
        Tour.Machine.here(python == null ? null : python.version()),
        DELAY,
        rows,
        costs,
        sharing,
        Duration.ofNanos(System.nanoTime() - begin));
  }

  private List<Row> job(Workload workload, String url)
      throws IOException, InterruptedException, StoppedException {
    progress.accept("the job that " + workload.verb() + ": how long an element takes");
    int java = workload == Workload.WAITING ? calls() : count(javaNanos());
    int inPython = workload == Workload.WAITING || python == null ? java : count(pythonNanos());
    Map<Model.Language, Long> expected = new EnumMap<>(Model.Language.class);
    if (workload == Workload.COMPUTING && python != null) {
      expected.put(Model.Language.PYTHON, checksum(inPython));
    }
    List<Row> rows = new ArrayList<>();
    for (Model model : options.models()) {
      progress.accept("the job that " + workload.verb() + ": " + model.title());
      int elements = model.language() == Model.Language.JAVA ? java : inPython;
      Row row = row(workload, model, elements, url);
      if (row.measured() && model == Model.LOOP) {
        expected.put(Model.Language.JAVA, row.figures().checksum());
        if (workload == Workload.WAITING) {
          expected.put(Model.Language.PYTHON, row.figures().checksum());
        }
      }
      rows.add(checked(row, expected.get(model.language())));
    }
    return rows;
  }

  /** Every model has to come to the same results. */
  private static Row checked(Row row, @Nullable Long expected) {
    if (!row.measured() || expected == null || row.figures().checksum() == expected) {
      return row;
    }
    return new Row(
        row.workload(),
        row.model(),
        row.elements(),
        row.atOnce(),
        null,
        "its results are not those of the plain loop");
  }

  private Row row(Workload workload, Model model, int elements, String url)
      throws IOException, InterruptedException, StoppedException {
    int atOnce = model.atOnce(workload, options.concurrency(), options.processes());
    if (model.language() == Model.Language.PYTHON && python == null) {
      return new Row(workload, model, elements, atOnce, null, Row.NO_PYTHON);
    }
    Setting setting =
        new Setting(workload, model, elements, atOnce, url, interpreter(), folder.path());
    List<String> command =
        model.isPythonProcess()
            ? python(setting, Integer.toString(atOnce))
            : Lap.java(LapMain.class, setting.arguments());
    try (Lap lap = lap(command)) {
      return new Row(workload, model, elements, atOnce, lap.run(), null);
    } catch (IOException e) {
      return new Row(workload, model, elements, atOnce, null, "the process " + e.getMessage());
    }
  }

  private Lap lap(List<String> command) throws IOException {
    return Lap.start(command, folder.path().resolve("errors.txt"), stop, SILENCE);
  }

  private String interpreter() {
    return python == null ? "" : python.program();
  }

  private List<String> python(Setting setting, String threads) throws IOException {
    String source = setting.url();
    if (setting.workload() == Workload.COMPUTING) {
      Path names = folder.path().resolve(NAMES);
      Files.write(names, setting.workload().elements(setting.elements(), ""));
      source = names.toString();
    }
    return List.of(
        interpreter(),
        folder.path().resolve("lap.py").toString(),
        setting.workload().name(),
        threads,
        Integer.toString(setting.elements()),
        source);
  }

  private int calls() {
    return (int) Math.max(2, options.seconds() * 1_000 / DELAY.toMillis());
  }

  private int count(double nanosEach) {
    return (int) Math.clamp(options.seconds() * 1e9 / nanosEach, 20, MOST_NAMES);
  }

  private static double javaNanos() {
    List<String> names = Names.made().limit(2_000).toList();
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long begin = System.nanoTime();
      names.forEach(Screening::score);
      best = Math.min(best, (double) (System.nanoTime() - begin) / names.size());
    }
    return best;
  }

  private double pythonNanos() throws IOException, InterruptedException, StoppedException {
    Setting setting =
        new Setting(
            Workload.COMPUTING, Model.PYTHON_LOOP, 300, 1, "", interpreter(), folder.path());
    try (Lap lap = lap(python(setting, "0"))) {
      String line = lap.next();
      return line == null ? 1e6 : Double.parseDouble(line);
    }
  }

  private static long checksum(int names) {
    CRC32 sum = new CRC32();
    List<String> results = Names.made().limit(names).map(Screening::score).toList();
    sum.update(String.join("\n", results).getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }

  private void costs(List<Cost> costs, Map<Sharing, Double> sharing)
      throws IOException, InterruptedException, StoppedException {
    String millis = Long.toString(Math.round(options.seconds() * 1_000 * COST_PART));
    List<String> command =
        Lap.java(Costs.class, List.of(millis, interpreter(), folder.path().toString()));
    try (Lap lap = lap(command)) {
      for (String line = lap.next(); line != null; line = lap.next()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("cost")) {
          costs.add(
              new Cost(
                  Crossing.valueOf(words[1]),
                  Integer.parseInt(words[2]),
                  Double.parseDouble(words[3])));
        } else {
          sharing.put(Sharing.valueOf(words[1]), Double.parseDouble(words[2]));
        }
      }
    }
  }
}
