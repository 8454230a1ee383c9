package dev.leat.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Of which classes the operators are that call the functions of stages, and how long these live.
 */
class OperatorClassesTest {

  private static final int ELEMENTS = 40_000;
  private static final int MANY = 1_000_000;

  private static LocalRuntime after(long elements) {
    return LocalRuntime.builder().cores(2).chunkElements(64).specializeAfter(elements).build();
  }

  /** Remembers by which operators it is called, at some of the elements. */
  private static final class Seen implements CheckedFunction<Long, Long> {

    private static final long serialVersionUID = 1;

    private final transient Set<Class<?>> operators = ConcurrentHashMap.newKeySet();

    @Override
    public Long apply(Long number) {
      if (number % 1_000 == 0) {
        operators.add(CallingOperator.type());
      }
      return number;
    }
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("numbers").from(Sources.range(0, ELEMENTS));
  }

  /** So many that a chain of constants is tried. */
  private static Stage<Long> many() {
    return Pipeline.named("many").from(Sources.range(0, MANY));
  }

  private static Set<Class<?>> operators(LocalRuntime runtime, Stage<Long> numbers) {
    Seen seen = new Seen();
    runtime.run(numbers.map(seen).to(Sinks.discard()));
    return seen.operators;
  }

  @Test
  void shouldCallTheFunctionsOfASmallJobFromSharedClassesOnly() {
    try (LocalRuntime runtime = after(ELEMENTS)) {
      assertThat(operators(runtime, numbers())).containsExactly(MapOp.class);
    }
  }

  @Test
  void shouldGoOnWithACopyOfTheSharedClassWhenAJobIsLarge() {
    try (LocalRuntime runtime = after(ELEMENTS / 2)) {
      assertThat(operators(runtime, numbers()))
          .hasSize(2)
          .contains(MapOp.class)
          .anySatisfy(type -> {
            assertThat(type.isHidden()).isTrue();
            assertThat(type.getName()).startsWith(MapOp.class.getName() + "/");
          });
    }
  }

  @Test
  void shouldUseTheSameCopiesForJobsThatDoTheSame() {
    try (LocalRuntime runtime = after(0)) {
      Set<Class<?>> first = operators(runtime, numbers().cpu("cpu", n -> n + 1));
      Set<Class<?>> second = operators(runtime, numbers().cpu("cpu", n -> n + 1));

      assertThat(first).anyMatch(Class::isHidden).isEqualTo(second);
    }
  }

  @Test
  void shouldKeepAFixedChainForTheNextJobThatRunsTheSameFunctions() {
    Seen seen = new Seen();
    Stage<Long> stage = many().map(seen);
    try (LocalRuntime runtime = after(0)) {
      runtime.run(stage.to(Sinks.discard()));
      Set<Class<?>> first = Set.copyOf(seen.operators);
      runtime.run(stage.to(Sinks.discard()));

      assertThat(first).as("shared, of the stage, fixed").hasSize(3);
      assertThat(seen.operators).isEqualTo(first);
    }
  }

  @Test
  void shouldKeepAFixedChainForAPipelineThatIsMadeAnewForEachJob() {
    Seen seen = new Seen();
    try (LocalRuntime runtime = after(0)) {
      WeakReference<Stage<Long>> first = run(runtime, seen);
      Set<Class<?>> before = Set.copyOf(seen.operators);
      while (first.get() != null) {
        System.gc();
      }
      run(runtime, seen);

      assertThat(seen.operators).isEqualTo(before);
    }
  }

  private static WeakReference<Stage<Long>> run(LocalRuntime runtime, Seen seen) {
    Stage<Long> stage = many().map(seen);
    runtime.run(stage.to(Sinks.discard()));
    return new WeakReference<>(stage);
  }

  @Test
  void shouldKeepNoFixedChainOfAJobThatFailed() {
    Seen seen = new Seen();
    AtomicBoolean fails = new AtomicBoolean(true);
    Stage<Long> stage =
        many()
            .map(seen)
            .peek(n -> {
              if (n == MANY - 1 && fails.get()) {
                throw new IllegalStateException("once");
              }
            });
    try (LocalRuntime runtime = after(0)) {
      Pipeline pipeline = stage.to(Sinks.discard());
      assertThatThrownBy(() -> runtime.run(pipeline)).hasMessageContaining("once");
      fails.set(false);
      Set<Class<?>> first = Set.copyOf(seen.operators);
      runtime.run(pipeline);

      assertThat(seen.operators).hasSize(first.size() + 1);
    }
  }

  /** A function whose class nobody else has. */
  @SuppressWarnings("unchecked") // a class made of the code of Fresh is what Fresh is
  private static CheckedFunction<Long, Long> fresh(Collection<WeakReference<Class<?>>> classes)
      throws ReflectiveOperationException, IOException {
    try (InputStream code = Fresh.class.getResourceAsStream("OperatorClassesTest$Fresh.class")) {
      byte[] bytes = Objects.requireNonNull(code).readAllBytes();
      Class<?> copy = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
      classes.add(new WeakReference<>(copy));
      return (CheckedFunction<Long, Long>)
          copy.getDeclaredConstructor(Collection.class).newInstance(classes);
    }
  }

  /** Adds the classes of the copies that call it, at some of the elements. */
  static final class Fresh implements CheckedFunction<Long, Long> {

    private static final long serialVersionUID = 1;

    private final transient Collection<WeakReference<Class<?>>> classes;

    Fresh(Collection<WeakReference<Class<?>>> classes) {
      this.classes = classes;
    }

    @Override
    public Long apply(Long number) {
      if (number % 1_000 == 0 && CallingOperator.type().isHidden()) {
        classes.add(new WeakReference<>(CallingOperator.type()));
      }
      return number;
    }
  }

  /** Runs jobs of which each has functions of its own; returns the classes that were made. */
  private static Collection<WeakReference<Class<?>>> manyJobs(LocalRuntime runtime)
      throws ReflectiveOperationException, IOException {
    Collection<WeakReference<Class<?>>> classes = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 10; i++) {
      Pipeline job =
          numbers().cpu("cpu", fresh(classes)).skip(1).map(fresh(classes)).to(Sinks.discard());
      runtime.run(job);
    }
    return classes;
  }

  private static List<Class<?>> loaded(Collection<WeakReference<Class<?>>> classes) {
    List<Class<?>> loaded = new ArrayList<>();
    for (WeakReference<Class<?>> reference : classes) {
      Class<?> type = reference.get();
      if (type != null) {
        loaded.add(type);
      }
    }
    return loaded;
  }

  private static void awaitUnloaded(
      Collection<WeakReference<Class<?>>> classes, Runnable meanwhile) {
    while (!loaded(classes).isEmpty()) {
      if (Thread.interrupted()) {
        throw new AssertionError("still loaded: " + loaded(classes));
      }
      System.gc();
      meanwhile.run();
    }
  }

  @Test
  void shouldLetTheJvmUnloadTheClassesOfManyJobsWhenTheRuntimeIsClosed() throws Exception {
    LocalRuntime runtime = after(0);
    Collection<WeakReference<Class<?>>> classes = manyJobs(runtime);
    assertThat(loaded(classes)).hasSizeGreaterThan(20);

    runtime.close();

    awaitUnloaded(classes, () -> {});
    assertThatThrownBy(() -> operators(runtime, numbers())).hasMessageContaining("is closed");
  }

  @Test
  void shouldLetTheJvmUnloadFunctionsAndTheirOperatorsWhileOtherJobsRun() throws Exception {
    try (LocalRuntime runtime = after(0)) {
      Collection<WeakReference<Class<?>>> classes = manyJobs(runtime);

      awaitUnloaded(classes, () -> operators(runtime, numbers()));
    }
  }
}
