package dev.leat.runtime.benchmarks.suite;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All figures and runs as JSON, so that later ones can be compared with them. */
public final class JsonReport {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonReport() {}

  /**
   * The report.
   *
   * @param command how it was started
   */
  public static String of(String command, List<Summary> summaries) {
    ObjectNode all = MAPPER.createObjectNode();
    all.put("when", Instant.now().toString());
    all.put("command", command);
    all.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    all.put("cores", Runtime.getRuntime().availableProcessors());
    all.put("loadAverage", Launcher.loadAverage());
    all.put("jvm", String.join(" ", Launcher.OPTIONS) + " " + Launcher.TOUCHED);
    ArrayNode workloads = all.putArray("workloads");
    summaries.forEach(summary -> add(summary, workloads.addObject()));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
  }

  private static void add(Summary summary, ObjectNode json) {
    json.put("id", summary.workload().id());
    json.put("title", summary.workload().title());
    json.put("elements", summary.size().elements());
    ArrayNode figures = json.putArray("figures");
    for (Figure figure : summary.workload().figures()) {
      ObjectNode one = figures.addObject();
      one.put("name", figure.name());
      one.put("unit", figure.unit());
      one.put("moreIsBetter", figure.moreIsBetter());
      ObjectNode values = one.putObject("candidates");
      summary
          .spreads(figure)
          .forEach((name, spread) ->
              values
                  .putObject(name)
                  .put("median", spread.median())
                  .put("min", spread.min())
                  .put("max", spread.max()));
    }
    json.set("runs", MAPPER.valueToTree(summary.runs()));
  }
}
