package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.StageException;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestSourceTest {

  private final LocalRuntime runtime = LocalRuntime.builder().grace(Duration.ofMillis(500)).build();
  private final TestSource<Integer> source = TestSource.named("numbers");
  private final TestSink<Integer> sink = TestSink.named("sink");

  @AfterEach
  void close() {
    runtime.close();
  }

  private Job start() {
    return runtime.start(Pipeline.named("test").from(source).to(sink));
  }

  @Test
  void shouldEmitBlocksInTheirOrderAndEnd() {
    Job job = start();
    source.emit(1, 2);
    source.emit(3);
    source.complete();
    sink.requestAll();

    job.await();

    assertThat(sink.received()).containsExactly(1, 2, 3);
    assertThat(source.taken()).isEqualTo(2);
    assertThat(source.closed()).isTrue();
  }

  @Test
  void shouldFailTheJobAfterWhatWasEmitted() {
    Job job = start();
    source.emit(1);
    source.fail(new IOException("unplugged"));
    sink.requestAll();

    assertThatThrownBy(job::await)
        .isInstanceOf(JobException.class)
        .hasMessageContaining("could not read numbers: ")
        .hasRootCauseMessage("unplugged");
    assertThat(sink.received()).containsExactly(1);
  }

  @Test
  void shouldTellWhatWasDelivered() {
    Job job = start();
    source.emit(1, 2);
    source.emit(3, 4, 5);
    source.awaitTaken(1);
    assertThat(source.acknowledged()).isZero();

    sink.request(2);
    source.awaitAcknowledged(2);
    assertThat(source.acknowledged()).isEqualTo(2);
    sink.request(3);
    source.awaitAcknowledged(5);

    assertThat(job.progress().done()).isEqualTo(5);
  }

  @Test
  void shouldTellThatTheJobAsksForMore() {
    var unused = start(); // closed with the runtime

    source.awaitDemand();

    source.emit(1);
    source.awaitTaken(1);
  }

  @Test
  void shouldSeeThatAJobWithAFullSinkTakesAFewBlocksOnly() {
    try (LocalRuntime small =
        LocalRuntime.builder()
            .chunkElements(1)
            .edgeElements(1)
            .grace(Duration.ofMillis(500))
            .build()) {
      var unused = // the runtime ends it
          small.start(Pipeline.named("full").from(source).cpu("same", n -> n).to(sink));
      for (int i = 0; i < 500; i++) {
        source.emit(i);
      }
      source.awaitTaken(1);
      sink.expectNothing(Duration.ofMillis(100));
      assertThat(source.taken()).isLessThan(100);

      sink.requestAll();
      source.awaitTaken(500);
    }
  }

  @Test
  void shouldSeeThatAJobTakesBlocks() {
    var unused = start(); // closed with the runtime
    sink.requestAll();
    AtomicBoolean seen = new AtomicBoolean();
    CompletableFuture<Void> emitting =
        CompletableFuture.runAsync(() -> {
          while (!seen.get()) {
            source.emit(1);
          }
        });

    assertThatThrownBy(() -> source.expectNoTaking(Duration.ofSeconds(20)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("the job took a block within PT20S: opened by 'test'");
    seen.set(true);
    assertThat(emitting).succeedsWithin(Duration.ofSeconds(20));
  }

  @Test
  void shouldSeeThatAJobTakesNothingBeforeItIsStarted() {
    source.emit(1);

    source.expectNoTaking(Duration.ofMillis(50));

    assertThat(source.taken()).isZero();
  }

  @Test
  void shouldEmitInputThatIsRejected() {
    TestSink<DeadLetter> letters = TestSink.named("letters");
    letters.requestAll();
    sink.requestAll();
    var unused = // seen by the letters
        runtime.start(
            Pipeline.named("test").from(source.onError(OnError.deadLetters(letters))).to(sink));
    source.emit(1);
    source.reject("x", new NumberFormatException("not a number"));

    DeadLetter letter = letters.next();

    assertThat(letter.text()).isEqualTo("x");
    assertThat(letter.position()).hasToString("numbers:2");
  }

  @Test
  void shouldFailTheJobOnInputThatIsRejectedByDefault() {
    sink.requestAll();
    Job job = start();
    source.reject("x", new NumberFormatException("not a number"));

    assertThatThrownBy(job::await)
        .isInstanceOf(StageException.class)
        .hasMessageContaining("not a number");
  }

  @Test
  void shouldBeRefusedAsEndlessWhereTheEndMatters() {
    Pipeline waiting =
        Pipeline.named("sum")
            .from(source.endless())
            .aggregate(Aggregators.count())
            .to(TestSink.named("sum"));

    assertThatThrownBy(() -> runtime.run(waiting)).isInstanceOf(PipelineDefinitionException.class);
  }

  @Test
  void shouldServeOneJobOnly() {
    var unused = start(); // closed with the runtime
    source.awaitDemand();

    assertThatThrownBy(
            () -> runtime.run(Pipeline.named("second").from(source).to(TestSink.named("other"))))
        .hasMessageContaining("serves one job, and 'test' has used it");
  }

  @Test
  void shouldRefuseToGoOnAfterItsEnd() {
    source.complete();

    assertThatThrownBy(() -> source.emit(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("test source 'numbers' has ended already");
    assertThatThrownBy(source::complete).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldBeStoppedByADrain() {
    Job job = start();
    sink.requestAll();
    source.emit(1, 2);
    sink.expectNext(1, 2);

    assertThat(job.drain(Duration.ofSeconds(20)).drained()).isTrue();

    source.awaitClosed();
    sink.expectCommitted();
  }

  @Test
  void shouldDescribeItsState() {
    source.emit(1, 2);

    assertThat(source)
        .hasToString(
            "test source numbers: no job has opened it; 0 blocks taken, 1 offered; delivered up to position 0 of 2; the job asks for nothing");
  }
}
