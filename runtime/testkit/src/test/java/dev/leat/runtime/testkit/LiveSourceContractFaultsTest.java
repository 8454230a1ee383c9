package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.LiveSource;
import dev.leat.runtime.testkit.Door.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every promise of a live source that is broken is found by a test of the contract. */
@Timeout(60)
class LiveSourceContractFaultsTest {

  private interface Call {
    void on(LiveSourceContractTest<String> contract) throws Exception;
  }

  @Test
  void shouldAcceptASourceWithoutFaults() throws Exception {
    List<Call> all =
        List.of(
            LiveSourceContractTest::shouldDescribeItself,
            LiveSourceContractTest::shouldReceiveNothingOneAndMany,
            LiveSourceContractTest::shouldKeepTheOrderOfEachPeer,
            LiveSourceContractTest::shouldWaitForASlowSink,
            LiveSourceContractTest::shouldGoOnWhenAPeerBreaksOff,
            LiveSourceContractTest::shouldBeClosedWhenTheJobFails,
            LiveSourceContractTest::shouldBeClosedWhenTheJobIsCancelled,
            LiveSourceContractTest::shouldBeDrainedWhilePeersAreThere,
            LiveSourceContractTest::shouldSayWhyItCannotListen,
            LiveSourceContractTest::shouldNotKeepAnEventLoopBusy,
            LiveSourceContractTest::shouldBeStoppedAndClosedTwice);
    for (Call test : all) {
      test.on(new LiveSourceExamples.DoorContractTest());
    }
  }

  @Test
  void shouldFindEveryFault() {
    expect(Fault.SAYS_NOTHING, LiveSourceContractTest::shouldDescribeItself, "says nothing");
    expect(
        Fault.LOSES_AN_ELEMENT,
        LiveSourceContractTest::shouldReceiveNothingOneAndMany,
        "element 1 is not the expected one");
    expect(
        Fault.SWAPS_ELEMENTS,
        LiveSourceContractTest::shouldKeepTheOrderOfEachPeer,
        "element 1 is not the expected one");
    expect(
        Fault.WAKES_ELSEWHERE,
        LiveSourceContractTest::shouldReceiveNothingOneAndMany,
        "guest was woken on");
    expect(
        Fault.REPEATS_POSITIONS,
        LiveSourceContractTest::shouldReceiveNothingOneAndMany,
        "is not greater than");
    expect(
        Fault.NAMES_NO_SOURCE,
        LiveSourceContractTest::shouldReceiveNothingOneAndMany,
        "was described after");
    expect(
        Fault.FORGETS_WHAT_IT_DESCRIBES,
        LiveSourceContractTest::shouldBeStoppedAndClosedTwice,
        "is described differently later");
    expect(
        Fault.KEEPS_THE_LOOP_BUSY,
        LiveSourceContractTest::shouldNotKeepAnEventLoopBusy,
        "kept an event loop busy");
    expect(
        Fault.FAILS_WITH_ITS_PEERS,
        LiveSourceContractTest::shouldGoOnWhenAPeerBreaksOff,
        "the guest has gone");
    expect(
        Fault.IS_CLOSED_ONCE_ONLY,
        LiveSourceContractTest::shouldBeStoppedAndClosedTwice,
        "closed already");
  }

  private static void expect(Fault fault, Call test, String message) {
    assertThatThrownBy(() -> test.on(new Contract(fault)))
        .as("%s", fault)
        .hasStackTraceContaining(message);
  }

  /** The contract of a door with a fault. */
  private static final class Contract extends LiveSourceContractTest<String> {

    private final Door door;

    Contract(Fault fault) {
      door = new Door(fault, false);
    }

    @Override
    protected String element(int index) {
      return "visitor " + index;
    }

    @Override
    protected LiveSource<String> source() {
      return new LiveSourceExamples.Visitors(door);
    }

    @Override
    protected Peer<String> connect() throws Exception {
      return new LiveSourceExamples.Guests(door.awaitOpen());
    }

    @Override
    protected LiveSource<String> unusable() {
      return new LiveSourceExamples.Visitors(Door.locked());
    }

    @Override
    protected int many() {
      return 300;
    }
  }
}
