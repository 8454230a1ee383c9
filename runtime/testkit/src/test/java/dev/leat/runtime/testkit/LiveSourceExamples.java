package dev.leat.runtime.testkit;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveListener;
import dev.leat.pipeline.connector.LiveSource;
import java.io.IOException;
import java.util.List;

/** The example in the docs of {@link LiveSourceContractTest}, and what it needs. */
final class LiveSourceExamples {

  private LiveSourceExamples() {}

  static final class DoorContractTest extends LiveSourceContractTest<String> {

    private final Door door = new Door();

    @Override
    protected String element(int index) {
      return "visitor " + index;
    }

    @Override
    protected LiveSource<String> source() {
      return new Visitors(door);
    }

    @Override
    protected Peer<String> connect() throws Exception {
      return new Guests(door.awaitOpen());
    }

    @Override
    protected LiveSource<String> unusable() {
      return new Visitors(Door.locked());
    }
  }

  /** Those who come through a door. */
  record Visitors(Door door) implements LiveSource<String> {

    @Override
    public String describe() {
      return door.fault == Door.Fault.SAYS_NOTHING ? "" : "visitors";
    }

    @Override
    public LiveListener listen(ConnectorContext context, LaneAcceptor<String> acceptor)
        throws IOException {
      door.open(acceptor);
      return new LiveListener() {
        @Override
        public void stop() {
          door.shut();
          acceptor.ended();
        }

        @Override
        public void close() {
          door.shut();
        }
      };
    }
  }

  /** Those who send visitors. */
  static final class Guests implements LiveSourceContractTest.Peer<String> {

    private final Door.VisitLane lane;

    Guests(Door door) throws Exception {
      lane = door.enter();
    }

    @Override
    public void send(List<String> elements) {
      lane.visit(elements);
    }

    @Override
    public void breakOff() {
      lane.breakOff();
    }

    @Override
    public void end() {
      lane.leave();
    }

    @Override
    public void close() {
      lane.leave();
    }
  }
}
