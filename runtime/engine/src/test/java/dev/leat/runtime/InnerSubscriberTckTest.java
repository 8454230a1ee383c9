package dev.leat.runtime;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;

/** The rules of Reactive Streams for the subscriber with which {@code ioMany} takes results. */
class InnerSubscriberTckTest {

  @TestFactory
  @Timeout(60)
  Stream<DynamicTest> shouldKeepTheRulesSeenFromOutside() {
    return TckRules.of(Blackbox.class);
  }

  /** Run by TestNG. */
  public static final class Blackbox extends SubscriberBlackboxVerification<Integer> {

    private final LocalRuntime runtime =
        LocalRuntime.builder().cores(1).grace(Duration.ofMillis(200)).build();

    public Blackbox() {
      super(new TestEnvironment(2_000, 50));
    }

    /** The subscriber that a job comes with when it subscribes. */
    @Override
    public Subscriber<Integer> createSubscriber() {
      CompletableFuture<Subscriber<Integer>> seen = new CompletableFuture<>();
      var unused = // ended by the runtime
          runtime.start(
              Pipeline.named("tck")
                  .from(Sources.of(1))
                  .ioMany("many", n -> new Waiting(seen))
                  .to(Sinks.discard()));
      return seen.orTimeout(50, TimeUnit.SECONDS).join();
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }

    @AfterClass
    public void close() {
      runtime.close();
    }
  }

  /** Keeps its subscriber for the verification. */
  private record Waiting(CompletableFuture<Subscriber<Integer>> seen)
      implements Publisher<Integer> {

    @Override
    @SuppressWarnings("unchecked") // a job takes anything
    public void subscribe(Subscriber<? super Integer> subscriber) {
      seen.complete((Subscriber<Integer>) subscriber);
    }
  }
}
