package dev.leat.runtime.testkit;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.LocalRuntimeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/**
 * Checks that a pipeline does the same on every execution model: on one thread, in an order that
 * seeds decide; on this machine with few and with many workers; with small and with large chunks.
 * Compared are the elements, their order, and how the job ends: extend it and say what is run.
 *
 * {@snippet :
 * final class LengthsParityTest extends ParityTest<Integer> {
 *
 *   @Override
 *   protected Stage<Integer> stage() {
 *     return Pipeline.named("lengths").from(Sources.of("a", "bb", "ccc")).cpu("length", String::length);
 *   }
 * }
 * }
 *
 * <p>The elements are held in memory, and have to have {@code equals}.
 *
 * @param <T> the type of the elements
 */
@Timeout(60)
public abstract class ParityTest<T> {

  private static final int SEEDS = 10;

  /** For subclasses. */
  protected ParityTest() {}

  /** What is run; called for each run, so that nothing is shared between them. */
  protected abstract Stage<T> stage();

  /**
   * Whether the order of the elements is compared, and with it what was delivered before a failure;
   * true unless overridden. Without an order the elements are compared as a bag, and of a job that
   * fails only that it does.
   */
  protected boolean ordered() {
    return true;
  }

  /**
   * How a job ended.
   *
   * @param elements what it delivered
   * @param stage the stage that failed; null if none did or it was not in a stage
   * @param error the class and message of the first cause; null if the job did not fail
   */
  private record Outcome<T>(List<T> elements, @Nullable String stage, @Nullable String error) {}

  /** Runs it on one thread, with several seeds. */
  @Test
  void shouldDoTheSameOnOneThreadInAnyOrder() {
    Outcome<T> expected = reference();
    for (long seed = 1; seed < SEEDS; seed++) {
      compare("on one thread, seed " + seed, expected, LocalRuntime.builder().inline(seed));
    }
  }

  /** Runs it on all cores. */
  @Test
  void shouldDoTheSameOnThisMachine() {
    compare("on this machine", reference(), LocalRuntime.builder());
  }

  /** Runs it with one worker. */
  @Test
  void shouldDoTheSameOnOneWorker() {
    compare("with one worker", reference(), LocalRuntime.builder().cores(1).eventLoops(1));
  }

  /** Runs it with more workers than there may be cores, and every element a chunk. */
  @Test
  void shouldDoTheSameWithManyWorkersAndLittleRoom() {
    compare(
        "with 6 workers, 3 event loops and chunks of one element",
        reference(),
        LocalRuntime.builder().cores(6).eventLoops(3).chunkElements(1).edgeElements(2));
  }

  private Outcome<T> reference() {
    return outcome(LocalRuntime.builder().inline(0));
  }

  private void compare(String where, Outcome<T> expected, LocalRuntimeBuilder builder) {
    Outcome<T> actual = outcome(builder);
    List<Executable> checks = new ArrayList<>();
    checks.add(() -> Assertions.assertEquals(expected.error(), actual.error(), "error " + where));
    checks.add(() -> Assertions.assertEquals(expected.stage(), actual.stage(), "failed " + where));
    if (ordered()) {
      checks.add(() ->
          Assertions.assertEquals(expected.elements(), actual.elements(), "elements " + where));
    } else if (expected.error() == null) {
      checks.add(() ->
          Assertions.assertEquals(
              bag(expected.elements()), bag(actual.elements()), "elements " + where));
    }
    Assertions.assertAll("the same on one thread with seed 0 and " + where, checks);
  }

  private Outcome<T> outcome(LocalRuntimeBuilder builder) {
    List<T> elements = new ArrayList<>();
    try (LocalRuntime runtime = builder.build();
        Stream<T> stream = runtime.stream(stage())) {
      stream.forEach(elements::add);
      return new Outcome<>(elements, null, null);
    } catch (JobException e) {
      String stage = e instanceof StageException failed ? failed.stage() : null;
      return new Outcome<>(elements, ordered() ? stage : null, ordered() ? cause(e) : "failed");
    }
  }

  private static String cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  private static <T> Map<T, Integer> bag(List<T> elements) {
    Map<T, Integer> bag = new HashMap<>();
    elements.forEach(element -> bag.merge(element, 1, Integer::sum));
    return bag;
  }
}
