package dev.leat.samples.guide;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connector.files.FileSink;
import dev.leat.connector.files.FileSource;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/guide/errors.md. */
class ErrorsTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  @TempDir Path folder;

  @AfterEach
  void close() {
    runtime.close();
  }

  /** Fails the first two calls, never answers for "silent", and fails for "unknown" always. */
  static final class Service {

    private final AtomicInteger calls = new AtomicInteger();

    CompletionStage<String> find(String name) {
      if (name.equals("silent")) {
        return new CompletableFuture<>();
      }
      return name.equals("unknown") || calls.getAndIncrement() < 2
          ? CompletableFuture.failedFuture(new IOException("no answer for " + name))
          : CompletableFuture.completedFuture(name + "!");
    }
  }

  private static Stage<String> names(String... names) {
    return Pipeline.named("names").from(Sources.of(names));
  }

  @Test
  void shouldSayWhichElementFailed() throws IOException {
    Path numbers = Files.writeString(folder.resolve("numbers.txt"), "1\n2\nthree\n");
    // guide
    Pipeline pipeline =
        Pipeline.named("numbers")
            .from(FileSource.lines(numbers))
            .cpu("parse", Integer::parseInt)
            .to(Sinks.discard());

    try {
      runtime.run(pipeline);
    } catch (StageException e) {
      System.err.println(e.stage() + " failed at " + e.position() + " for " + e.element());
    }
    // end

    assertThatThrownBy(() -> runtime.run(pipeline))
        .isInstanceOfSatisfying(
            StageException.class,
            e -> {
              assertThat(e.stage()).isEqualTo("parse");
              assertThat(e.position().line()).isEqualTo(3);
              assertThat(e.position().offset()).isEqualTo(4);
              assertThat(e.element()).isEqualTo("three");
            });
  }

  @Test
  void shouldSkipWhatFails() {
    // guide
    Pipeline pipeline =
        names("1", "two", "3")
            .cpu("parse", Integer::parseInt, cpu -> cpu.onError(OnError.skip()))
            .to(Sinks.discard());

    JobResult result = runtime.run(pipeline);
    System.out.println(result.stats().stage("parse").skipped() + " skipped");
    // end

    assertThat(result.stats().stage("parse").skipped()).isEqualTo(1);
  }

  @Test
  void shouldKeepWhatFails() {
    List<DeadLetter> kept = new ArrayList<>();
    // guide
    Sink<DeadLetter> letters =
        Sinks.each(letter -> {
          kept.add(letter);
          System.err.println(letter.stage() + " " + letter.position() + ": " + letter.cause());
        });

    Stage<Integer> parsed =
        names("1", "two", "3")
            .cpu("parse", Integer::parseInt, cpu -> cpu.onError(OnError.deadLetters(letters)));
    // end

    assertThat(runtime.collect(parsed)).containsExactly(1, 3);
    assertThat(kept).singleElement().extracting(DeadLetter::text).isEqualTo("two");
  }

  @Test
  void shouldWriteWhatFailsToAFile() {
    Path rejected = folder.resolve("rejected.tsv");
    // guide
    Sink<DeadLetter> letters =
        Sinks.mapping(l -> l.position() + "\t" + l.text(), FileSink.lines(rejected));
    // end

    runtime.collect(
        names("1", "two")
            .cpu("parse", Integer::parseInt, cpu -> cpu.onError(OnError.deadLetters(letters))));

    assertThat(rejected).hasContent("iterable:2\ttwo\n");
  }

  @Test
  void shouldTryAgain() {
    Service service = new Service();
    // guide
    Stage<String> found =
        names("ada")
            .io(
                "find",
                service::find,
                io ->
                    io.timeout(ofSeconds(2))
                        .deadline(ofSeconds(10))
                        .retry(
                            Retry.backoff(3, ofMillis(50))
                                .maxPause(ofSeconds(1))
                                .when(e -> e instanceof IOException)));
    // end

    assertThat(runtime.collect(found)).containsExactly("ada!");
  }

  @Test
  void shouldGiveUpACallThatTakesTooLong() {
    Service service = new Service();
    Stage<String> found =
        names("silent")
            .io("find", service::find, io -> io.timeout(ofMillis(20)).retry(Retry.immediately(2)));

    assertThatThrownBy(() -> runtime.collect(found))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("after 2 attempts")
        .hasRootCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void shouldInterruptACoroutineThatTakesTooLong() {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    // guide
    Stage<String> found =
        names("ada")
            .coroutine(
                "find",
                name -> {
                  try {
                    return new CompletableFuture<String>().get(); // never answers
                  } catch (InterruptedException e) {
                    interrupted.complete(true);
                    throw e;
                  }
                },
                co -> co.timeout(ofMillis(20)).onError(OnError.skip()));
    // end

    assertThat(runtime.collect(found)).isEmpty();
    assertThat(interrupted.join()).isTrue();
  }

  @Test
  void shouldReportMistakesWhenThePipelineIsBuilt() {
    Stage<String> names = names("ada");
    // guide
    try {
      names.coroutine("find", name -> name, co -> co.concurrency(0));
    } catch (PipelineDefinitionException e) {
      System.err.println(e.getMessage());
    }
    // end

    assertThatThrownBy(() -> names.coroutine("find", name -> name, co -> co.concurrency(0)))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContainingAll("'find'", "ErrorsTest.java:", "concurrency must be from 1");
  }
}
