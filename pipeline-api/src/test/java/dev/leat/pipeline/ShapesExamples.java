package dev.leat.pipeline;

import dev.leat.pipeline.connector.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The examples in the docs of shapes and coroutines, so that they are compiled; {@link
 * SnippetsTest} checks that they are the same.
 */
@SuppressWarnings({"unused", "CheckReturnValue"}) // examples show, they do not use
final class ShapesExamples {

  private ShapesExamples() {}

  record Event(String id, boolean urgent) {}

  interface Users {
    String owner(String path) throws Exception;
  }

  static void coroutine() {
    Coroutine<String, String> paragraphs =
        (in, out) -> {
          List<String> lines = new ArrayList<>();
          while (in.hasNext()) {
            String line = in.next();
            if (!line.isEmpty()) {
              lines.add(line);
            } else if (!lines.isEmpty()) {
              out.emit(String.join(" ", lines));
              lines.clear();
            }
          }
          if (!lines.isEmpty()) {
            out.emit(String.join(" ", lines));
          }
        };
  }

  static void coroutineWith() {
    CoroutineWith<Users, String, String> owners =
        (users, in, out) -> {
          String last = "";
          while (in.hasNext()) {
            String path = in.next();
            if (!path.equals(last)) {
              out.emit(users.owner(path));
              last = path;
            }
          }
        };
  }

  static void input(CoroutineInput<Long> in) throws InterruptedException {
    long sum = 0;
    while (in.hasNext()) {
      sum += in.next();
    }
  }

  static void output(CoroutineInput<String> in, CoroutineOutput<String> out)
      throws InterruptedException {
    out.emit(in.next() + "?");
  }

  static void keys(Stage<Event> events) {
    events.distinct(Event::id, keys -> keys.maxKeys(100_000).expireAfter(Duration.ofMinutes(10)));
  }

  static void emission(Stage<Event> hits) {
    hits.aggregate(Aggregators.count(), Emission.every(Duration.ofSeconds(10)));
  }

  static void route(Stage<Event> events, Sink<Event> alerts, Sink<Event> archive) {
    events.route(r ->
        r.when(Event::urgent, urgent -> urgent.to(alerts)).otherwise(rest -> rest.to(archive)));
  }
}
