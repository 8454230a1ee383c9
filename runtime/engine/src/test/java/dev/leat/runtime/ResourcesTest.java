package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a job opens is closed in the reverse order, whatever happens. */
@Timeout(20)
class ResourcesTest {

  private final LocalRuntime runtime =
      LocalRuntime.builder().cores(2).grace(Duration.ofMillis(300)).build();
  private final Queue<String> journal = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    runtime.close();
  }

  private Resource<String> resource(String name) {
    return Resource.of(
        () -> {
          journal.add("open " + name);
          return name;
        },
        opened -> journal.add("close " + opened));
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 100));
  }

  private ProbeSink<Long> sink() {
    return new ProbeSink<>("sink", call -> {}, journal);
  }

  @Test
  void shouldOpenEachOnceAndCloseTheLastFirst() {
    Resource<String> shared = resource("a");

    runtime.run(
        numbers()
            .io("one", shared, (a, n) -> CompletableFuture.completedFuture(n))
            .coroutine("two", resource("b"), (b, n) -> n)
            .cpu("three", shared, (a, n) -> n)
            .to(sink()));

    assertThat(journal.stream().filter(call -> !call.equals("write sink")))
        .containsExactly(
            "open a",
            "open b",
            "open sink",
            "flush sink",
            "commit sink",
            "close sink",
            "close b",
            "close a");
  }

  @Test
  void shouldCloseWhatIsOpenWhenOpeningFailsHalfWay() {
    Resource<String> bad =
        Resource.of(
            () -> {
              throw new IOException("no route to host");
            },
            opened -> journal.add("never"));

    assertThatThrownBy(() ->
            runtime.run(
                numbers()
                    .cpu("one", resource("a"), (a, n) -> n)
                    .cpu("two", bad, (b, n) -> n)
                    .to(sink())))
        .isInstanceOf(JobException.class)
        .hasMessageMatching(
            "stage 'two' \\(ResourcesTest.java:\\d+\\) of pipeline 'p' could not open its resource: no route to host");

    assertThat(journal).containsExactly("open a", "close a");
  }

  @Test
  void shouldGoOnClosingWhenOneFailsToClose() {
    Resource<String> bad =
        Resource.of(
            () -> "bad",
            opened -> {
              throw new IOException("still busy");
            });

    assertThatThrownBy(() ->
            runtime.run(
                numbers()
                    .cpu("one", resource("a"), (a, n) -> n)
                    .cpu("two", bad, (b, n) -> n)
                    .to(sink())))
        .hasMessageContaining("could not close the resource: still busy");

    assertThat(journal).contains("commit sink", "close a");
  }

  @Test
  void shouldCloseAfterTheLastCallHasEnded() {
    CountDownLatch begun = new CountDownLatch(1);
    Job job =
        runtime.start(
            numbers()
                .coroutine(
                    "slow",
                    resource("a"),
                    (a, n) -> {
                      begun.countDown();
                      try {
                        new CountDownLatch(1).await();
                        return n;
                      } finally {
                        journal.add("ended");
                      }
                    })
                .to(Sinks.discard()));
    join(begun);

    job.cancel();

    assertThat(List.copyOf(journal)).endsWith("close a").contains("ended");
  }

  @Test
  void shouldCloseWhatOpensTooLate() throws InterruptedException {
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Resource<String> slow =
        Resource.of(
            () -> {
              opening.countDown();
              join(go);
              return "late";
            },
            opened -> closed.countDown());
    Job job = runtime.start(numbers().cpu("one", slow, (a, n) -> n).to(sink()));
    join(opening);

    job.cancel();
    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    go.countDown();

    closed.await();
    assertThat(journal).isEmpty();
  }

  @Test
  void shouldInterruptAnOpeningThatTakesLongerThanTheGrace() {
    CountDownLatch opening = new CountDownLatch(1);
    Resource<String> slow =
        Resource.of(
            () -> {
              opening.countDown();
              new CountDownLatch(1).await();
              return "never";
            },
            opened -> {});
    Job job = runtime.start(numbers().cpu("one", slow, (a, n) -> n).to(Sinks.discard()));
    join(opening);

    job.cancel();

    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    assertThatThrownBy(job::await)
        .satisfies(e ->
            assertThat(e.getSuppressed()).noneMatch(s -> s.toString().contains("did not stop")));
  }

  /** Waits also when it is interrupted. */
  private static void join(CountDownLatch latch) {
    boolean waits = true;
    while (waits) {
      try {
        latch.await();
        waits = false;
      } catch (InterruptedException e) {
        // What is tested is a function that does not care.
      }
    }
  }
}
