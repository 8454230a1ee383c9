package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveListener;
import dev.leat.pipeline.connector.LiveSource;
import dev.leat.runtime.LiveProbe.ProbeLane;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lanes that come and go while the job runs. */
@Timeout(60)
class LiveSourceTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final LocalRuntime runtime = LocalRuntime.builder().cores(2).build();
  private final LiveProbe source = new LiveProbe();
  private final ProbeSink<String> sink = new ProbeSink<>();

  @AfterEach
  void close() throws Exception {
    runtime.close();
    source.close();
    assertThat(source.violations()).isEmpty();
    assertThat(sink.violations()).isEmpty();
  }

  private Stage<String> lanes() {
    return Pipeline.named("live").from("lanes", source);
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime() - end).as("waiting").isNegative();
      LockSupport.parkNanos(100_000);
    }
  }

  private static List<String> numbers(String lane, int to) {
    return IntStream.range(0, to).mapToObj(i -> lane + "-" + i).toList();
  }

  private List<String> of(String lane) {
    return sink.elements().stream().filter(text -> text.startsWith(lane + "-")).toList();
  }

  @Test
  void shouldDeliverEachLaneInItsOrderAndEndWhenDrained() throws Exception {
    Job job = runtime.start(lanes().cpu("same", text -> text).to(sink));
    ProbeLane a = source.lane("a").receive(1_000).receive(1);
    ProbeLane b = source.lane("b").receive(10).receive(5_000);
    until(() -> sink.elements().size() == 6_011);

    job.drain(LIMIT);

    assertThat(of("a")).isEqualTo(numbers("a", 1_001));
    assertThat(of("b")).isEqualTo(numbers("b", 5_010));
    assertThat(a.acknowledged()).isEqualTo(1_001);
    assertThat(b.closes()).isEqualTo(1);
    assertThat(source.stopped).hasValue(1);
    assertThat(source.closed).hasValue(1);
    assertThat(job.progress().done()).isEqualTo(6_011);
  }

  /** Ends at once, and begins to listen when the job has taken notice of that. */
  private static final class Over implements LiveSource<String> {

    @Override
    public String describe() {
      return "over";
    }

    @Override
    public LiveListener listen(ConnectorContext context, LaneAcceptor<String> lanes)
        throws Exception {
      lanes.ended();
      until(Over::tookNotice);
      return new LiveListener() {
        @Override
        public void stop() {}

        @Override
        public void close() {}
      };
    }

    private static boolean tookNotice() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("leat-early-over"))
          .anyMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
    }
  }

  @Test
  void shouldEndWhenTheSourceHasEndedBeforeTheJobBegins() {
    runtime.run(Pipeline.named("early").from("over", new Over()).to(sink));

    assertThat(sink.elements()).isEmpty();
  }

  @Test
  void shouldCloseALaneAsSoonAsAllOfItIsDelivered() throws Exception {
    Job job = runtime.start(lanes().to(sink));
    ProbeLane first = source.lane("a").receive(7).end();
    ProbeLane second = source.lane("b").receive(7);

    until(() -> first.closes() == 1);

    assertThat(of("a")).isEqualTo(numbers("a", 7));
    assertThat(second.closes()).isZero();
    job.drain(LIMIT);
    assertThat(second.closes()).isEqualTo(1);
  }

  @Test
  void shouldDeliverWhatIsCompleteAndRejectTheRestWhenDrained() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Job job = runtime.start(lanes().coroutine("held", text -> held(gate, text)).to(sink));
    ProbeLane lane = source.lane("a");
    IntStream.range(0, 200).forEach(i -> lane.receive(100));
    lane.receiveHalf().awaitReceived();
    until(() -> lane.polled() > 2);
    Thread drain = Thread.ofVirtual().start(() -> job.drain(LIMIT));
    until(() -> source.stopped.get() == 1);
    gate.countDown();

    drain.join();

    assertThat(of("a")).isEqualTo(numbers("a", 20_000));
    assertThat(job.stats().stage("lanes").skipped()).isEqualTo(1);
    assertThat(source.bring("late")).isNull();
  }

  private static String held(CountDownLatch gate, String text) throws InterruptedException {
    gate.await();
    return text;
  }

  @Test
  void shouldTakeNoMoreThanThereIsRoomFor() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Job job = runtime.start(lanes().coroutine("held", text -> held(gate, text)).to(sink));
    List<ProbeLane> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ProbeLane lane = source.lane("lane" + i);
      IntStream.range(0, 20).forEach(n -> lane.receive(100));
      all.add(lane);
    }
    until(() -> all.stream().mapToInt(ProbeLane::polled).sum() >= 64);

    int polled = all.stream().mapToInt(ProbeLane::polled).sum();
    gate.countDown();

    // Of 1,000 blocks of 100: the inlet's, and as many as fill an edge and a reorder window.
    assertThat(polled).isLessThan(400);
    until(() -> sink.elements().size() == 100_000);
    assertThat(of("lane7")).isEqualTo(numbers("lane7", 2_000));
    job.drain(LIMIT);
  }

  @Test
  void shouldKeepNothingOfManyLanesThatComeOneAfterTheOther() throws Exception {
    Job job =
        runtime.start(
            lanes()
                .scan(() -> "", (seen, text) -> text)
                .<String>coroutine(
                    "last",
                    (in, out) -> {
                      String last = "";
                      while (in.hasNext()) {
                        last = in.next();
                      }
                      out.emit(last);
                    })
                .to(sink));
    int lanes = 5_000;
    for (int i = 0; i < lanes; i++) {
      source.lane("a").receive(2).end();
      until(() -> source.open.get() < 100);
    }

    until(() -> sink.elements().size() == lanes);

    assertThat(sink.elements()).containsOnly("a-1");
    until(() -> source.open.get() == 0);
    assertThat(job.progress().done()).isEqualTo(2L * lanes);
    job.drain(LIMIT);
  }

  @Test
  void shouldLetTheLoopServeOtherLanesWhileTheSinkWaits() throws Exception {
    CountDownLatch unblocked = new CountDownLatch(1);
    Queue<String> threads = new ConcurrentLinkedQueue<>();
    ProbeSink<String> slow =
        new ProbeSink<>(
            "slow",
            call -> {
              if (call.equals("write")) {
                threads.add(Thread.currentThread().getName());
                unblocked.await();
              }
            },
            new ConcurrentLinkedQueue<>());
    Job job = runtime.start(lanes().map(text -> text).to(slow));
    source.lane("a").receive(1);
    until(() -> !threads.isEmpty());

    // Lanes are served by two loops in turn.
    source.lane("b");
    source.lane("c");
    until(() -> source.open.get() == 3);

    unblocked.countDown();
    job.drain(LIMIT);
    assertThat(threads).noneMatch(thread -> thread.startsWith("probe-loop-"));
    assertThat(slow.elements()).containsExactly("a-0");
    assertThat(slow.violations()).isEmpty();
  }

  @Test
  void shouldFailTheJobWhenALaneThrows() throws Exception {
    Job job = runtime.start(lanes().to(sink));
    ProbeLane good = source.lane("good").receive(3);
    until(() -> sink.elements().size() == 3);
    source.lane("bad").fail(new IllegalStateException("on fire"));

    assertThatThrownBy(job::await)
        .isInstanceOf(JobException.class)
        .hasMessageContaining("could not read bad: on fire");

    assertThat(good.closes()).isEqualTo(1);
    assertThat(source.open).hasValue(0);
    assertThat(source.closed).hasValue(1);
    assertThat(sink.calls()).contains("abort");
  }

  @Test
  void shouldStopListeningWhenNobodyWantsMore() throws Exception {
    Job job = runtime.start(lanes().take(5).to(sink));
    ProbeLane first = source.lane("a");
    source.lane("b");
    until(() -> source.open.get() == 2);
    first.receive(10);

    job.await();

    assertThat(sink.elements()).isEqualTo(numbers("a", 5));
    assertThat(source.open).hasValue(0);
    assertThat(source.closed).hasValue(1);
  }

  @Test
  void shouldCloseEveryLaneWhenCancelled() throws Exception {
    Job job = runtime.start(lanes().to(sink));
    for (int i = 0; i < 100; i++) {
      source.lane("lane" + i).receive(1);
    }
    until(() -> source.open.get() == 100);

    job.cancel();

    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    assertThat(source.open).hasValue(0);
    assertThat(source.bring("late")).isNull();
  }

  @Test
  void shouldEndByItselfWhenTheSourceSaysSo() throws Exception {
    Job job = runtime.start(lanes().to(sink));
    ProbeLane lane = source.lane("a").receive(2);
    source.acceptor().ended();
    assertThat(source.bring("late")).isNull();
    lane.receive(1).end();

    job.await();

    assertThat(sink.elements()).isEqualTo(numbers("a", 3));
  }

  @Test
  void shouldSayWhyItCannotListen() {
    LiveSource<String> taken =
        new LiveSource<>() {
          @Override
          public String describe() {
            return "port 80";
          }

          @Override
          public LiveListener listen(ConnectorContext context, LaneAcceptor<String> acceptor)
              throws BindException {
            throw new BindException("in use");
          }
        };

    Pipeline pipeline = Pipeline.named("live").from("lanes", taken).to(sink);

    assertThatThrownBy(() -> runtime.run(pipeline))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("could not open port 80: in use");
  }

  @Test
  void shouldExplainThatLanesComeAndGo() {
    assertThat(runtime.explain(lanes().to(sink)).text())
        .contains("lanes come and go, each on its event loop");
  }
}
