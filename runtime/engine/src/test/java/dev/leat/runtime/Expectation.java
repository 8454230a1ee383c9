package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.StageStats;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.Interpreter.Event;
import dev.leat.runtime.Interpreter.Flow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what a job did with what the interpreter says. */
final class Expectation {

  private final Graph graph;
  private final boolean lenient;
  private final Interpreter interpreter;

  /**
   * What is to be expected of a pipeline that is not used for anything else.
   *
   * @param lenient whether it is left open which of several failures comes first, because the order
   *     of elements is open
   */
  Expectation(Pipeline fresh, boolean lenient) {
    this.graph = fresh.graph();
    this.lenient = lenient;
    this.interpreter = new Interpreter(graph, lenient);
  }

  private List<StageNode> sinks(GraphEdge.Port port) {
    return graph.stages().stream()
        .filter(node -> node.operation() instanceof Operation.To)
        .filter(node -> graph.inputs(node.id()).get(0).port() == port)
        .toList();
  }

  /** The failures that may end the job; one where order is kept and there is one sink. */
  Set<String> failures() {
    if (lenient) {
      return new HashSet<>(interpreter.failures());
    }
    return sinks(GraphEdge.Port.RESULTS).stream()
        .map(node -> interpreter.sink(node.id()).failure())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** A failure in the form of the interpreter. */
  static String text(JobException failure) {
    if (failure instanceof StageException stage) {
      return stage.stage() + " at " + stage.position() + ": " + stage.getCause();
    }
    return String.valueOf(failure.getMessage()).replaceAll("^.*(could not read)", "$1");
  }

  /** Everything was delivered. */
  void checkSinks(RandomPipeline actual) {
    List<StageNode> nodes = sinks(GraphEdge.Port.RESULTS);
    for (int i = 0; i < nodes.size(); i++) {
      List<Event> expected = interpreter.sink(nodes.get(i).id()).events();
      compare(nodes.get(i).name(), elements(expected), actual.sinks().get(i).elements(), actual);
    }
    checkLetters(actual);
  }

  /** What came before the failure was delivered, and nothing else. */
  void checkSinksUpTo(String failure, RandomPipeline actual) {
    List<StageNode> nodes = sinks(GraphEdge.Port.RESULTS);
    for (int i = 0; i < nodes.size(); i++) {
      Flow flow = interpreter.sink(nodes.get(i).id());
      if (nodes.size() == 1 && !lenient) {
        assertThat(flow.failure()).isEqualTo(failure);
        checkSame(nodes.get(i).name(), elements(flow.events()), actual.sinks().get(i).elements());
      }
    }
    checkPrefixes(actual);
  }

  /** Some of it was delivered, nothing twice and nothing that should not be. */
  void checkPrefixes(RandomPipeline actual) {
    List<StageNode> nodes = sinks(GraphEdge.Port.RESULTS);
    for (int i = 0; i < nodes.size(); i++) {
      List<Item> expected = elements(interpreter.sink(nodes.get(i).id()).events());
      List<Item> received = actual.sinks().get(i).elements();
      if (actual.ordered()) {
        checkPrefix(nodes.get(i).name(), expected, received, actual);
      } else {
        checkContained(nodes.get(i).name(), expected, received);
      }
    }
  }

  private static void checkPrefix(
      String sink, List<Item> expected, List<Item> received, RandomPipeline actual) {
    for (int lane = -1; lane < Math.max(1, actual.source().lanes().size()); lane++) {
      List<Item> of = of(lane, expected);
      List<Item> got = of(lane, received);
      checkSame(sink + ", lane " + lane, of.subList(0, Math.min(of.size(), got.size())), got);
    }
  }

  private static void checkContained(String sink, List<Item> expected, List<Item> received) {
    Map<Item, Long> counts =
        expected.stream().collect(Collectors.groupingBy(item -> item, Collectors.counting()));
    for (Item item : received) {
      assertThat(counts.merge(item, -1L, Long::sum)).as("%s: %s", sink, item).isNotNegative();
    }
  }

  /** Everything before the acknowledged positions was delivered to all sinks. */
  void checkAcknowledged(RandomPipeline actual) {
    if (actual.source().lanes().isEmpty()) {
      // It was stopped before it began, or there are none.
      return;
    }
    List<StageNode> nodes = sinks(GraphEdge.Port.RESULTS);
    for (int i = 0; i < nodes.size(); i++) {
      Map<Item, Long> received =
          actual.sinks().get(i).elements().stream()
              .collect(Collectors.groupingBy(item -> item, Collectors.counting()));
      for (Event event : interpreter.sink(nodes.get(i).id()).events()) {
        if (event.lane() >= 0
            && event.position() < actual.source().lanes().get(event.lane()).acknowledged()) {
          assertThat(received.merge((Item) event.element(), -1L, Long::sum))
              .as("%s at %d is acknowledged but not delivered", event, event.position())
              .isNotNull()
              .isNotNegative();
        }
      }
    }
  }

  private static List<Item> of(int lane, List<Item> items) {
    return items.stream().filter(item -> item.lane() == lane).toList();
  }

  private static List<Item> elements(List<Event> events) {
    return events.stream().map(event -> (Item) event.element()).toList();
  }

  private static void compare(
      String sink, List<Item> expected, List<Item> received, RandomPipeline actual) {
    if (!actual.ordered()) {
      assertThat(sorted(received)).as(sink).isEqualTo(sorted(expected));
      return;
    }
    assertThat(received).as(sink).hasSameSizeAs(expected);
    for (int lane = -1; lane < Math.max(1, actual.source().lanes().size()); lane++) {
      checkSame(sink + ", lane " + lane, of(lane, expected), of(lane, received));
    }
  }

  /** Names the first difference only, because lists may be long. */
  private static void checkSame(String what, List<Item> expected, List<Item> received) {
    assertThat(received.size()).as(what).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(received.get(i)).as("%s, element %d", what, i).isEqualTo(expected.get(i));
    }
  }

  private static List<String> sorted(Collection<?> elements) {
    return elements.stream().map(String::valueOf).sorted().toList();
  }

  private void checkLetters(RandomPipeline actual) {
    List<StageNode> nodes = sinks(GraphEdge.Port.DEAD_LETTERS);
    for (StageNode node : nodes) {
      ProbeSink<DeadLetter> sink = letterSink(node, actual);
      List<DeadLetter> received = sink.elements();
      int expected = 0;
      for (GraphEdge edge : graph.inputs(node.id())) {
        StageNode stage = graph.stage(edge.from());
        List<String> of = texts(interpreter.letters(stage.id()));
        List<String> got =
            texts(received.stream().filter(letter -> letter.stage().equals(stage.name())).toList());
        expected += of.size();
        boolean inOrder = actual.ordered() && actual.source().lanes().size() <= 1;
        if (actual.early()) {
          assertThat(of).containsAll(got);
        } else {
          assertThat(inOrder ? got : sorted(got)).isEqualTo(inOrder ? of : sorted(of));
        }
      }
      assertThat(received.size()).isLessThanOrEqualTo(expected);
    }
  }

  /** The sinks of dead letters of both pipelines stand in the same order in the graph. */
  private ProbeSink<DeadLetter> letterSink(StageNode node, RandomPipeline actual) {
    Operation operation = actual.pipeline().graph().stage(node.id()).operation();
    return actual.letterSinks().stream()
        .filter(sink -> operation instanceof Operation.To to && (Object) to.sink() == sink)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(List<DeadLetter> letters) {
    return letters.stream()
        .map(letter ->
            "%s %s %d %s %s"
                .formatted(
                    letter.stage(),
                    letter.position(),
                    letter.attempts(),
                    letter.cause(),
                    letter.text()))
        .toList();
  }

  /** The figures of a job that did everything. */
  void checkStats(JobStats stats) {
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    for (StageNode node : graph.stages()) {
      if (graph.inputs(node.id()).stream().allMatch(e -> e.port() == GraphEdge.Port.RESULTS)) {
        Interpreter.Figures of = interpreter.figures(node.id());
        expected.add(
            "%s %d %d %d %d %d %d"
                .formatted(
                    node.name(), of.in, of.out, of.failed, of.skipped, of.deadLetters, of.retried));
        StageStats is = stats.stages().get(node.id());
        actual.add(
            "%s %d %d %d %d %d %d"
                .formatted(
                    is.name(),
                    is.in(),
                    is.out(),
                    is.failed(),
                    is.skipped(),
                    is.deadLetters(),
                    is.retried()));
        assertThat(is.inFlight()).isZero();
      }
    }
    assertThat(actual).isEqualTo(expected);
  }
}
