package dev.leat.samples.readme;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connector.files.FileSink;
import dev.leat.connector.files.FileSource;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Retry;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline in the README is this one, and it does what it looks like. */
class ReadmePipelineTest {

  private static final Path README = Path.of("../README.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/leat/samples/readme/ReadmePipelineTest.java");

  @TempDir private Path folder;

  @Test
  void shouldFindTheErrors() throws IOException {
    Path log = folder.resolve("access.log");
    Path out = folder.resolve("errors.ndjson");
    Files.writeString(
        log, "10.0.0.1 /a 200\n11.0.0.1 /shop 500\n12.0.0.1 /b 404\n13.0.0.1 /c 503\n");

    JobResult result = run(log, out);

    assertThat(result.stats().stage("parse").out()).isEqualTo(4);
    assertThat(Files.readAllLines(out)).hasSize(2);
    assertThat(Files.readString(out))
        .contains("\"path\":\"/shop\"", "\"network\":\"net-11\"", "\"owner\":\"owner of /shop\"")
        .contains("\"score\":0.5");
  }

  private static JobResult run(Path log, Path out) {
    // tag::readme[]
    Resource<Geo> geo = Resource.of(Geo::new);
    Resource<Users> users = Resource.of(Users::new);

    Pipeline errors =
        Pipeline.named("access-log")
            .from(FileSource.lines(log))
            // computes: all cores
            .cpu("parse", AccessLog::parse)
            // cheap: fused into its neighbour
            .filter(AccessLog::isError)
            // waits without blocking: an event loop
            .io(
                "locate",
                geo,
                (client, hit) -> client.find(hit.ip()).thenApply(hit::at),
                io ->
                    io.concurrency(64).timeout(ofSeconds(2)).retry(Retry.backoff(3, ofMillis(50))))
            // waits in blocking style: virtual threads
            .coroutine("owner", users, (db, hit) -> hit.with(db.owner(hit.path())))
            .cpu("score", Scorer::score)
            .map(Json::line)
            .to(FileSink.lines(out));

    try (PipelineRuntime runtime = LocalRuntime.create()) {
      return runtime.run(errors);
    }
    // end::readme[]
  }

  @Test
  void shouldBePrintedInTheReadme() throws IOException {
    String source = Files.readString(SOURCE);
    String shown = between(source, "// tag::readme[]", "// end::" + "readme[]");

    assertThat(withoutLayout(Files.readString(README)))
        .as("README.md shows the code of %s", SOURCE)
        .contains(withoutLayout(shown));
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }

  /** The formatter breaks lines of tests where a README would not. */
  private static String withoutLayout(String code) {
    return code.replaceAll("\\s+", "");
  }
}
