package dev.leat.runtime.execution;

import dev.leat.pipeline.graph.CallSite;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.SessionFunction;
import dev.leat.pipeline.graph.StageFunction;
import dev.leat.runtime.plan.Plan;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The stage whose code runs on the current thread, for tools that check what stages do. Stages that
 * are fused run on the same thread one inside the other: the one whose function is called last is
 * meant.
 *
 * {@snippet :
 * Optional<RunningStage> stage = RunningStage.current();
 * stage.ifPresent(running -> System.out.println(running.name() + " (" + running.kind() + ")"));
 * }
 *
 * @param pipeline the name of the pipeline
 * @param name the name of the stage; several, joined by "or", if it cannot be told which of them it
 *     is
 * @param kind the word of the DSL that declared it
 * @param site where it was declared
 */
public record RunningStage(String pipeline, String name, String kind, CallSite site) {

  /** The engine's own code, in whose stack the stage is looked for. */
  private static final String ENGINE = RunningStage.class.getPackageName() + ".";

  /**
   * The stage that the current thread works for; empty if it works for none, and on virtual
   * threads, whose calls may wait.
   */
  public static Optional<RunningStage> current() {
    Task task = WorkSlot.current();
    if (task == null || task.stages().isEmpty()) {
      return Optional.empty();
    }
    List<StageRun> stages = task.stages();
    return Optional.of(of(stages.size() == 1 ? stages : running(stages)));
  }

  /** Several stages as one. */
  static RunningStage of(List<StageRun> stages) {
    StageRun first = stages.get(0);
    return new RunningStage(
        first.pipeline(),
        joined(stages.stream().map(stage -> stage.node().name()), "' or '"),
        joined(stages.stream().map(stage -> Plan.kind(stage.node().operation())), " or "),
        first.node().site());
  }

  private static String joined(Stream<String> words, String between) {
    return words.distinct().collect(Collectors.joining(between));
  }

  /** Which of the stages of a segment the current thread runs. */
  private static List<StageRun> running(List<StageRun> stages) {
    return StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES))
        .walk(frames -> innermost(frames, stages));
  }

  private static List<StageRun> innermost(Stream<StackFrame> frames, List<StageRun> stages) {
    List<List<StageRun>> byCode = new ArrayList<>();
    List<List<StageRun>> byOperator = new ArrayList<>();
    frames
        .takeWhile(frame -> byCode.isEmpty() && byOperator.isEmpty())
        .forEach(frame -> {
          Class<?> type = frame.getDeclaringClass();
          add(byCode, stages.stream().filter(stage -> calls(stage, type)).toList());
          if (byCode.isEmpty() && type.getName().startsWith(ENGINE)) {
            add(byOperator, stages.stream().filter(stage -> isOf(stage, type)).toList());
          }
        });
    return Stream.concat(byCode.stream(), byOperator.stream()).findFirst().orElse(stages);
  }

  private static void add(List<List<StageRun>> found, List<StageRun> stages) {
    if (!stages.isEmpty()) {
      found.add(stages);
    }
  }

  /** Whether a class is that of the user's function, also where it is a lambda. */
  private static boolean calls(StageRun stage, Class<?> type) {
    return code(stage.node().operation()).anyMatch(code -> code.getClass() == type);
  }

  /** The user's functions of a stage. */
  static Stream<Object> code(Operation operation) {
    return switch (operation) {
      case Operation.From from -> Stream.of(from.source());
      case Operation.Map map -> Stream.of(map.function());
      case Operation.Filter filter -> Stream.of(filter.predicate());
      case Operation.FlatMap flatMap -> Stream.of(flatMap.function());
      case Operation.Each each -> Stream.of(each.action());
      case Operation.TakeWhile takeWhile -> Stream.of(takeWhile.predicate());
      case Operation.Scan scan -> Stream.of(scan.initial(), scan.function());
      case Operation.Io io -> Stream.of(code(io.function()));
      case Operation.IoMany io -> Stream.of(code(io.function()));
      case Operation.Coroutine coroutine -> Stream.of(code(coroutine.function()));
      case Operation.Cpu cpu -> Stream.of(code(cpu.function()));
      case Operation.Aggregate aggregate -> Stream.of(aggregate.aggregator());
      case Operation.Keyed keyed -> Stream.of(keyed.key());
      case Operation.Unkeyed unkeyed -> Stream.of(unkeyed.result());
      case Operation.Route route -> route.conditions().stream().map(Object.class::cast);
      case Operation.Distinct distinct -> Stream.of(distinct.key());
      case Operation.Session session -> Stream.of(code(session.body()));
      case Operation.To to -> Stream.of(to.sink());
      case Operation.Take take -> Stream.empty();
      case Operation.Skip skip -> Stream.empty();
      case Operation.Batch batch -> Stream.empty();
      case Operation.Foreign foreign -> Stream.empty();
      case Operation.Merge merge -> Stream.empty();
      case Operation.Concat concat -> Stream.empty();
      case Operation.Branch branch -> Stream.empty();
      case Operation.Throttle throttle -> Stream.empty();
      case Operation.Conflate conflate -> Stream.empty();
    };
  }

  private static Object code(StageFunction function) {
    return switch (function) {
      case StageFunction.Plain plain -> plain.function();
      case StageFunction.WithResource with -> with.function();
    };
  }

  private static Object code(SessionFunction function) {
    return switch (function) {
      case SessionFunction.Plain plain -> plain.body();
      case SessionFunction.WithResource with -> with.body();
    };
  }

  /**
   * Whether an operator runs stages of this kind: what it calls need not be the function itself. A
   * copy of its class that belongs to a stage has the same name with a suffix behind a slash.
   */
  private static boolean isOf(StageRun stage, Class<?> operator) {
    String name = operator(stage.node().operation());
    String simple = operator.getSimpleName();
    return operator.isHidden() ? simple.startsWith(name + "/") : simple.equals(name);
  }

  /** The simple name of the class of the operator that runs a stage. */
  static String operator(Operation operation) {
    return switch (operation) {
      case Operation.To to -> SinkOutput.class.getSimpleName();
      case Operation.Cpu cpu -> MapOp.class.getSimpleName();
      default -> operation.getClass().getSimpleName() + "Op";
    };
  }
}
