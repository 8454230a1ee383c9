package dev.leat.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningStageTest {

  private static final CheckedFunction<String, String> SHARED = text -> text + where();

  private final LocalRuntime runtime = LocalRuntime.create();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<String> one() {
    return Pipeline.named("one").from(Sources.of(""));
  }

  /** The stage and its kind, in brackets. */
  private static String where() {
    return RunningStage.current()
        .map(stage -> "[%s %s]".formatted(stage.name(), stage.kind()))
        .orElse("[none]");
  }

  private List<String> run(Stage<String> stage) {
    return runtime.collect(stage);
  }

  @Test
  void shouldNameEachOfTheStagesThatAreFused() {
    Stage<String> fused =
        one()
            .cpu("parse", text -> text + where())
            .each("look", text -> assertThat(where()).isEqualTo("[look each]"))
            .cpu("score", text -> text + where());

    assertThat(run(fused)).containsExactly("[parse cpu][score cpu]");
  }

  @Test
  void shouldNameStagesThatRunInCopiesOfTheOperators() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    try (LocalRuntime own = LocalRuntime.builder().chunkElements(1).specializeAfter(0).build()) {
      own.run(
          Pipeline.named("many")
              .from(Sources.range(0, 100))
              .cpu("parse", n -> noted(seen, "parse", n))
              .filter(n -> noted(seen, "filter", n) >= 0)
              .flatMap(n -> () -> List.of(noted(seen, "flatMap", n)).iterator())
              .each("look", n -> noted(seen, "look", n))
              .to(Sinks.discard()));
    }

    assertThat(seen)
        .contains("parse [parse cpu] copied", "look [look each] copied")
        .anyMatch(text -> text.matches("filter \\[filter@.* filter] copied"))
        .anyMatch(text -> text.matches("flatMap \\[flatMap@.* flatMap] copied"))
        .noneMatch(text -> text.contains("[none]"))
        .noneMatch(text -> text.contains(" or "));
  }

  private static <T> T noted(Set<String> seen, String where, T element) {
    seen.add(where + " " + where() + copied());
    return element;
  }

  /** Whether it is a copy of an operator that calls the function from which this is called. */
  private static String copied() {
    return StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES))
        .walk(frames ->
            frames
                .map(StackFrame::getDeclaringClass)
                .filter(Op.class::isAssignableFrom)
                .findFirst())
        .filter(Class::isHidden)
        .map(type -> " copied")
        .orElse("");
  }

  @Test
  void shouldNameAStageOfAnEventLoop() {
    Stage<String> stage =
        one().io("call", text -> CompletableFuture.completedFuture(text + where()));

    assertThat(run(stage)).containsExactly("[call io]");
  }

  @Test
  void shouldNameAStageThatUsesAResource() {
    Stage<String> stage =
        one()
            .cpu("first", text -> text)
            .cpu(
                "second",
                Resource.of(() -> "r", resource -> {}),
                (resource, text) -> resource + where());

    assertThat(run(stage)).containsExactly("r[second cpu]");
  }

  @Test
  void shouldNameTheStageWhoseIteratorRuns() {
    Stage<String> stage =
        one()
            .cpu("first", text -> text)
            .flatMap(text -> () -> List.of(where()).iterator())
            .cpu("last", text -> text);

    assertThat(run(stage))
        .singleElement()
        .asString()
        .startsWith("[flatMap@RunningStageTest.java:")
        .endsWith(" flatMap]");
  }

  @Test
  void shouldNameBothOfTwoFusedStagesThatShareAFunction() {
    Stage<String> stage = one().cpu("first", SHARED).cpu("second", SHARED);

    assertThat(run(stage)).containsExactly("[first' or 'second cpu][first' or 'second cpu]");
  }

  @Test
  void shouldKnowWhereTheStageWasDeclared() {
    Stage<String> stage =
        one().cpu("site", text -> RunningStage.current().orElseThrow().site().file());

    assertThat(run(stage)).containsExactly("RunningStageTest.java");
  }

  @Test
  void shouldKnowNoStageOfAVirtualThread() {
    assertThat(run(one().coroutine("wait", text -> text + where()))).containsExactly("[none]");
  }

  @Test
  void shouldKnowNoStageOfAThreadOfTheUser() {
    assertThat(where()).isEqualTo("[none]");
  }

  @Test
  void shouldNameASinkAndNotTheStagesBeforeIt() {
    List<String> seen = new CopyOnWriteArrayList<>();

    runtime.run(one().cpu("last", text -> text).to(Sinks.each(text -> seen.add(where()))));

    assertThat(seen).singleElement().asString().endsWith(" to]");
  }
}
