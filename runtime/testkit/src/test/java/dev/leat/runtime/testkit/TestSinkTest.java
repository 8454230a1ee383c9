package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestSinkTest {

  private static final Duration A_MOMENT = Duration.ofMillis(50);

  private final LocalRuntime runtime = LocalRuntime.builder().grace(Duration.ofSeconds(1)).build();
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
  void shouldTakeNoMoreThanWasRequested() {
    var unused = start(); // closed with the runtime
    source.emit(1, 2, 3);
    sink.expectNothing(A_MOMENT);

    sink.request(2);

    sink.expectNext(1, 2);
    sink.expectNothing(A_MOMENT);
    assertThat(sink.received()).containsExactly(1, 2);
  }

  @Test
  void shouldSayAtOnceThatNothingWasRequested() {
    var unused = start(); // closed with the runtime
    source.emit(1);

    assertThatThrownBy(sink::next)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("no element was requested: ");
  }

  @Test
  void shouldSayWhichElementIsNotTheExpectedOne() {
    var unused = start(); // closed with the runtime
    source.emit(1, 3);
    sink.request(2);

    assertThatThrownBy(() -> sink.expectNext(1, 2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("element 2 of 2 is not the expected one")
        .hasMessageContaining("expected: 2")
        .hasMessageContaining("received: 3");
  }

  @Test
  void shouldFailWhenSomethingComesThatMustNot() {
    var unused = start(); // closed with the runtime
    sink.request(1);
    source.emit(1);

    assertThatThrownBy(() -> sink.expectNothing(Duration.ofSeconds(20)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("has not looked at [1]");
  }

  @Test
  void shouldSayThatTheJobEndedBeforeTheElement() {
    var unused = start(); // closed with the runtime
    sink.request(1);
    source.complete();

    assertThatThrownBy(sink::next)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("no element came before the end: ");
  }

  @Test
  void shouldBeFlushedCommittedAndClosedBySuccess() {
    Job job = start();
    source.complete();

    job.await();

    sink.expectCommitted();
    assertThat(sink.flushed() && sink.committed() && sink.closed()).isTrue();
    assertThat(sink.aborted()).isFalse();
  }

  @Test
  void shouldBeAbortedAndClosedByFailure() {
    Job job = start();
    source.fail(new IOException("unplugged"));

    assertThatThrownBy(job::await).isInstanceOf(JobException.class);

    sink.expectAborted();
    assertThat(sink.aborted() && sink.closed()).isTrue();
    assertThat(sink.flushed() || sink.committed()).isFalse();
    assertThatThrownBy(sink::expectCommitted)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("the sink was not committed: ");
  }

  @Test
  void shouldFindElementsThatTheTestDidNotLookAt() {
    var unused = start(); // ends by itself
    sink.request(2);
    source.emit(1, 2);
    source.complete();
    sink.expectNext(1);

    assertThatThrownBy(sink::expectCommitted)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("elements are left at the end: ");
  }

  @Test
  void shouldFailTheJobWhenItIsTold() {
    Job job = start();
    sink.fail(new IOException("disk full"));
    source.emit(1);

    assertThatThrownBy(job::await)
        .isInstanceOf(JobException.class)
        .hasRootCauseMessage("disk full");
    sink.expectAborted();
  }

  @Test
  void shouldTellWithWhichErrorTheJobFailed() {
    Job job = start();
    source.fail(new IOException("unplugged"));

    sink.expectFailed(job, IOException.class, "unplugged");
    assertThatThrownBy(() -> sink.expectFailed(job, IOException.class, "stolen"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "did not fail with a java.io.IOException that says 'stolen', but with ");
    assertThatThrownBy(() -> sink.expectFailed(job, IllegalStateException.class, "unplugged"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldSayThatAJobDidNotFail() {
    Job job = start();
    source.complete();

    assertThatThrownBy(() -> sink.expectFailed(job, IOException.class, ""))
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("but ended well");
  }

  @Test
  void shouldBeGivenUpByACancelledJobWhileItWaitsForDemand() {
    Job job = start();
    source.emit(1);
    source.awaitTaken(1);

    job.cancel();

    sink.expectAborted();
    assertThat(sink.received()).isEmpty();
  }

  @Test
  void shouldRefuseARequestOfNothing() {
    assertThatThrownBy(() -> sink.request(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("request at least 1 element, not 0");
  }

  @Test
  void shouldServeOneJobOnly() {
    Job first = start();
    source.complete();
    first.await();

    TestSource<Integer> other = TestSource.named("other");
    assertThatThrownBy(() -> runtime.run(Pipeline.named("second").from(other).to(sink)))
        .hasMessageContaining("serves one job, and 'test' has used it");
  }
}
