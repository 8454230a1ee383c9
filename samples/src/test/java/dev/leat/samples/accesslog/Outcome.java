package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run left in its folder.
 *
 * @param errors the records of errors.ndjson
 * @param failed the records of failed.ndjson
 * @param rejected the records of rejected.ndjson
 * @param summary the content of summary.json
 */
record Outcome(
    List<JsonNode> errors, List<JsonNode> failed, List<JsonNode> rejected, JsonNode summary) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Reads the folder, which must hold the four files and nothing else. */
  static Outcome in(Path folder) throws IOException {
    assertThat(names(folder))
        .containsExactlyInAnyOrder(
            "errors.ndjson", "failed.ndjson", "rejected.ndjson", "summary.json");
    List<JsonNode> summary = records(folder.resolve("summary.json"));
    assertThat(summary).hasSize(1);
    return new Outcome(
        records(folder.resolve("errors.ndjson")),
        records(folder.resolve("failed.ndjson")),
        records(folder.resolve("rejected.ndjson")),
        summary.getFirst());
  }

  /** The files in a folder; none if there is no folder. */
  static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  private static List<JsonNode> records(Path file) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      records.add(json(line));
    }
    return records;
  }

  /** Checks every figure and record against the oracle; no lookup may have failed. */
  Outcome matches(Oracle oracle) {
    assertThat(failed).isEmpty();
    assertThat(
            errors.stream()
                .map(e ->
                    new Oracle.Failure(
                        e.get("ip").asString(), e.get("path").asString(), e.get("status").asInt())))
        .containsExactlyElementsOf(oracle.errors);
    return countsMatch(oracle);
  }

  /** Checks all but the records of server errors, of which only the number counts. */
  Outcome countsMatch(Oracle oracle) {
    assertThat(rejected.stream().map(Outcome::place)).containsExactlyElementsOf(oracle.rejected);
    assertThat(summary.propertyNames())
        .containsExactly(
            "lines",
            "parsed",
            "rejected",
            "errors",
            "failed",
            "bytes",
            "status",
            "topPaths",
            "topPathsExact",
            "seconds");
    assertThat(number("lines")).isEqualTo(oracle.lines());
    assertThat(number("parsed")).isEqualTo(oracle.parsed);
    assertThat(number("rejected")).isEqualTo(oracle.rejected.size());
    assertThat(number("errors")).isEqualTo(errors.size());
    assertThat(number("failed")).isEqualTo(failed.size());
    assertThat(errors.size() + failed.size()).isEqualTo(oracle.errors.size());
    assertThat(number("bytes")).isEqualTo(oracle.bytes);
    assertThat(statuses()).isEqualTo(oracle.status);
    assertThat(topPaths()).isEqualTo(oracle.topPaths());
    assertThat(summary.get("topPathsExact").asBoolean()).isTrue();
    assertThat(summary.get("seconds").asDouble()).isBetween(0.0, 60.0);
    return this;
  }

  long number(String name) {
    return summary.get(name).asLong();
  }

  static Oracle.Place place(JsonNode record) {
    return new Oracle.Place(
        record.get("file").asString(), record.get("line").asLong(), record.get("offset").asLong());
  }

  private Map<Integer, Long> statuses() {
    Map<Integer, Long> statuses = new TreeMap<>();
    summary
        .get("status")
        .properties()
        .forEach(entry -> statuses.put(Integer.valueOf(entry.getKey()), entry.getValue().asLong()));
    return statuses;
  }

  private List<Map.Entry<String, Long>> topPaths() {
    List<Map.Entry<String, Long>> paths = new ArrayList<>();
    for (JsonNode entry : summary.get("topPaths")) {
      paths.add(Map.entry(entry.get("path").asString(), entry.get("count").asLong()));
    }
    return paths;
  }
}
