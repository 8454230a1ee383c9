package dev.leat.runtime.benchmarks;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All figures as JSON, so that later ones can be compared with them. */
final class Figures {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Figures() {}

  static String json(List<String> jvm, List<Row> rows) {
    ObjectNode all = MAPPER.createObjectNode();
    all.put("when", Instant.now().toString());
    all.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    all.put("cores", Runtime.getRuntime().availableProcessors());
    all.put("jvm", String.join(" ", jvm));
    ArrayNode array = all.putArray("rows");
    rows.forEach(row -> add(row, array.addObject()));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
  }

  private static void add(Row row, ObjectNode json) {
    json.put("name", row.name());
    json.put("bytes", row.bytes());
    json.put("lines", row.lines());
    ObjectNode contenders = json.putObject("contenders");
    for (Series series : row.series()) {
      ArrayNode runs = contenders.putArray(series.contender().title());
      for (Run run : series.runs()) {
        ObjectNode one = runs.addObject();
        one.put("wallSeconds", run.wall().toNanos() / 1e9);
        one.put("cpuSeconds", run.cpu().toNanos() / 1e9);
        one.put("peakBytes", run.peakMemory());
      }
    }
  }
}
