package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {

  @Test
  void shouldNumberStagesInTheOrderOfTheData() {
    Graph graph = numbers().cpu("double", n -> n * 2).to("end", Sinks.discard()).graph();

    assertThat(graph.stages()).extracting(StageNode::id).containsExactly(0, 1, 2);
    assertThat(names(graph)).containsExactly("numbers", "double", "end");
    assertThat(graph.edges()).containsExactly(edge(0, 1), edge(1, 2));
    assertThat(graph.stage(1).operation()).isInstanceOf(Operation.Cpu.class);
  }

  @Test
  void shouldUseOneNodeForAStageWithTwoBranches() {
    Graph graph =
        numbers()
            .each("shared", n -> {})
            .broadcast(
                all -> all.to("left", Sinks.discard()),
                all -> all.cpu("half", n -> n / 2).to("right", Sinks.discard()))
            .graph();

    assertThat(names(graph)).containsExactly("numbers", "shared", "left", "half", "right");
    assertThat(graph.edges()).containsExactly(edge(0, 1), edge(1, 2), edge(1, 3), edge(3, 4));
    assertThat(graph.outputs(1, Port.RESULTS)).hasSize(2);
    assertThat(graph.inputs(1)).hasSize(1);
  }

  @Test
  void shouldLeaveStagesOutThatLeadNowhere() {
    Stage<Long> numbers = numbers();
    Stage<Long> unused = numbers.each("unused", n -> {});

    assertThat(names(numbers.to("end", Sinks.discard()).graph())).containsExactly("numbers", "end");
    assertThat(unused).isNotSameAs(numbers);
  }

  @Test
  void shouldNameUnnamedStagesByOperatorAndLine() {
    int line = line() + 1;
    Graph graph = numbers().map(n -> n).filter(n -> true).to(Sinks.discard()).graph();

    assertThat(names(graph))
        .containsExactly(
            "numbers",
            "map@GraphBuilderTest.java:" + line,
            "filter@GraphBuilderTest.java:" + line,
            "to@GraphBuilderTest.java:" + line);
    assertThat(graph.stage(1).site().toString()).isEqualTo("GraphBuilderTest.java:" + line);
  }

  @Test
  void shouldNumberStagesOfTheSameLine() {
    int line = line() + 1;
    Graph graph = numbers().map(n -> n).map(n -> n).map(n -> n).to(Sinks.discard()).graph();

    assertThat(names(graph).subList(1, 4))
        .containsExactly(
            "map@GraphBuilderTest.java:" + line,
            "map@GraphBuilderTest.java:" + line + "#2",
            "map@GraphBuilderTest.java:" + line + "#3");
  }

  @Test
  void shouldTellTheLineOfTheUserForEveryKindOfNamedStage() {
    int line = line() + 3;
    Stage<Long> stage =
        numbers()
            .cpu("a", n -> n)
            .coroutine("b", n -> n, co -> co.concurrency(1))
            .each("c", n -> {});
    Graph graph = stage.to("d", Sinks.discard()).graph();

    assertThat(graph.stages().subList(1, 4))
        .extracting(node -> node.site().line())
        .containsExactly(line, line + 1, line + 2);
  }

  @Test
  void shouldTellTheLineInsideAReusablePiece() {
    Graph graph = numbers().via(GraphBuilderTest::piece).to(Sinks.discard()).graph();

    assertThat(names(graph).get(1)).startsWith("map@GraphBuilderTest.java:");
  }

  private static Stage<Long> piece(Stage<Long> stage) {
    return stage.map(n -> n + 1);
  }

  @Test
  void shouldRefuseTwoStagesOfTheSameName() {
    int line = line() + 1;
    assertThatThrownBy(() -> numbers().cpu("same", n -> n).cpu("same", n -> n).to(Sinks.discard()))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessage(
            "pipeline 'p' has two stages called 'same', at GraphBuilderTest.java:%d and GraphBuilderTest.java:%d: give one another name",
            line, line);
  }

  @Test
  void shouldShareADeadLetterSinkByIdentity() {
    Sink<DeadLetter> letters = Sinks.discard();
    Graph graph =
        numbers()
            .cpu("a", n -> n, cpu -> cpu.onError(OnError.deadLetters(letters)))
            .coroutine("b", n -> n, co -> co.onError(OnError.deadLetters(letters)))
            .cpu("c", n -> n, cpu -> cpu.onError(OnError.deadLetters(Sinks.discard())))
            .to("end", Sinks.discard())
            .graph();

    assertThat(names(graph))
        .containsExactly("numbers", "a", "b", "c", "end", "dead letters of a", "dead letters of c");
    assertThat(graph.edges())
        .contains(
            new GraphEdge(1, 5, Port.DEAD_LETTERS),
            new GraphEdge(2, 5, Port.DEAD_LETTERS),
            new GraphEdge(3, 6, Port.DEAD_LETTERS));
    assertThat(graph.outputs(1, Port.RESULTS)).containsExactly(edge(1, 2));
    assertThat(graph.outputs(1, Port.DEAD_LETTERS)).hasSize(1);
  }

  @Test
  void shouldBuildChainsOfAnyLength() {
    Stage<Long> stage = numbers();
    for (int i = 0; i < 20_000; i++) {
      stage = stage.map(n -> n);
    }

    assertThat(stage.to(Sinks.discard()).graph().stages()).hasSize(20_002);
  }

  @Test
  void shouldRefuseGraphsWithWrongNumbers() {
    StageNode node = numbers().to(Sinks.discard()).graph().stage(1);

    assertThatThrownBy(() -> new Graph(List.of(node), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Graph(List.of(), List.of(edge(0, 1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from("numbers", Sources.range(0, 10));
  }

  private static GraphEdge edge(int from, int to) {
    return new GraphEdge(from, to, Port.RESULTS);
  }

  private static List<String> names(Graph graph) {
    return graph.stages().stream().map(StageNode::name).toList();
  }

  private static int line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
  }
}
