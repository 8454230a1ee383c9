package dev.leat.runtime.testkit;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.LiveSource;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every live source promises, as tests: extend it for your own and say how to make one and how
 * to send something to it.
 *
 * {@snippet :
 * final class DoorContractTest extends LiveSourceContractTest<String> {
 *
 *   private final Door door = new Door();
 *
 *   @Override
 *   protected String element(int index) {
 *     return "visitor " + index;
 *   }
 *
 *   @Override
 *   protected LiveSource<String> source() {
 *     return new Visitors(door);
 *   }
 *
 *   @Override
 *   protected Peer<String> connect() throws Exception {
 *     return new Guests(door.awaitOpen());
 *   }
 *
 *   @Override
 *   protected LiveSource<String> unusable() {
 *     return new Visitors(Door.locked());
 *   }
 * }
 * }
 *
 * <p>The source is driven by jobs, whose sink is slow, that fail, are drained or cancelled, and by
 * hand; meanwhile its blocks, positions and threads are watched. Every test starts one source at a
 * time and ends within a minute.
 *
 * @param <T> the type of the elements
 */
@Timeout(60)
public abstract class LiveSourceContractTest<T> {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For subclasses; JUnit makes one object for each test. */
  protected LiveSourceContractTest() {}

  /**
   * Whoever sends something to a source.
   *
   * @param <T> the type of the elements
   */
  public interface Peer<T> extends AutoCloseable {

    /** Sends elements; may wait while the source holds the peer back, and fail when it closes. */
    void send(List<T> elements) throws Exception;

    /** Breaks off in the middle of an element, if there is such a thing, without a proper end. */
    void breakOff() throws Exception;

    /** Ends in order. */
    void end() throws Exception;

    /** Releases what the peer holds; ends as well if it has not ended. */
    @Override
    void close() throws IOException;
  }

  // What a connector says about itself.

  /** An element of the kind that the source receives; others for other numbers, from 0. */
  protected abstract T element(int index);

  /** A source. Called once for each job. */
  protected abstract LiveSource<T> source() throws Exception;

  /** A new peer of the source that was started last; waits until it listens. */
  protected abstract Peer<T> connect() throws Exception;

  /** A source that cannot listen: a port in use. */
  protected abstract LiveSource<T> unusable() throws Exception;

  /**
   * How many elements are many; 5,000 unless this is overridden. A source that loses what it has no
   * room for must have room for them.
   */
  protected int many() {
    return 5_000;
  }

  /** The longest time that the source may keep an event loop busy at once; 100 ms by default. */
  protected Duration loopBudget() {
    return Duration.ofMillis(100);
  }

  /**
   * Something with an {@code equals} that says whether elements are the same; by default itself.
   */
  protected Object comparable(T element) {
    return element;
  }

  /** The runtime of a test. */
  protected LocalRuntime runtime() {
    return LocalRuntime.create();
  }

  // The tests.

  /** A source says in a few words what it receives. */
  @Test
  public final void shouldDescribeItself() throws Exception {
    Assertions.assertFalse(source().describe().isBlank(), "describe() says nothing");
  }

  /** Nothing, one element, many elements, in order. */
  @Test
  public final void shouldReceiveNothingOneAndMany() throws Exception {
    for (int count : new int[] {0, 1, 2, many()}) {
      try (Listening listening = new Listening("receiving");
          Peer<T> peer = connect()) {
        peer.send(elements(0, count));
        listening.expect(0, count);
        peer.end();
        listening.drain();
        listening.requireReceived(count);
      }
    }
  }

  /** What each of several peers sends stays in its order. */
  @Test
  public final void shouldKeepTheOrderOfEachPeer() throws Exception {
    int each = Math.max(1, many() / 3);
    List<Thread> senders = new ArrayList<>();
    try (Listening listening = new Listening("peers")) {
      for (int p = 0; p < 3; p++) {
        int from = p * each;
        senders.add(Thread.ofVirtual().start(() -> sendAll(elements(from, from + each))));
      }
      List<T> received = listening.sink.next(3 * each);
      for (int p = 0; p < 3; p++) {
        List<Object> wanted =
            elements(p * each, (p + 1) * each).stream().map(this::comparable).toList();
        List<T> ofPeer = received.stream().filter(e -> wanted.contains(comparable(e))).toList();
        Sequences.requireSame(elements(p * each, (p + 1) * each), ofPeer, this::comparable);
      }
      listening.drain();
    }
    for (Thread sender : senders) {
      sender.join();
    }
  }

  /** A slow sink loses nothing that the source has room for or holds back. */
  @Test
  public final void shouldWaitForASlowSink() throws Exception {
    TestSink<T> sink = TestSink.named("slow");
    ObservedLive<T> source = new ObservedLive<>(source());
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("slow").from(source).cpu("pass", x -> x).to(sink));
      try (Peer<T> peer = connect()) {
        Thread sender = sending(peer, elements(0, many()));
        for (int i = 0; i < Math.min(50, many()); i++) {
          sink.request(1);
          Sequences.requireSame(List.of(element(i)), List.of(sink.next()), this::comparable);
        }
        sink.requestAll();
        int rest = many() - Math.min(50, many());
        Sequences.requireSame(elements(many() - rest, many()), sink.next(rest), this::comparable);
        requireEnd(sender);
      }
      job.drain(PATIENCE);
    }
    source.requireKept();
  }

  /** A peer that breaks off ends alone: what it sent as a whole arrives, and others are served. */
  @Test
  public final void shouldGoOnWhenAPeerBreaksOff() throws Exception {
    try (Listening listening = new Listening("broken")) {
      try (Peer<T> broken = connect()) {
        broken.send(elements(0, 3));
        listening.expect(0, 3);
        broken.breakOff();
      }
      try (Peer<T> other = listening.connect()) {
        other.send(elements(3, 5));
        listening.expect(3, 5);
      }
      listening.drain();
      listening.requireReceived(5);
    }
  }

  /** A job that fails closes everything. */
  @Test
  public final void shouldBeClosedWhenTheJobFails() throws Exception {
    TestSink<T> sink = TestSink.named("failing");
    sink.request(1);
    ObservedLive<T> source = new ObservedLive<>(source());
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("failing").from(source).to(sink));
      try (Peer<T> peer = connect()) {
        Thread sender = sending(peer, elements(0, many()));
        Sequences.requireSame(elements(0, 1), List.of(sink.next()), this::comparable);
        sink.fail(new IllegalStateException("the sink is full"));

        Assertions.assertThrows(JobException.class, job::await);
        requireEnd(sender);
      }
    }
    sink.expectAborted();
    source.requireKept();
  }

  /** A job can be cancelled while nothing is sent, and while a sink takes nothing. */
  @Test
  public final void shouldBeClosedWhenTheJobIsCancelled() throws Exception {
    for (int count : new int[] {0, many()}) {
      TestSink<T> sink = TestSink.named("cancelled");
      ObservedLive<T> source = new ObservedLive<>(source());
      try (LocalRuntime runtime = runtime()) {
        Job job = runtime.start(Pipeline.named("cancelled").from(source).to(sink));
        try (Peer<T> peer = connect()) {
          Thread sender = sending(peer, elements(0, count));
          job.cancel();

          Assertions.assertThrows(JobException.class, job::await);
          requireEnd(sender);
        }
      }
      source.requireKept();
    }
  }

  /** A drain ends though a peer is still there, and delivers what has arrived. */
  @Test
  public final void shouldBeDrainedWhilePeersAreThere() throws Exception {
    try (Listening listening = new Listening("drained");
        Peer<T> silent = connect();
        Peer<T> peer = connect()) {
      peer.send(elements(0, 3));
      listening.expect(0, 3);
      long begin = System.nanoTime();
      listening.drain();

      Assertions.assertTrue(
          System.nanoTime() - begin < PATIENCE.toNanos(), "the drain took all its time");
      listening.requireReceived(3);
      silent.end();
    }
  }

  /** What cannot listen fails the job with a message. */
  @Test
  public final void shouldSayWhyItCannotListen() throws Exception {
    TestSink<T> sink = TestSink.named("unused");
    ObservedLive<T> source = new ObservedLive<>(unusable());
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("unusable").from(source).to(sink));

      JobException failure = Assertions.assertThrows(JobException.class, job::await);
      Throwable cause = failure.getCause();
      Assertions.assertTrue(
          cause == null || (cause.getMessage() != null && !cause.getMessage().isBlank()),
          "the exception of the source says nothing: " + cause);
    }
    Assertions.assertEquals(List.of(), sink.received(), "what it delivered");
  }

  /** Before a stage that runs on event loops, the source keeps none of them busy for long. */
  @Test
  public final void shouldNotKeepAnEventLoopBusy() throws Exception {
    Duration longest = Duration.ofDays(1);
    for (int attempt = 0; attempt < 3 && longest.compareTo(loopBudget()) > 0; attempt++) {
      TestSink<T> sink = TestSink.named("loop");
      sink.requestAll();
      ObservedLive<T> source = new ObservedLive<>(source());
      try (LocalRuntime runtime = runtime()) {
        Stage<T> stage =
            Pipeline.named("loop")
                .from(source)
                .io("pass", element -> CompletableFuture.completedFuture(element));
        Job job = runtime.start(stage.to(sink));
        try (Peer<T> peer = connect()) {
          peer.send(elements(0, many()));
          Sequences.requireSame(elements(0, many()), sink.next(many()), this::comparable);
        }
        job.drain(PATIENCE);
      }
      longest = source.longestOnLoop();
    }
    Assertions.assertTrue(
        longest.compareTo(loopBudget()) <= 0,
        "the source kept an event loop busy for %d ms at once, in each of 3 attempts"
            .formatted(longest.toMillis()));
  }

  /** A lane can be stopped, describes what came from it to the end, and is closed twice. */
  @Test
  public final void shouldBeStoppedAndClosedTwice() throws Exception {
    try (LiveRun<T> run = new LiveRun<>(source(), runtime());
        Peer<T> peer = connect()) {
      Thread sender = sending(peer, elements(0, 1)); // which may wait until the lane is open
      List<T> found = new ArrayList<>();
      run.readOne(found::add);
      requireEnd(sender);
      Sequences.requireSame(elements(0, 1), found, this::comparable);
      run.stopAndClose();
    }
  }

  // How they are done.

  /** A job that delivers to a sink which takes everything. */
  private final class Listening implements AutoCloseable {

    private final TestSink<T> sink;
    private final ObservedLive<T> source;
    private final LocalRuntime runtime;
    private final Job job;

    Listening(String name) throws Exception {
      sink = TestSink.named(name);
      sink.requestAll();
      source = new ObservedLive<>(source());
      runtime = runtime();
      job = runtime.start(Pipeline.named(name).from(source).to(sink));
    }

    /** Waits for the next elements. */
    void expect(int from, int to) {
      Sequences.requireSame(
          elements(from, to), next(to - from), LiveSourceContractTest.this::comparable);
    }

    /** A peer that comes when the job may have failed already. */
    Peer<T> connect() throws Exception {
      try {
        return LiveSourceContractTest.this.connect();
      } catch (Exception e) {
        sayWhyItEnded(e);
        throw e;
      }
    }

    private List<T> next(int count) {
      try {
        return count == 0 ? List.of() : sink.next(count);
      } catch (AssertionError e) {
        sayWhyItEnded(e);
        throw e;
      }
    }

    private void sayWhyItEnded(Throwable failure) {
      if (job.state().ended()) {
        failure.addSuppressed(Assertions.assertThrows(JobException.class, job::await));
      }
    }

    void drain() {
      job.drain(PATIENCE);
      sink.expectCommitted();
      source.requireKept();
    }

    void requireReceived(int count) {
      Sequences.requireSame(
          elements(0, count), sink.received(), LiveSourceContractTest.this::comparable);
    }

    @Override
    public void close() {
      runtime.close();
    }
  }

  private void sendAll(List<T> elements) {
    try (Peer<T> peer = connect()) {
      peer.send(elements);
    } catch (Exception e) {
      throw new AssertionError("a peer could not send", e);
    }
  }

  /** Sends from another thread, which may fail when the job ends. */
  private static <T> Thread sending(Peer<T> peer, List<T> elements) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            peer.send(elements);
          } catch (Exception e) {
            // the job has ended; whether everything arrived is seen at the sink
          }
        });
  }

  private static void requireEnd(Thread sender) throws InterruptedException {
    Assertions.assertTrue(
        sender.join(PATIENCE), "a peer is still held back 20 s after the job has ended");
  }

  private List<T> elements(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::element).toList();
  }
}
