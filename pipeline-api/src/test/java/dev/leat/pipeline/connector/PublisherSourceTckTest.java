package dev.leat.pipeline.connector;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.reactivestreams.tck.TestEnvironment;

/**
 * The rules of Reactive Streams for the subscriber of {@link PublisherSource}. Each subscriber gets
 * a virtual thread that reads it to the end, as a runtime does.
 */
class PublisherSourceTckTest {

  private static final long WAIT_MILLIS = 2_000;
  private static final long SILENCE_MILLIS = 50;

  @TestFactory
  Stream<DynamicTest> shouldKeepTheRulesSeenFromOutside() {
    return TckRules.of(Blackbox.class);
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepTheRulesSeenFromInside() {
    return TckRules.of(Whitebox.class);
  }

  private static PublisherSource.Reader<Integer> reading() {
    PublisherSource.Reader<Integer> reader = new PublisherSource.Reader<>();
    Thread.ofVirtual().start(() -> readAll(reader));
    return reader;
  }

  private static void readAll(PublisherSource.Reader<Integer> reader) {
    try {
      while (true) {
        if (reader.next() == null) {
          return;
        }
      }
    } catch (Exception e) {
      // The error that the verification sends ends the reader.
    }
  }

  /** Run by TestNG. */
  public static final class Blackbox extends SubscriberBlackboxVerification<Integer> {

    public Blackbox() {
      super(new TestEnvironment(WAIT_MILLIS, SILENCE_MILLIS));
    }

    @Override
    public Subscriber<Integer> createSubscriber() {
      return reading();
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }
  }

  /** Run by TestNG. */
  public static final class Whitebox extends SubscriberWhiteboxVerification<Integer> {

    public Whitebox() {
      super(new TestEnvironment(WAIT_MILLIS, SILENCE_MILLIS));
    }

    @Override
    public Subscriber<Integer> createSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
      return new Probed(reading(), probe);
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }
  }

  /** Tells the verification what the reader receives. */
  private record Probed(
      PublisherSource.Reader<Integer> reader,
      SubscriberWhiteboxVerification.WhiteboxSubscriberProbe<Integer> probe)
      implements Subscriber<Integer> {

    @Override
    public void onSubscribe(Subscription subscription) {
      reader.onSubscribe(subscription);
      probe.registerOnSubscribe(new Puppet(reader));
    }

    @Override
    public void onNext(Integer element) {
      reader.onNext(element);
      probe.registerOnNext(element);
    }

    @Override
    public void onError(Throwable failure) {
      reader.onError(failure);
      probe.registerOnError(failure);
    }

    @Override
    public void onComplete() {
      reader.onComplete();
      probe.registerOnComplete();
    }
  }

  /** The reader asks for elements by itself; only cancelling can be triggered. */
  private record Puppet(PublisherSource.Reader<Integer> reader)
      implements SubscriberWhiteboxVerification.SubscriberPuppet {

    @Override
    public void triggerRequest(long elements) {}

    @Override
    public void signalCancel() {
      reader.close();
    }
  }
}
