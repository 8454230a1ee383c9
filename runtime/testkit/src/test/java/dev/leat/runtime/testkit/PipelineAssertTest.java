package dev.leat.runtime.testkit;

import static dev.leat.runtime.testkit.PipelineAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineAssertTest {

  private final LocalRuntime runtime = LocalRuntime.builder().cores(4).build();

  private final Explanation plan =
      runtime.explain(
          Pipeline.named("numbers")
              .from(Sources.of(1, 2, 3))
              .cpu("parse", number -> number, cpu -> cpu.parallelism(2))
              .each("look", number -> {})
              .io("locate", CompletableFuture::completedFuture, io -> io.concurrency(64))
              .coroutine("owner", number -> number)
              .coroutine("driver", number -> number, co -> co.threads(3))
              .<Integer>coroutine("custom", (in, out) -> {})
              .to(Sinks.each(number -> {})));

  @AfterEach
  void close() {
    runtime.close();
  }

  static Stream<Consumer<Explanation>> whatHolds() {
    return Stream.of(
        plan -> assertThat(plan).stage("parse").runsParallel(2),
        plan -> assertThat(plan).stage("parse").runsWith("look"),
        plan -> assertThat(plan).stage("parse").runsApartFrom("locate"),
        plan -> assertThat(plan).stage("locate").runsOnEventLoop(),
        plan -> assertThat(plan).stage("locate").hasConcurrency(64),
        plan -> assertThat(plan).stage("owner").runsOnVirtualThreads(),
        plan -> assertThat(plan).stage("custom").runsOnVirtualThreads(),
        plan -> assertThat(plan).stage("driver").runsOnOwnThreads(3),
        plan -> assertThat(plan).hasSegments(7),
        plan -> assertThat(plan).hasEdges(6));
  }

  static Stream<Consumer<Explanation>> whatDoesNotHold() {
    return Stream.of(
        plan -> assertThat(plan).stage("parse").runsParallel(4),
        plan -> assertThat(plan).stage("locate").runsParallel(1),
        plan -> assertThat(plan).stage("parse").runsWith("locate"),
        plan -> assertThat(plan).stage("parse").runsApartFrom("look"),
        plan -> assertThat(plan).stage("owner").runsOnEventLoop(),
        plan -> assertThat(plan).stage("locate").hasConcurrency(63),
        plan -> assertThat(plan).stage("locate").runsOnVirtualThreads(),
        plan -> assertThat(plan).stage("driver").runsOnOwnThreads(2),
        plan -> assertThat(plan).stage("missing"),
        plan -> assertThat(plan).hasSegments(6),
        plan -> assertThat(plan).hasEdges(7));
  }

  @ParameterizedTest
  @MethodSource("whatHolds")
  void shouldPassWhatHolds(Consumer<Explanation> check) {
    assertThatCode(() -> check.accept(plan)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("whatDoesNotHold")
  void shouldFailWhatDoesNotHoldAndShowThePlan(Consumer<Explanation> check) {
    assertThatThrownBy(() -> check.accept(plan))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the plan is:")
        .hasMessageContaining("pipeline 'numbers'");
  }

  @Test
  void shouldSayWhatWasExpected() {
    assertThatThrownBy(() -> assertThat(plan).stage("parse").runsParallel(4))
        .hasMessageStartingWith("stage 'parse' does not run on 4 workers in parallel");
  }

  @Test
  void shouldRefuseThePlanOfAnotherRuntime() {
    Explanation other =
        new Explanation() {
          @Override
          public String text() {
            return "";
          }

          @Override
          public String json() {
            return "{}";
          }
        };

    assertThatIllegalArgumentException().isThrownBy(() -> assertThat(other));
  }
}
