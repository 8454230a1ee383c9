package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every promise of a sink that is broken is found by a test of the contract. */
class SinkContractFaultsTest {

  /** What is wrong with a sink. */
  private enum Fault {
    NONE,
    SAYS_NOTHING,
    LOSES_AN_ELEMENT,
    KEEPS_THE_LIST,
    PUBLISHES_TOO_EARLY,
    PUBLISHES_WHEN_ABORTED,
    TAKES_BACK_WHAT_IS_PUBLISHED,
    IS_CLOSED_ONCE_ONLY,
    ADDS_INSTEAD_OF_REPLACING,
    OPENS_WHAT_IS_NOT_THERE
  }

  @Test
  void shouldAcceptASinkWithoutFaults() throws Exception {
    for (SinkCall test : all()) {
      test.on(new Contract(Fault.NONE));
    }
  }

  @Test
  void shouldFindEveryFault() {
    expect(Fault.SAYS_NOTHING, SinkContractTest::shouldDescribeItself, "says nothing");
    expect(Fault.LOSES_AN_ELEMENT, SinkContractTest::shouldPublishOneElement, "only 0 came");
    expect(
        Fault.LOSES_AN_ELEMENT,
        SinkContractTest::shouldPublishManyElementsInOrder,
        "element 1 is not the expected one");
    expect(Fault.LOSES_AN_ELEMENT, SinkContractTest::shouldPublishWhatIsDrained, "expected");
    expect(Fault.KEEPS_THE_LIST, SinkContractTest::shouldPublishOneElement, "only 0 came");
    expect(Fault.PUBLISHES_TOO_EARLY, SinkContractTest::shouldPublishAtTheCommit, "0 elements");
    expect(
        Fault.PUBLISHES_WHEN_ABORTED, SinkContractTest::shouldTakeBackWhatIsAborted, "0 elements");
    expect(
        Fault.PUBLISHES_WHEN_ABORTED,
        SinkContractTest::shouldTakeBackWhatIsAbortedAfterTheFlush,
        "0 elements");
    expect(
        Fault.PUBLISHES_WHEN_ABORTED,
        SinkContractTest::shouldPublishNothingOfAJobThatFails,
        "0 elements");
    expect(
        Fault.PUBLISHES_WHEN_ABORTED,
        SinkContractTest::shouldPublishNothingOfAJobThatIsCancelled,
        "0 elements");
    expect(
        Fault.TAKES_BACK_WHAT_IS_PUBLISHED,
        SinkContractTest::shouldLeaveWhatIsPublished,
        "only 0 came");
    expect(Fault.IS_CLOSED_ONCE_ONLY, SinkContractTest::shouldBeClosedTwice, "closed already");
    expect(
        Fault.ADDS_INSTEAD_OF_REPLACING,
        SinkContractTest::shouldServeOneJobAfterTheOther,
        "3 elements were expected");
    expect(
        Fault.OPENS_WHAT_IS_NOT_THERE,
        SinkContractTest::shouldSayWhyItCannotBeWritten,
        "JobException");
  }

  private interface SinkCall {
    void on(SinkContractTest<Integer> contract) throws Exception;
  }

  private static List<SinkCall> all() {
    return List.of(
        SinkContractTest::shouldDescribeItself,
        SinkContractTest::shouldPublishNothingWithoutElements,
        SinkContractTest::shouldPublishOneElement,
        SinkContractTest::shouldPublishManyElementsInOrder,
        SinkContractTest::shouldPublishAtTheCommit,
        SinkContractTest::shouldTakeBackWhatIsAborted,
        SinkContractTest::shouldTakeBackWhatIsAbortedAfterTheFlush,
        SinkContractTest::shouldLeaveWhatIsPublished,
        SinkContractTest::shouldBeClosedTwice,
        SinkContractTest::shouldServeOneJobAfterTheOther,
        SinkContractTest::shouldPublishNothingOfAJobThatFails,
        SinkContractTest::shouldPublishNothingOfAJobThatIsCancelled,
        SinkContractTest::shouldPublishWhatIsDrained,
        SinkContractTest::shouldSayWhyItCannotBeWritten);
  }

  private static void expect(Fault fault, SinkCall test, String message) {
    assertThatThrownBy(() -> test.on(new Contract(fault)))
        .as("%s", fault)
        .hasMessageContaining(message);
  }

  /** The contract of a sink with a fault. */
  private static final class Contract extends SinkContractTest<Integer> {

    private final Place place;

    Contract(Fault fault) {
      place = new Place(fault, new ArrayList<>(), false);
    }

    @Override
    protected Integer element(int index) {
      return index;
    }

    @Override
    protected Sink<Integer> sink() {
      return place;
    }

    @Override
    protected List<Integer> published() {
      synchronized (place) {
        return List.copyOf(place.published());
      }
    }

    @Override
    protected Sink<Integer> unusable() {
      return place.fault() == Fault.OPENS_WHAT_IS_NOT_THERE
          ? place
          : new Place(Fault.NONE, new ArrayList<>(), true);
    }

    @Override
    protected int many() {
      return 500;
    }
  }

  /** A list that elements are published in. */
  private record Place(Fault fault, List<Integer> published, boolean missing)
      implements Sink<Integer> {

    @Override
    public String describe() {
      return fault == Fault.SAYS_NOTHING ? "" : "list";
    }

    @Override
    public SinkWriter<Integer> open(ConnectorContext context) throws IOException {
      if (missing) {
        throw new IOException("there is no list");
      }
      return new PlaceWriter(this);
    }
  }

  private static final class PlaceWriter implements SinkWriter<Integer> {

    private final Place place;
    private final List<List<? extends Integer>> chunks = new ArrayList<>();
    private boolean committed;
    private boolean closed;

    PlaceWriter(Place place) {
      this.place = place;
    }

    private boolean has(Fault fault) {
      return place.fault() == fault;
    }

    @Override
    public void write(List<? extends Integer> chunk) {
      List<? extends Integer> kept = has(Fault.KEEPS_THE_LIST) ? chunk : List.copyOf(chunk);
      chunks.add(has(Fault.LOSES_AN_ELEMENT) ? kept.subList(1, kept.size()) : kept);
    }

    @Override
    public void flush() {
      if (has(Fault.PUBLISHES_TOO_EARLY)) {
        publish();
      }
    }

    @Override
    public void commit() {
      if (!has(Fault.PUBLISHES_TOO_EARLY)) {
        publish();
      }
      committed = true;
    }

    private void publish() {
      synchronized (place) {
        if (!has(Fault.ADDS_INSTEAD_OF_REPLACING)) {
          place.published().clear();
        }
        chunks.forEach(place.published()::addAll);
      }
    }

    @Override
    public void abort() {
      if (has(Fault.PUBLISHES_WHEN_ABORTED)) {
        publish();
      }
      if (has(Fault.TAKES_BACK_WHAT_IS_PUBLISHED) && committed) {
        synchronized (place) {
          place.published().clear();
        }
      }
    }

    @Override
    public void close() {
      if (closed && has(Fault.IS_CLOSED_ONCE_ONLY)) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
    }
  }
}
