package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.CoroutineInput;
import dev.leat.pipeline.CoroutineOutput;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/coroutines.md. */
@SuppressWarnings("NullAway") // what the guide shows is written as its readers would write it
class CoroutinesTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  record Event(long seconds) {}

  record Session(long from, long to) {}

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Pipeline.Named own() {
    return Pipeline.named("own");
  }

  @Test
  void shouldMakeParagraphsOfLines() {
    Stage<String> lines = own().from(Sources.of("one", "two", "", "", "three"));
    // guide
    Coroutine<String, String> paragraphs =
        (in, out) -> {
          List<String> paragraph = new ArrayList<>();
          while (in.hasNext()) {
            String line = in.next();
            if (!line.isEmpty()) {
              paragraph.add(line);
            } else if (!paragraph.isEmpty()) {
              out.emit(String.join(" ", paragraph));
              paragraph.clear();
            }
          }
          if (!paragraph.isEmpty()) {
            out.emit(String.join(" ", paragraph));
          }
        };

    Stage<String> texts = lines.coroutine("paragraphs", paragraphs);
    // end

    assertThat(runtime.collect(texts)).containsExactly("one two", "three");
  }

  @Test
  void shouldMakeSessionsOfEvents() {
    // guide
    Coroutine<Event, Session> sessions =
        (in, out) -> {
          Event first = null;
          Event last = null;
          while (in.hasNext()) {
            Event event = in.next();
            if (first != null && event.seconds() - last.seconds() > 30) {
              out.emit(new Session(first.seconds(), last.seconds()));
              first = event;
            }
            first = first == null ? event : first;
            last = event;
          }
          if (first != null) {
            out.emit(new Session(first.seconds(), last.seconds()));
          }
        };
    // end

    Stage<Event> events =
        own().from(Sources.of(new Event(0), new Event(20), new Event(60), new Event(61)));
    assertThat(runtime.collect(events.coroutine("sessions", sessions)))
        .containsExactly(new Session(0, 20), new Session(60, 61));
  }

  private static final class StateMachine {

    private StateMachine() {}

    // guide
    static void closed(CoroutineInput<String> in, CoroutineOutput<String> out)
        throws InterruptedException {
      while (in.hasNext()) {
        if (in.next().equals("open")) {
          out.emit("light on");
          open(in);
          out.emit("light off");
        }
      }
    }

    static void open(CoroutineInput<String> in) throws InterruptedException {
      while (in.hasNext()) {
        if (in.next().equals("close")) {
          return;
        }
      }
    }
    // end
  }

  @Test
  void shouldBeAStateMachine() {
    Stage<String> door = own().from(Sources.of("close", "open", "open", "close", "open"));
    // guide
    Stage<String> light = door.coroutine("light", StateMachine::closed);
    // end

    assertThat(runtime.collect(light))
        .containsExactly("light on", "light off", "light on", "light off");
  }

  @Test
  void shouldPassOnChanges() {
    // guide
    Coroutine<String, String> changes =
        (in, out) -> {
          String last = null;
          while (in.hasNext()) {
            String current = in.next();
            if (!current.equals(last)) {
              out.emit(current);
            }
            last = current;
          }
        };
    // end

    assertThat(
            runtime.collect(
                own().from(Sources.of("a", "a", "b", "a")).coroutine("changes", changes)))
        .containsExactly("a", "b", "a");
  }

  private static final class Users {

    private boolean closed;

    String owner(String path) {
      return closed ? "nobody" : "owner of " + path;
    }

    void close() {
      closed = true;
    }
  }

  @Test
  void shouldUseAResource() {
    Stage<String> paths = own().from(Sources.of("/a", "/b"));
    Resource<Users> users = Resource.of(Users::new, Users::close);
    // guide
    Stage<String> owners =
        paths.<Users, String>coroutine(
            "owners",
            users,
            (open, in, out) -> {
              while (in.hasNext()) {
                out.emit(open.owner(in.next()));
              }
            });
    // end

    assertThat(runtime.collect(owners)).containsExactly("owner of /a", "owner of /b");
  }

  private static void give(CoroutineInput<Integer> in, SynchronousQueue<Integer> pipe)
      throws InterruptedException {
    while (in.hasNext()) {
      pipe.put(in.next());
    }
  }

  @Test
  void shouldLetTwoCoroutinesWaitForEachOther() {
    List<String> paired = Collections.synchronizedList(new ArrayList<>());
    Sink<String> sink = Sinks.each(paired::add);
    Stage<Integer> numbers = own().from(Sources.of(0, 1, 2, 3, 4, 5));
    // guide
    SynchronousQueue<Integer> pipe = new SynchronousQueue<>();

    Pipeline pairs =
        numbers.broadcast(
            all ->
                all.filter(x -> x % 2 == 0)
                    .coroutine("give", (in, out) -> give(in, pipe))
                    .to(Sinks.discard()),
            all ->
                all.filter(x -> x % 2 == 1)
                    .<String>coroutine(
                        "take",
                        (in, out) -> {
                          while (in.hasNext()) {
                            out.emit(pipe.take() + "-" + in.next());
                          }
                        })
                    .to(sink));
    // end

    runtime.run(pairs);

    assertThat(paired).containsExactly("0-1", "2-3", "4-5");
  }
}
