package dev.leat.runtime.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a contender made of its input, without what may differ: the time it took.
 *
 * @param errors the content of {@code errors.ndjson}
 * @param rejected the content of {@code rejected.ndjson}
 * @param failed the content of {@code failed.ndjson}
 * @param summary the content of {@code summary.json}
 */
record JobOutput(String errors, String rejected, String failed, JsonNode summary) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static JobOutput read(Path folder) throws IOException {
    ObjectNode summary =
        (ObjectNode) MAPPER.readTree(Files.readString(folder.resolve("summary.json")));
    summary.remove("seconds");
    return new JobOutput(
        Files.readString(folder.resolve("errors.ndjson")),
        Files.readString(folder.resolve("rejected.ndjson")),
        Files.readString(folder.resolve("failed.ndjson")),
        summary);
  }

  long lines() {
    return summary.path("lines").asLong();
  }

  /** Differs if anything differs, but for coincidences. */
  long checksum() {
    long files = 31L * (31L * errors.hashCode() + rejected.hashCode()) + failed.hashCode();
    return 31L * files + summary.toString().hashCode();
  }

  /**
   * Compares with what another one made of the same input.
   *
   * @throws IllegalStateException if they differ; the message says in which file
   */
  void requireSame(JobOutput other, String what) {
    require(errors.equals(other.errors), "errors.ndjson", what);
    require(rejected.equals(other.rejected), "rejected.ndjson", what);
    require(failed.equals(other.failed), "failed.ndjson", what);
    require(summary.equals(other.summary), "summary.json", what);
  }

  private static void require(boolean same, String file, String what) {
    if (!same) {
      throw new IllegalStateException(
          "%s: %s differs from that of the first run, so the times say nothing"
              .formatted(what, file));
    }
  }
}
