package dev.leat.samples.tour;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.runtime.LocalRuntime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.CRC32;

/**
 * One measured process: warms up, says {@code ready}, waits for a line, does its work, says {@code
 * done NANOSECONDS CHECKSUM FINDINGS} and waits for another line.
 */
public final class LapMain {

  /** Enough to load the code; all of a job, to compile it too. */
  private static final int PART = 10;

  /** Kept here, because loggers may be collected. */
  private static final Logger FINDINGS = Logger.getLogger("dev.leat.findings");

  private final Turns turns = Turns.listen();
  private final Setting setting;
  private final List<String> elements;

  private LapMain(Setting setting) {
    this.setting = setting;
    elements = setting.workload().elements(setting.elements(), setting.url());
  }

  /** Started by the tour only. */
  public static void main(String[] arguments) throws Exception {
    FINDINGS.setLevel(Level.OFF); // counted instead
    LapMain lap = new LapMain(Setting.of(arguments));
    if (lap.setting.model() == Model.LOOP) {
      lap.runLoop();
    } else {
      lap.runPipeline();
    }
    System.exit(0);
  }

  private List<String> first() {
    if (setting.workload() == Workload.COMPUTING && !setting.model().isForked()) {
      return elements;
    }
    int part = Math.max(elements.size() / PART, setting.atOnce());
    return elements.subList(0, Math.min(elements.size(), part));
  }

  private void runLoop() throws Exception {
    loop(first());
    turns.say("ready");
    long begin = System.nanoTime();
    List<String> results = loop(elements);
    turns.say(done(System.nanoTime() - begin, results, 0));
  }

  private List<String> loop(List<String> input) throws Exception {
    List<String> results = new ArrayList<>(input.size());
    for (String element : input) {
      results.add(Workload.apply(setting.workload(), element));
    }
    return results;
  }

  private void runPipeline() throws InterruptedException {
    try (LocalRuntime runtime = Models.runtime(setting.model())) {
      pipeline(runtime, first(), new ArrayList<>());
      turns.say("ready");
      List<String> results = new ArrayList<>(elements.size());
      long begin = System.nanoTime();
      int findings = pipeline(runtime, elements, results);
      turns.say(done(System.nanoTime() - begin, results, findings));
    }
  }

  /** Returns how many stages were found that do not do what they declare. */
  private int pipeline(LocalRuntime runtime, List<String> input, List<String> results) {
    Stage<String> stage = Models.stage(setting, input);
    Job job = runtime.start(stage.to(Sinks.each(results::add)));
    job.await();
    return job.findings().size();
  }

  private static String done(long nanos, List<String> results, int findings) {
    CRC32 sum = new CRC32();
    sum.update(String.join("\n", results).getBytes(StandardCharsets.UTF_8));
    return "done %d %d %d".formatted(nanos, sum.getValue(), findings);
  }
}
