package dev.leat.pipeline;

import static java.time.Duration.ofSeconds;

import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The examples in the docs of this package, so that they are compiled; {@link SnippetsTest} checks
 * that they are the same.
 */
@SuppressWarnings({
  "unused",
  "CheckReturnValue",
  "DoNotCallSuggester"
}) // examples show, they do not use
final class Examples {

  private Examples() {}

  record Hit(String path, int status, long bytes) {
    double score() {
      return status / 100.0;
    }
  }

  record Event(boolean urgent) {}

  interface Directory {
    String owner(String id) throws Exception;
  }

  interface GeoClient {
    static GeoClient connect() {
      throw new UnsupportedOperationException("only compiled");
    }

    CompletionStage<String> find(String ip);

    void close();
  }

  interface Users {
    String owner(String path) throws Exception;
  }

  interface Scorer {
    static double score(String text) {
      return text.length();
    }
  }

  /** Stands for the runtime of the engine, which this module does not know. */
  interface LocalRuntime {
    static PipelineRuntime create() {
      throw new UnsupportedOperationException("only compiled");
    }
  }

  static void report(@Nullable JobResult result, @Nullable Throwable failure) {}

  static void stage() {
    Stage<Integer> lengths =
        Pipeline.named("lengths")
            .from(Sources.of("a", "bb"))
            .filter(s -> !s.isEmpty())
            .map(String::length);
  }

  static void broadcast(Stage<Event> stage, Sink<Event> archive, Sink<Event> alerts) {
    stage.broadcast(all -> all.to(archive), all -> all.filter(Event::urgent).to(alerts));
  }

  static void pipeline() {
    Pipeline lengths =
        Pipeline.named("lengths")
            .from(Sources.of("a", "bb", "ccc"))
            .cpu("measure", String::length)
            .to(Sinks.each(System.out::println));
  }

  static void aggregator() {
    Aggregator<String, ?, Long> characters =
        Aggregator.of(
            () -> new long[1],
            (sum, s) -> sum[0] += s.length(),
            (a, b) -> {
              a[0] += b[0];
              return a;
            },
            sum -> sum[0]);
  }

  static void cpuOptions(Stage<String> stage) {
    stage.cpu("score", Scorer::score, cpu -> cpu.parallelism(2).onError(OnError.skip()));
  }

  static void ioOptions(Stage<String> stage, Resource<GeoClient> geo) {
    stage.io("locate", geo, GeoClient::find, io -> io.concurrency(64).timeout(ofSeconds(2)));
  }

  static void coroutineOptions(Stage<String> stage, Resource<Users> users) {
    stage.coroutine("owner", users, Users::owner, co -> co.concurrency(16).onError(OnError.skip()));
  }

  static void retry() {
    Retry.backoff(3, Duration.ofMillis(50)).jitter(0.2);
  }

  static void resource(Stage<String> stage) {
    Resource<GeoClient> geo = Resource.of(GeoClient::connect, GeoClient::close);
    stage.io("locate", geo, (client, ip) -> client.find(ip));
  }

  static void job(PipelineRuntime runtime, Pipeline pipeline) {
    Job job = runtime.start(pipeline);
    job.result().whenComplete((result, failure) -> report(result, failure));
    System.out.println(job.progress());
    job.drain(Duration.ofSeconds(10));
  }

  static void pipelineRuntime(Pipeline pipeline) {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      JobResult result = runtime.run(pipeline);
      System.out.println(result.stats());
    }
  }

  static void aggregators(Stage<Hit> hits) {
    Stage<TopK<String>> pages = hits.aggregate(Aggregators.topK(Hit::path, 10, 100_000));
    Stage<Map<Integer, Long>> statuses = hits.aggregate(Aggregators.countBy(Hit::status, 1_000));
    Stage<Double> average =
        hits.aggregate(
            Aggregators.both(
                Aggregators.sumLong(Hit::bytes),
                Aggregators.count(),
                (bytes, count) -> (double) bytes / count));
  }

  static void topK(TopK<String> top) {
    for (TopK.Entry<String> entry : top.entries()) {
      System.out.println(entry.count() + (top.exact() ? " " : " or less ") + entry.key());
    }
  }

  static void callOptions(Stage<String> ids, Directory directory) {
    ids.coroutine(
        "owner",
        directory::owner,
        co -> co.concurrency(32).timeout(Duration.ofSeconds(2)).retry(Retry.immediately(3)));
  }

  static void onError(Stage<Hit> hits, Sink<DeadLetter> failures) {
    hits.cpu("score", Hit::score, cpu -> cpu.onError(OnError.deadLetters(failures)));
  }

  static void deadLetter(Stage<Hit> hits) {
    Sink<DeadLetter> failures =
        Sinks.each(letter -> System.err.println(letter.position() + ": " + letter.cause()));
    hits.cpu("score", Hit::score, cpu -> cpu.onError(OnError.deadLetters(failures)));
  }

  static void checkedFunction() {
    CheckedFunction<Path, String> text = Files::readString;
  }

  static void checkedBiFunction() {
    CheckedBiFunction<Path, String, Path> write =
        (folder, name) -> Files.createFile(folder.resolve(name));
  }

  static void checkedConsumer() {
    CheckedConsumer<Path> delete = Files::delete;
  }

  static void checkedBiConsumer() {
    CheckedBiConsumer<Appendable, String> append = (out, line) -> out.append(line);
  }

  static void checkedPredicate() {
    CheckedPredicate<Path> hidden = Files::isHidden;
  }

  static void checkedSupplier() {
    CheckedSupplier<Path> folder = () -> Files.createTempDirectory("work");
  }

  static void checkedToLongFunction() {
    CheckedToLongFunction<Path> size = Files::size;
  }

  static void checkedToDoubleFunction() {
    CheckedToDoubleFunction<Hit> kilobytes = hit -> hit.bytes() / 1024.0;
  }

  static void checkReport(PipelineRuntime runtime, Pipeline pipeline) {
    CheckReport report = runtime.check(pipeline);
    if (!report.runs()) {
      System.err.println(report);
    }
  }

  static void explanation(PipelineRuntime runtime, Pipeline pipeline) {
    System.out.println(runtime.explain(pipeline).text());
  }

  static void jobResult(PipelineRuntime runtime, Pipeline pipeline) {
    JobResult result = runtime.run(pipeline);
    System.out.println(result.name() + " took " + result.elapsed().toMillis() + " ms");
  }

  static void jobStats(JobResult result) {
    long parsed = result.stats().stage("parse").out();
  }

  static void stageStats(Job job) {
    StageStats parse = job.stats().stage("parse");
    System.out.println(parse.in() + " lines, " + parse.skipped() + " of them skipped");
  }

  static void finding(Job job) {
    for (Finding finding : job.findings()) {
      System.out.println(finding.message());
    }
  }

  static void progress(Job job) {
    Progress progress = job.progress();
    if (progress.size() > 0) {
      System.out.println(100 * progress.done() / progress.size() + " %");
    }
  }

  static void position(StageException failure) {
    Position position = failure.position();
    System.err.println("line " + position.line() + " of " + position.source());
  }

  static void jobException(PipelineRuntime runtime, Pipeline pipeline) {
    try {
      runtime.run(pipeline);
    } catch (JobException e) {
      System.err.println(e.getMessage());
    }
  }

  static void stageException(PipelineRuntime runtime, Pipeline pipeline) {
    try {
      runtime.run(pipeline);
    } catch (StageException e) {
      System.err.println(e.stage() + " failed at " + e.position() + " for " + e.element());
    }
  }

  static void jobCancelledException(Job job) {
    try {
      job.drain(Duration.ofSeconds(10));
    } catch (JobCancelledException e) {
      System.err.println(e.getMessage());
    }
  }

  static void leatException(PipelineRuntime runtime, Stage<Hit> hits) {
    try {
      runtime.run(hits.to(Sinks.discard()));
    } catch (LeatException e) {
      System.err.println(e.getMessage());
    }
  }

  static void pipelineDefinitionException(Stage<Hit> hits) {
    try {
      hits.take(-1);
    } catch (PipelineDefinitionException e) {
      System.err.println(e.getMessage()); // take at Job.java:7 needs a count of at least 0, not -1
    }
  }
}
