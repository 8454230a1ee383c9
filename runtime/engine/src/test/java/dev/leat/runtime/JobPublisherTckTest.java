package dev.leat.runtime;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;

/** The rules of Reactive Streams for the publisher that a stage is given out as. */
class JobPublisherTckTest {

  private static final long WAIT_MILLIS = 3_000;
  private static final long SILENCE_MILLIS = 20;

  @TestFactory
  @Timeout(60)
  Stream<DynamicTest> shouldKeepTheRulesOnManyThreads() {
    return TckRules.of(OnManyThreads.class);
  }

  /** Run by TestNG. */
  public static final class OnManyThreads extends PublisherVerification<Long> {

    private final LocalRuntime runtime =
        LocalRuntime.builder().cores(2).grace(Duration.ofSeconds(1)).build();

    public OnManyThreads() {
      super(new TestEnvironment(WAIT_MILLIS, SILENCE_MILLIS), 1_000);
    }

    @Override
    public Publisher<Long> createPublisher(long elements) {
      return numbers(elements).publisher(runtime);
    }

    @Override
    public Publisher<Long> createFailedPublisher() {
      return numbers(10)
          .<Long>map(n -> {
            throw new IllegalStateException("failed on purpose");
          })
          .publisher(runtime);
    }

    private static Stage<Long> numbers(long elements) {
      return Pipeline.named("tck")
          .from(Sources.range(0, Math.min(elements, 1L << 40)))
          .cpu("cpu", n -> n)
          .map(n -> n);
    }

    @Override
    public long maxElementsFromPublisher() {
      return 1L << 40;
    }

    @AfterClass
    public void close() {
      runtime.close();
    }
  }
}
